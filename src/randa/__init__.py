"""Randa: the shared system for doctors' clinical training and students' clinical placements in Sweden."""

__version__ = "0.1.0"
