"""Changing a draft by hand, as plain values: a row before, a row after. No database here; `services` read and write."""
