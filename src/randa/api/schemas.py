"""The shapes of answers. Names are those of the code; values are what the database holds, unrounded."""

import datetime as dt
import uuid
from typing import Annotated, Any

from ninja import Schema
from pydantic import ConfigDict, Field


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


class PersonOut(Schema):
    """A person, or with `is_technical` another system, with what a colleague may know."""

    id: uuid.UUID
    given_name: str
    family_name: str
    title: str
    email: str
    work_phone: str
    hsa_id: str | None
    is_active: bool
    is_technical: bool


class PeoplePage(Page):
    rows: list[PersonOut]


class RoleOut(Schema):
    """A role for [starts_on, ends_before); without end it goes on. `is_stand_in`: for somebody else, with a part of the permissions."""

    id: int
    person: uuid.UUID
    role: str
    organisation: str
    starts_on: dt.date
    ends_before: dt.date | None
    is_stand_in: bool


class RolesPage(Page):
    rows: list[RoleOut]


class RoleGrant(Schema):
    """What is needed to give a role. Whoever gets it can read the reason."""

    model_config = ConfigDict(extra="forbid")

    person: uuid.UUID
    role: Annotated[str, Field(min_length=1, max_length=50)]
    organisation: Annotated[str, Field(min_length=1, max_length=40)]
    starts_on: dt.date
    ends_before: dt.date | None = None
    reason: Annotated[str, Field(min_length=1, max_length=200)]


class RoleEnd(Schema):
    """The first day without the role."""

    model_config = ConfigDict(extra="forbid")

    ends_before: dt.date
    reason: Annotated[str, Field(max_length=200)] = ""


class RoleEnded(Schema):
    """What became of the role: taken back before it began, or over from `ends_before`."""

    id: int
    withdrawn: bool
    ends_before: dt.date | None


class PlacementOut(Schema):
    """A learner's block for [starts_on, ends_before); without unit it could not be placed."""

    id: uuid.UUID
    plan: uuid.UUID
    learner: uuid.UUID
    area: str
    unit: str | None
    starts_on: dt.date
    ends_before: dt.date


class PlacementsPage(Page):
    rows: list[PlacementOut]


class EventOut(Schema):
    """One event of the log. `position` is its place in the chain."""

    position: int
    id: int
    at: dt.datetime
    kind: str
    action: str
    actor: uuid.UUID | None
    role: str
    object_type: str
    object_id: str
    subject: uuid.UUID | None
    organisation_path: str
    reason: str
    before: dict[str, Any]
    after: dict[str, Any]
    request_id: str


class EventsPage(Schema):
    """Events, and the position to go on from."""

    rows: list[EventOut]
    last: int
