"""The shapes of answers. Names are those of the code; values are what the database holds, unrounded."""

import datetime as dt
import uuid

from ninja import Schema


class Problem(Schema):
    """One thing that is wrong or missing, and where."""

    where: str
    what: str


class Refusal(Schema):
    """Why nothing was given: a stable code, a sentence for people, and the id that support finds in the logs."""

    code: str
    message: str
    request_id: str
    problems: list[Problem]


class OrganisationOut(Schema):
    """An organisation with its place in the tree and where the fact comes from."""

    code: str
    kind: str
    name: str
    parent: str | None
    path: str
    provenance: str
    source: str


class PlannedPostsOut(Schema):
    """One cell of the plan table: heads that start in the year."""

    region: str
    year: int
    post_type: str
    posts: int
    status: str
    provenance: str
    source: str


class OwnRoleOut(Schema):
    """One of today's roles: at which organisation, from which day, and until before which (none: no end is set)."""

    role: str
    organisation: str
    starts_on: dt.date
    ends_before: dt.date | None


class MeOut(Schema):
    """Whoever asks. `scopes` are those of the key; null for a person in a browser, who is bound by permissions alone."""

    id: uuid.UUID
    name: str
    language: str
    roles: list[OwnRoleOut]
    permissions: list[str]
    scopes: list[str] | None


class Page(Schema):
    """Where in a long list the answer lies; `total` rows match in all."""

    total: int
    offset: int
    limit: int


class OrganisationPage(Page):
    rows: list[OrganisationOut]


class PlannedPostsPage(Page):
    rows: list[PlannedPostsOut]
