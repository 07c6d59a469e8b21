"""What a person gets when they ask for their data: PDF to read, JSON with everything, tables, and files."""
