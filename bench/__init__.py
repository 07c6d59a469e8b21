"""Measures what Randa promises: `python -m bench.run` prints a table and writes JSON."""
