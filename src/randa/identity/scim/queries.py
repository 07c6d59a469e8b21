"""Finding people and groups of a directory by SCIM filters: what can be asked of the database is, the rest is matched here."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import models
from django.db.models import Q
from scim2_models import ScimFilter
from scim2_models.path import Comparison, FilterNode, LogicalExpr

from randa.identity.models import DirectoryGroup, DirectoryPerson
from randa.identity.scim.resources import MOST_RESULTS, Group, User, group_resource, user_resource
from randa.organisations.models import Organisation
from randa.people.models import User as Account

Row = TypeVar("Row", DirectoryPerson, DirectoryGroup)
_COLUMNS = {
    "username": "user_name__iexact",
    "externalid": "external_id",
    "displayname": "display_name__iexact",
    "id": "pk",
    "active": "active",
}


@dataclass(frozen=True, slots=True)
class Found:
    """One page of an answer, and how many there are in all."""

    resources: list[Any]
    total: int
    start: int


def people(organisation: Organisation) -> models.QuerySet[DirectoryPerson]:
    """Return the people whom the organisation's directory describes now."""
    rows = DirectoryPerson.objects.filter(organisation=organisation, removed_at__isnull=True)
    return rows.select_related("person", "organisation").prefetch_related("groups")


def groups(organisation: Organisation) -> models.QuerySet[DirectoryGroup]:
    """Return the groups of the organisation's directory."""
    return DirectoryGroup.objects.filter(organisation=organisation).prefetch_related("members__person")


def find_people(organisation: Organisation, asked: ScimFilter[Any] | None, start: int, count: int, root: str) -> Found:
    """Return the people that fulfil the filter, from the `start`th (1 is the first), at most `count`: a constant number of queries."""
    columns = {"username", "externalid", "id", "active"}
    found, total = _page(people(organisation), asked, columns, start, count, lambda row: user_resource(row, root))
    return Found(found, total, start)


def find_groups(organisation: Organisation, asked: ScimFilter[Any] | None, start: int, count: int, root: str) -> Found:
    """Return the groups that fulfil the filter, as `find_people` does."""
    columns = {"displayname", "externalid", "id"}
    found, total = _page(groups(organisation), asked, columns, start, count, lambda row: group_resource(row, root))
    return Found(found, total, start)


def _page(
    rows: Any, asked: ScimFilter[Any] | None, columns: set[str], start: int, count: int, shown: Any
) -> tuple[list[User | Group], int]:
    count = max(0, min(count, MOST_RESULTS))
    narrowed, is_exact = _narrow(asked.ast, columns) if asked is not None else (Q(), True)
    rows = rows.filter(narrowed)
    if is_exact:
        return [shown(row) for row in rows[start - 1 : start - 1 + count]], rows.count()
    matching = [one for one in map(shown, rows) if asked is not None and asked.match(one)]
    return matching[start - 1 : start - 1 + count], len(matching)


def _narrow(node: FilterNode, columns: set[str]) -> tuple[Q, bool]:
    """Return a condition that holds for every row that fulfils `node`, and whether it holds for no others."""
    if isinstance(node, Comparison):
        return _column(node, columns)
    if isinstance(node, LogicalExpr) and str(node.op).lower() == "and":
        parts = [_narrow(term, columns) for term in node.terms]
        condition = Q()
        for part, _exact in parts:
            condition &= part
        return condition, all(exact for _part, exact in parts)
    return Q(), False


def _column(node: Comparison, columns: set[str]) -> tuple[Q, bool]:
    name = str(node.attr_path).rpartition(":")[2].lower()
    if str(node.op).lower() != "eq" or name not in columns or not isinstance(node.value, str | bool):
        return Q(), False
    if name == "id" and not _is_uuid(str(node.value)):
        return Q(pk__in=[]), True
    return Q(**{_COLUMNS[name]: node.value}), True


def _is_uuid(text: str) -> bool:
    parts: Sequence[str] = text.split("-")
    digits = "0123456789abcdefABCDEF"
    return [len(part) for part in parts] == [8, 4, 4, 4, 12] and all(sign in digits for part in parts for sign in part)


def directory_groups(actor: Account) -> models.QuerySet[DirectoryGroup]:
    """Return the groups of the directories that the actor manages, with the roles they give and how many are in them."""
    seen = Q(pk__in=[])
    for path in actor.paths_with("identity.manage"):
        seen |= Q(organisation__path__startswith=path)
    rows = (
        DirectoryGroup.objects.filter(seen)
        .select_related("organisation")
        .annotate(member_count=models.Count("members"))
    )
    return rows.prefetch_related("group_roles__role", "group_roles__organisation", "group_roles__made_by").order_by(
        "display_name", "pk"
    )
