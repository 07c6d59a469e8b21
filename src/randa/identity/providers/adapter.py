"""What allauth asks about sign-in through others: its own pages and tables for it are not used, only its OAuth engine."""

import requests
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter

from randa.identity.providers.fetching import CarefulSession


class ProviderAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Requests to a provider go through our careful session."""

    def get_requests_session(self) -> requests.Session:
        return CarefulSession()
