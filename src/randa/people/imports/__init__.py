"""Reading in people and roles from a file."""
