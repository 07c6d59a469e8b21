"""Signing in through an employer's own service. `oidc` and `saml` end in a `Delivered`; `linking` says whose it is."""
