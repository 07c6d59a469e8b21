"""The only places that change who supervises whom, and what units say about their seats."""
