"""The application interface (OpenAPI 3.1): reading what pages show, for other systems."""

from ninja import NinjaAPI
from ninja.security import django_auth

api = NinjaAPI(title="Randa", version="1", auth=django_auth, docs_url="dokumentation", urls_namespace="api")
