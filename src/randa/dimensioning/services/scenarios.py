"""Making, changing and removing scenarios. The base case is no row and cannot be changed."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from randa.core.access.permissions import require
from randa.core.audit import services as audit
from randa.core.errors import InvalidInputError
from randa.core.provenance import Provenance
from randa.dimensioning.assumptions import Values, assumption, check_value, faults_together
from randa.dimensioning.models import AssumptionValue, Scenario
from randa.dimensioning.permissions import can_create_scenarios, can_edit_scenario
from randa.dimensioning.queries.scenarios import scenario_values
from randa.organisations.models import Organisation
from randa.people.models import User

MAX_NAME, MAX_DESCRIPTION = 80, 400


@transaction.atomic
def create_scenario(
    *,
    actor: User,
    name: str,
    description: str = "",
    region: Organisation | None = None,
    values: Mapping[str, float] | None = None,
    copied_from: Scenario | None = None,
) -> Scenario:
    """Save a new scenario: a copy of another one (or of the base case) with `values` changed.

    With a region, assumptions that can differ between regions are changed for that region alone.

    Raises:
        PermissionDenied: the actor may not create scenarios.
        InvalidInputError: the name is missing or taken, or a value cannot be.
    """
    require(can_create_scenarios, actor)
    scenario = Scenario(
        name=_checked_name(name), description=description.strip()[:MAX_DESCRIPTION], region=region, created_by=actor
    )
    scenario.save()
    if copied_from is not None:
        AssumptionValue.objects.bulk_create(_copies(copied_from, scenario))
    audit.record(
        actor, "scenario.created", scenario, after={"name": scenario.name, "copied_from": str(copied_from or "")}
    )
    if values:
        set_values(actor=actor, scenario=scenario, values=values)
    return scenario


@transaction.atomic
def change_scenario(
    *, actor: User, scenario: Scenario, name: str, description: str, values: Mapping[str, float]
) -> Scenario:
    """Save name, description and values together, or nothing. Raises as `describe_scenario` and `set_values` do."""
    describe_scenario(actor=actor, scenario=scenario, name=name, description=description)
    return set_values(actor=actor, scenario=scenario, values=values)


@transaction.atomic
def describe_scenario(*, actor: User, scenario: Scenario, name: str, description: str) -> Scenario:
    """Change what a scenario is called. The same words again change nothing."""
    require(can_edit_scenario, actor, scenario)
    before = {"name": scenario.name, "description": scenario.description}
    after = {"name": _checked_name(name, scenario), "description": description.strip()[:MAX_DESCRIPTION]}
    if before != after:
        scenario.name, scenario.description = after["name"], after["description"]
        scenario.save(update_fields=["name", "description"])
        audit.record(actor, "scenario.described", scenario, before=before, after=after)
    return scenario


@transaction.atomic
def set_values(*, actor: User, scenario: Scenario, values: Mapping[str, float], comment: str = "") -> Scenario:
    """Set assumptions of a scenario; a value that is the default again is taken out of it.

    Raises:
        PermissionDenied: the scenario is not the actor's to change.
        InvalidInputError: a value cannot be, alone or with the others; nothing is saved.
    """
    require(can_edit_scenario, actor, scenario)
    scenario = Scenario.objects.select_for_update(of=("self",)).select_related("region").get(pk=scenario.pk)
    before = scenario_values(scenario)
    wanted: dict[tuple[str, str], float] = {}
    for key, value in values.items():
        place = _place(scenario, key)
        wanted[key, place] = check_value(key, value, place)
    if faults := faults_together(Values({**before.changed, **wanted})):
        raise InvalidInputError(faults[0], faults)
    changed = {place: value for place, value in wanted.items() if before.get(*place) != value}
    for (key, place), value in changed.items():
        region = scenario.region if place else None
        if value == assumption(key).default_of(place):
            AssumptionValue.objects.filter(scenario=scenario, key=key, region=region).delete()
            continue
        AssumptionValue.objects.update_or_create(
            scenario=scenario, key=key, region=region,
            defaults={"value": value, "comment": comment[:300], "provenance": Provenance.ASSUMED},
        )  # fmt: skip
    if changed:
        audit.record(
            actor, "scenario.values_set", scenario,
            before={_audit_key(place): before.get(*place) for place in changed},
            after={_audit_key(place): value for place, value in changed.items()},
            reason=comment,
        )  # fmt: skip
    return scenario


@transaction.atomic
def remove_scenario(*, actor: User, scenario: Scenario) -> None:
    """Remove a scenario; its values stand in the audit log."""
    require(can_edit_scenario, actor, scenario)
    values = {_audit_key(place): value for place, value in scenario_values(scenario).changed.items()}
    audit.record(actor, "scenario.removed", scenario, before={"name": scenario.name, **values})
    scenario.delete()


def _place(scenario: Scenario, key: str) -> str:
    """Return the region that a scenario's value holds for; empty for all."""
    one = scenario.region
    try:
        return one.code if one is not None and assumption(key).regional else ""
    except KeyError:
        return ""  # check_value says that there is no such assumption


def _copies(source: Scenario, scenario: Scenario) -> list[AssumptionValue]:
    return [
        AssumptionValue(
            scenario=scenario, key=row.key, region_id=row.region_id, value=row.value, comment=row.comment,
            source=row.source, provenance=row.provenance,
        )
        for row in source.values.all()
    ]  # fmt: skip


def _checked_name(name: str, own: Scenario | None = None) -> str:
    name = name.strip()
    if not name:
        raise InvalidInputError(_("Ge scenariot ett namn."))
    if len(name) > MAX_NAME:
        raise InvalidInputError(_("Namnet är längre än %(most)d tecken.") % {"most": MAX_NAME})
    list(
        Scenario.objects.select_for_update().filter(is_base=True)
    )  # one name at a time: the same form may be sent twice
    others = Scenario.objects.exclude(pk=own.pk) if own else Scenario.objects.all()
    if others.filter(name__iexact=name).exists():
        raise InvalidInputError(_("Det finns redan ett scenario som heter så. Välj ett annat namn."))
    return name


def _audit_key(place: tuple[str, str]) -> str:
    return ":".join(part for part in place if part)
