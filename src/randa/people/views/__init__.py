"""Pages about people, their roles, and the ways in and out."""
