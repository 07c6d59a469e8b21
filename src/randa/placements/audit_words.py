"""What the audit log says about plans, placements and seats, and where placed people belong."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from randa.core.audit import places, wording
from randa.core.clock import today
from randa.organisations.history import remember
from randa.people.models import User
from randa.placements.models import MandateChange, Placement, Plan, PlanEdit, Swap


def placement_paths(person: User) -> Iterable[str]:
    """Return the units where the person is placed now or will be."""
    rows = Placement.objects.filter(
        enrolment__learner=person, is_published=True, ends_before__gt=today(), unit__isnull=False
    )
    return rows.order_by("unit").values_list("unit__organisation__path", flat=True).distinct()


def _of_plan(plan: Plan) -> list[str]:
    return [region.path for region in plan.regions.all()]


def _of_placement(placement: Placement) -> list[str]:
    unit = placement.unit
    post = placement.enrolment.post
    return ([unit.organisation.path] if unit is not None else []) + [post.base.path, post.region.path]


def _of_mandate(change: MandateChange) -> list[str]:
    return [change.unit.organisation.path]


def _of_swap(swap: Swap) -> list[str]:
    return _of_plan(swap.plan)


def _what(kind: str) -> str:
    return str(PlanEdit.Kind(kind).label) if kind in PlanEdit.Kind.values else kind


def _swap_state(value: str) -> str:
    return str(Swap.State(value).label) if value in Swap.State.values else value


def register_words() -> None:
    """Tell the log what it needs to know."""
    places.register_belonging("30-placements", placement_paths)
    places.register_place("placements.plan", _of_plan)
    places.register_place("placements.placement", _of_placement)
    places.register_place("placements.mandatechange", _of_mandate)
    places.register_place("placements.swap", _of_swap)
    wording.register_type("placements.swap", _("Byte av placering"))
    wording.register_type("placements.plan", _("Placeringsplan"))
    wording.register_type("placements.placement", _("Placering"))
    wording.register_type("placements.mandatechange", _("Ändrat uppdrag"))
    wording.register("plan.stored", _("Planen %(object)s sparades som utkast"))
    wording.register("plan.published", _("Planen %(object)s publicerades"))
    wording.register("plan.copied", _("Planen %(object)s kopierades från version %(after_from_version)s"))
    wording.register("plan.comments_forgotten", _("Gamla kommentarer glömdes i planen %(object)s"))
    wording.register("plan.explained", _("Sätten för dem utan plats räknades om i planen %(object)s"))
    wording.register("plan.edited", _("Planen %(object)s ändrades för hand: %(after_what)s, %(after_blocks)s block"))
    wording.register("swap.proposed", _("Ett byte av placering föreslogs"))
    wording.register("swap.accepted", _("Svaret på bytet av placering blev ja"))
    wording.register("swap.declined", _("Svaret på bytet av placering blev nej"))
    wording.register("swap.withdrawn", _("Förslaget om byte av placering drogs tillbaka"))
    wording.register("swap.approved", _("Bytet av placering godkändes, och planen ändrades"))
    wording.register("swap.refused", _("Bytet av placering godkändes inte"))
    wording.register("swap.expired", _("Förslaget om byte av placering gick ut"))
    wording.register("mandate.changed", _("Enhetens platser ändrades från %(before_seats)s till %(after_seats)s"))
    remember("placements.mandatechange", "placements.view")
    for key, label in (
        ("seats", _("Platser")),
        ("version", _("Version")),
        ("unplaced_weeks", _("Veckor utan plats")),
        ("cost", _("Kostnad")),
        ("from_version", _("Från version")),
        ("edit", _("Ändring nummer")),
        ("blocks", _("Block")),
    ):
        wording.register_field(key, label)
    wording.register_field("open", _("Till alla, utan namn"), of="placements.swap")
    wording.register_field("late", _("Ändras sent, läkare"), of="placements.swap")
    wording.register_field("state", _("Läge"), show=_swap_state, of="placements.swap")
    wording.register_field("what", _("Vad"), show=_what, of="placements.plan")
