"""The `randa` command. Each group of commands has a file with `add_parser` and `handle`."""
