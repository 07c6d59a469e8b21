"""Reads for the pages of placements: one module per page, a constant number of queries each."""
