"""Signing in through an employer's own service. `oidc` and `saml` speak the protocols and end in a `Delivered`; `linking` says whose it is."""
