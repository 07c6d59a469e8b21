"""SCIM 2.0: an organisation's directory tells who comes, moves and leaves (RFC 7643, 7644)."""
