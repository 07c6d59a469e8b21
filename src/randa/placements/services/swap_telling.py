"""Telling the two learners, the planners and the units what happens to a swap; nobody is told what they did themselves."""

from collections.abc import Callable, Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from randa.core.clock import today
from randa.core.notifications.services import notify_all, settle
from randa.people.models import User
from randa.people.queries.holders import people_at, people_with
from randa.placements.kinds import OWN_PLACEMENTS, SWAP_DECISIONS, SWAPS, UNIT_PLACEMENTS
from randa.placements.models import Placement, Swap
from randa.placements.queries.comparison import Comparison


def of_proposal(actor: User, swap: Swap) -> None:
    """Tell whoever is asked: one person, or everybody who has a block of the area to come in the plan."""
    if swap.partner is not None:
        _tell(actor, swap, [swap.partner.learner], _asked)
        return
    rows = Placement.objects.filter(plan=swap.plan, area=swap.area, is_published=True, starts_on__gt=today())
    others = rows.exclude(enrolment=swap.proposer_id).filter(enrolment__learner__restricted_at=None)
    # No actor: an open proposal keeps the name.
    _tell(None, swap, [one.enrolment.learner for one in others.select_related("enrolment__learner")], _asked_openly)


def of_yes(actor: User, swap: Swap) -> None:
    """Tell the proposer that somebody will, and the planners when both have said yes."""
    if swap.state == Swap.State.OFFERED:
        _tell(None, swap, [swap.proposer.learner], _offered)
        return
    _tell(actor, swap, _two(swap), _agreed)
    regions = list(swap.plan.regions.all())
    found = [people_with("placements.publish", region.path, today()) for region in regions]
    planners = [one for one in found[0] if all(one in some for some in found)] if found else []
    notify_all(
        planners, SWAP_DECISIONS.key, _to_decide, "", reverse("placements:swap_decision", args=[swap.pk]), actor=actor,
        dedupe=_key(swap),
    )  # fmt: skip


def of_no(actor: User, swap: Swap, reason: str) -> None:
    """Tell the other one; call before the partner is forgotten."""
    settle(SWAP_DECISIONS.key, _key(swap))
    hidden = swap.is_open and swap.state != Swap.State.AGREED
    _tell(None if hidden else actor, swap, [one for one in _two(swap) if one.pk != actor.pk], _declined, reason)


def of_end(actor: User | None, swap: Swap) -> None:
    """Tell whoever waits that the proposal is withdrawn, or that its time is out."""
    settle(SWAP_DECISIONS.key, _key(swap))
    who = [one for one in _two(swap) if actor is None or one.pk != actor.pk]
    _tell(None, swap, who, _withdrawn if swap.state == Swap.State.WITHDRAWN else _expired)


def of_refusal(actor: User, swap: Swap, reason: str) -> None:
    """Tell both learners that the planner said no, and why."""
    settle(SWAP_DECISIONS.key, _key(swap))
    _tell(actor, swap, _two(swap), _refused, reason)


def of_approval(actor: User, swap: Swap, changes: Comparison, reason: str) -> None:
    """Tell both learners and the heads of both units that the plan is another."""
    settle(SWAP_DECISIONS.key, _key(swap))
    notify_all(
        _two(swap), OWN_PLACEMENTS.key, _approved, reason, reverse("placements:mine"), actor=actor, dedupe=_key(swap)
    )
    heads = people_at("capacity.edit", [unit.organisation for unit in changes.units], changes.notice.day)
    notify_all(
        [one for one in heads if one.pk != actor.pk], UNIT_PLACEMENTS.key, _at_unit, str(swap.plan),
        reverse("placements:plan_units", args=[swap.plan_id]), actor=actor, dedupe=_key(swap),
    )  # fmt: skip


def _tell(actor: User | None, swap: Swap, people: Iterable[User], title: Callable[[], str], body: str = "") -> None:
    notify_all(people, SWAPS.key, title, body, swap.get_absolute_url(), actor=actor)


def _two(swap: Swap) -> list[User]:
    return [swap.proposer.learner] + ([swap.partner.learner] if swap.partner is not None else [])


def _key(swap: Swap) -> str:
    return f"swap-{swap.pk}"


def _asked() -> str:
    return _("En kollega vill byta placering med dig")


def _asked_openly() -> str:
    return _("Någon vill byta en placering i ett område där du har en")


def _offered() -> str:
    return _("Någon vill byta placering med dig. Vill du?")


def _agreed() -> str:
    return _("Ni är överens om bytet. Planeraren avgör.")


def _to_decide() -> str:
    return _("Två läkare vill byta placering med varandra")


def _declined() -> str:
    return _("Den andra läkaren vill inte byta placering")


def _withdrawn() -> str:
    return _("Förslaget om byte har dragits tillbaka")


def _expired() -> str:
    return _("Förslaget om byte gäller inte längre: tiden gick ut")


def _refused() -> str:
    return _("Bytet av placering godkändes inte")


def _approved() -> str:
    return _("Bytet är godkänt: dina placeringar har ändrats")


def _at_unit() -> str:
    return _("Två läkare har bytt placering, och det berör din enhet")
