"""The basis, its files, and the rates."""
