"""Two accounts of one person become one, and two again when that was wrong (docs/adr/0017-merging-accounts.md)."""
