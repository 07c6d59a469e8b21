"""Which account an identity at a provider opens: by link, by HSA-id, by an address that the employer owns. Never by name."""
