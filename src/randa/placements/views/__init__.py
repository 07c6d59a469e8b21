"""Pages of placement: fetch what is visible, one query or one service, render."""
