"""Reads of the register of units: one function per page, a constant number of queries."""
