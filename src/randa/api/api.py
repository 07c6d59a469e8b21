"""The application interface (OpenAPI 3.1): what pages show and change, for other systems. How to use it: docs/api.md."""

from ninja import NinjaAPI

from randa.api.audit import router as audit
from randa.api.auth import calls_with
from randa.api.dimensioning import router as dimensioning
from randa.api.errors import install
from randa.api.me import router as me
from randa.api.organisations import router as organisations
from randa.api.people import router as people
from randa.api.placements import router as placements
from randa.api.roles import router as roles

DESCRIPTION = (
    "Call with `Authorization: Bearer rnd_…`. A key acts as its owner, for its scopes. Refusals have one shape: code, message, "
    "request_id, problems. Every answer says how many calls are left this minute (RateLimit-Limit, RateLimit-Remaining, "
    "RateLimit-Reset); one too many is 429 with Retry-After. X-Request-ID is in every answer."
)

api = NinjaAPI(
    title="Randa", version="1", description=DESCRIPTION, auth=calls_with(""), docs_url="dokumentation",
    urls_namespace="api",
)  # fmt: skip
api.add_router("organisationer", organisations, tags=["organisationer"])
api.add_router("dimensionering", dimensioning, tags=["dimensionering"])
api.add_router("mig", me, tags=["mig"])
api.add_router("personer", people, tags=["personer"])
api.add_router("roller", roles, tags=["roller"])
api.add_router("placeringar", placements, tags=["placeringar"])
api.add_router("logg", audit, tags=["logg"])
install(api)
