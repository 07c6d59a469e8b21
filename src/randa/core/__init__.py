"""What every part of Randa stands on and that knows no subject matter: access, audit, jobs, interface, imports, documents, search."""
