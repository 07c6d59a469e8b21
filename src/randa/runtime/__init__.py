"""What surrounds the application on a machine: its private database, its processes, and what may be wrong with them."""
