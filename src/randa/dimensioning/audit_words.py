"""What the audit log says about the plan table and the scenarios."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from randa.core.audit import places, wording
from randa.dimensioning.assumptions import assumption
from randa.dimensioning.models import AreaBudget, PatientNeed, PlannedPosts, PlanRevision, PostType, Scenario
from randa.dimensioning.plan.changes import cell_key
from randa.organisations.audit_words import organisation_names

Values = Mapping[str, Any]


def cell_changes(before: Values, after: Values) -> list[wording.Change]:
    """Return the cells that a revision touched, with posts and status in words."""
    keys = {text: key for text in dict.fromkeys([*before, *after]) if (key := cell_key(text))}
    names = organisation_names({key.region for key in keys.values()})
    kinds = dict(PostType.choices)
    found = []
    for text, key in keys.items():
        label = f"{names.get(key.region, key.region)}, {kinds.get(key.post_type, key.post_type)} {key.year}"
        found += [wording.Change(f"{label}{part}", *pair) for part, *pair in _parts(before.get(text), after.get(text))]
    return found


def _parts(before: list[Any] | None, after: list[Any] | None) -> Iterator[tuple[str, str, str]]:
    """Yield what of a cell changed: posts and status together, the source, the comment."""
    posts = _cell(before), _cell(after)
    texts = [tuple(wording.plain(side[place] if side else "") for side in (before, after)) for place in (2, 3)]
    if posts[0] != posts[1] or all(old == new for old, new in texts):
        yield "", *posts
    for part, (old, new) in zip((_(", källa"), _(", kommentar")), texts, strict=True):
        if old != new:
            yield part, old, new


def _cell(state: list[Any] | None) -> str:
    if not state:
        return _("tomt")
    status = dict(PlannedPosts.Status.choices).get(str(state[1]), state[1])
    return f"{state[0]} ({status})"


def value_changes(before: Values, after: Values) -> list[wording.Change]:
    """Return the assumptions that were set, by their names."""
    codes = {key.partition(":")[2] for key in [*before, *after] if ":" in key}
    names = organisation_names(codes) if codes else {}
    found = []
    for text in dict.fromkeys([*before, *after]):
        key, _mark, place = text.partition(":")
        label = _assumption_label(key) + (f" ({names.get(place, place)})" if place else "")
        found.append(wording.Change(label, wording.plain(before.get(text)), wording.plain(after.get(text))))
    return found


def _assumption_label(key: str) -> str:
    try:
        return assumption(key).label
    except KeyError:
        return wording.label_of(key)


def _of_revision(revision: PlanRevision) -> list[str]:
    rows = revision.changes.order_by("region__path").values_list("region__path", flat=True)
    return list(rows.distinct())


def _of_cell(cell: PlannedPosts) -> list[str]:
    return [cell.region.path]


def _of_base(row: PatientNeed | AreaBudget) -> list[str]:
    return [row.region.path]


def _of_scenario(scenario: Scenario) -> list[str]:
    return [scenario.region.path] if scenario.region is not None else []


def register_words() -> None:
    """Tell the log what it needs to know."""
    places.register_place("dimensioning.planrevision", _of_revision)
    places.register_place("dimensioning.plannedposts", _of_cell)
    places.register_place("dimensioning.scenario", _of_scenario)
    wording.register_type("dimensioning.planrevision", gettext_lazy("Ändring i planen"))
    wording.register_type("dimensioning.plannedposts", gettext_lazy("Planerade tjänster"))
    wording.register_type("dimensioning.scenario", gettext_lazy("Scenario"))
    _register_actions()
    _register_bases()
    for key, label in (
        ("name", gettext_lazy("Namn")),
        ("description", gettext_lazy("Beskrivning")),
        ("copied_from", gettext_lazy("Kopia av")),
    ):
        wording.register_field(key, label)


def _register_bases() -> None:
    for kind, label in (
        ("dimensioning.patientneed", gettext_lazy("Regel om patientunderlag")),
        ("dimensioning.areabudget", gettext_lazy("Budget för platser")),
    ):
        places.register_place(kind, _of_base)
        wording.register_type(kind, label)
    wording.register(
        "patient_need.registered",
        gettext_lazy("Hur många patienter den som utbildas behöver registrerades: %(object)s"),
    )
    wording.register("budget.registered", gettext_lazy("Budgeten för platser registrerades: %(object)s"))
    wording.register_field("amount", gettext_lazy("Antal"), of="dimensioning.patientneed")
    wording.register_field("kind", gettext_lazy("Gäller"), of="dimensioning.patientneed")
    wording.register_field("amount", gettext_lazy("Kronor"), of="dimensioning.areabudget")
    wording.register_field("week_cost", gettext_lazy("Kronor per platsvecka"), of="dimensioning.areabudget")
    wording.register_field("covers", gettext_lazy("Vad kostnaden täcker"), of="dimensioning.areabudget")


def _register_actions() -> None:
    wording.register("plan.changed", gettext_lazy("Planen ändrades (%(object)s)"), changes=cell_changes)
    wording.register("plan.undone", gettext_lazy("En ändring i planen ångrades (%(object)s)"), changes=cell_changes)
    wording.register("plan.owner_changed", gettext_lazy("Ansvaret för %(object)s togs över"))
    wording.register("scenario.created", gettext_lazy("Scenariot %(object)s skapades"))
    wording.register("scenario.described", gettext_lazy("Scenariot %(object)s fick ny beskrivning"))
    wording.register("scenario.values_set", gettext_lazy("Antaganden i %(object)s ändrades"), changes=value_changes)
    wording.register("scenario.removed", gettext_lazy("Scenariot %(object)s togs bort"), changes=value_changes)
