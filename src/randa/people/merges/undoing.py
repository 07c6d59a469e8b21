"""What has been built on a merge, so that it cannot be undone."""

import json
from collections import Counter
from typing import Any

from django.apps import apps
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from randa.core.audit.models import AuditEvent
from randa.core.merging import Decision, references
from randa.core.secrets_at_rest import BlindIndexField, EncryptedTextField
from randa.people.merges.journal import changed_columns, keys_for, rows_as_text
from randa.people.models import AccountMerge, RoleAssignment

WHOLE = {"people.RoleAssignment"}  # any later change of these is something that has been built on the merge


def what_stops_undoing(merge: AccountMerge, steps: list[dict[str, Any]]) -> list[str]:
    """Return what has changed since in a way that undoing would lose, as sentences; empty when it can be undone."""
    reasons = _later_merges(merge)
    words = {one.model: str(one.what) for one in references() if one.what and one.decision is not Decision.KEEP}
    lenient = {one.model for one in references() if one.may_go}
    changed: Counter[str] = Counter()
    for step in _last_of_each(steps):
        if step["model"] not in lenient:
            changed[words.get(step["model"], _("namn och adresser"))] += _changed_since(step)
    listed = [f"{what} ({number})" for what, number in changed.items() if number]
    if listed:
        reasons.append(_("Det här har ändrats sedan kontona slogs ihop: %(what)s.") % {"what": ", ".join(listed)})
    return reasons + _new_stand_ins(merge, steps)


def _later_merges(merge: AccountMerge) -> list[str]:
    pair = [merge.survivor_id, merge.merged_id]
    later = AccountMerge.objects.in_force().filter(Q(survivor__in=pair) | Q(merged__in=pair), made_at__gt=merge.made_at)
    return (
        [_("Kontot har slagits ihop med ett till sedan dess. Ångra den sammanslagningen först.")]
        if later.exists()
        else []
    )


def _last_of_each(steps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the steps with only the last line about each row: what the row looked like when the merge was done."""
    seen: set[tuple[str, str]] = set()
    found = []
    for step in reversed(steps):
        mark = f"{step['model']}.{step['field']}" if step["step"] == "move" else step["model"]
        if step["step"] == "move":
            found.append(step)
            continue
        lines = [line for line in step["rows"] if (mark, line["key"]) not in seen]
        seen |= {(mark, line["key"]) for line in lines}
        found.append(step | {"rows": lines})
    return found


def _changed_since(step: dict[str, Any]) -> int:
    model = apps.get_model(step["model"])
    if step["step"] == "move":
        held: QuerySet[Any] = QuerySet(model).filter(
            pk__in=keys_for(model, step["keys"]), **{step["field"]: step["after"]}
        )
        return len(step["keys"]) - held.count()
    if step["step"] == "values":
        rows = [(line, _all_values(line)) for line in step["rows"]]
        return sum(not QuerySet(model).filter(pk=line["key"], **values).exists() for line, values in rows)
    now = rows_as_text(model, keys_for(model, [line["key"] for line in step["rows"]]))
    return sum(_differs(model, line, now.get(line["key"])) for line in step["rows"])


def _all_values(line: dict[str, Any]) -> dict[str, Any]:
    return {
        name if value is not None else f"{name}__isnull": True if value is None else value
        for name, value in line["after"].items()
    }


def _differs(model: Any, line: dict[str, Any], now: str | None) -> bool:
    if line["after"] is None or now is None:
        return (line["after"] is None) != (now is None)
    have = json.loads(now)
    if line["before"] is None or model._meta.label in WHOLE:
        sealed = {f.column for f in model._meta.concrete_fields if isinstance(f, EncryptedTextField | BlindIndexField)}
        return any(have[name] != value for name, value in json.loads(line["after"]).items() if name not in sealed)
    return any(have[name] != value for name, value in changed_columns(line).items())


def _new_stand_ins(merge: AccountMerge, steps: list[dict[str, Any]]) -> list[str]:
    """Return a sentence for each stand-in who was given a role of the merged accounts after the merge."""
    keys = {
        int(line["key"]) for step in steps if step["model"] == "people.RoleAssignment" for line in step.get("rows", ())
    }
    since = AuditEvent.objects.filter(
        action="role.lent", object_id=Cast(OuterRef("pk"), CharField()), at__gt=merge.made_at
    )
    lent = RoleAssignment.objects.filter(Exists(since), delegated_from__in=keys).exclude(pk__in=keys)
    lent = lent.select_related("user", "role")
    return [
        _("%(person)s har blivit vikarie som %(role)s sedan dess. Avsluta eller ta tillbaka vikariatet först.")
        % {"person": one.user, "role": one.role}
        for one in lent
    ]
