"""Telling heads of units what they are asked, and the planner what they answer; nobody is told what they did themselves."""

import datetime as dt
from collections.abc import Callable, Collection, Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from randa.core.clock import today
from randa.core.notifications.services import notify, notify_all, settle
from randa.core.ui.formats import day_words
from randa.people.models import User
from randa.people.queries.holders import holders_at
from randa.proposals.kinds import ANSWERS, ASKED, NEWS
from randa.proposals.models import ANSWER, Proposal, ProposedBlock
from randa.training.models import Unit


def of_question(actor: User, proposal: Proposal, units: Collection[Unit]) -> None:
    """Ask the heads of the units; one open notification a unit, until the unit has answered or the proposal is over."""
    _tell(proposal, units, ASKED.key, _asked(proposal.answer_by), proposal.letter, actor=actor, dedupe=_key)


def of_reminder(proposal: Proposal, units: Collection[Unit], day: dt.date, *, actor: User | None = None) -> None:
    """Remind the heads of units that have not answered; once a day at most."""
    _tell(
        proposal, units, ASKED.key, _reminded(proposal.answer_by), "", actor=actor,
        dedupe=lambda one, unit: f"{_key(one, unit)}-{day}",
    )  # fmt: skip


def of_end(actor: User, proposal: Proposal, units: Collection[Unit]) -> None:
    """Tell the heads that nothing is asked any more; what waited with them is done."""
    settle_units(proposal, units)
    _tell(proposal, units, NEWS.key, _withdrawn, "", actor=actor, dedupe=_key)


def settle_units(proposal: Proposal, units: Iterable[Unit]) -> None:
    """End what was asked of the units: answered, or over."""
    settle(ASKED.key, *(_key(proposal, unit) for unit in units))


def of_objection(actor: User, block: ProposedBlock) -> None:
    """Tell whoever sent the proposal that a unit cannot take somebody as proposed."""
    words = {"unit": block.unit}

    def title() -> str:
        if block.answer == ProposedBlock.Answer.OTHER:
            return _("%(unit)s föreslår andra veckor") % words
        return _("%(unit)s säger nej till ett block") % words

    _tell_sender(actor, block.proposal, title, str(block.reason or ""))


def of_all_answered(actor: User, proposal: Proposal) -> None:
    """Tell whoever sent the proposal that nothing waits any more."""
    _tell_sender(actor, proposal, lambda: _("Alla enheter har svarat på förslaget"), str(proposal.plan))


def of_silence(proposal: Proposal, units: int) -> None:
    """Tell whoever sent the proposal that the day has passed, and how many have not answered."""

    def title() -> str:
        return ngettext(
            "Svarstiden har gått ut, och %(n)d enhet har inte svarat",
            "Svarstiden har gått ut, och %(n)d enheter har inte svarat",
            units,
        ) % {"n": units}

    _tell_sender(None, proposal, title, str(proposal.plan), dedupe=f"silence-{proposal.pk}")


def _tell_sender(
    actor: User | None, proposal: Proposal, title: Callable[[], str], body: str, *, dedupe: str = ""
) -> None:
    sender = proposal.sent_by
    if sender is not None and (actor is None or actor.pk != sender.pk):
        notify(sender, ANSWERS.key, title, body, proposal.get_absolute_url(), actor=actor, dedupe=dedupe)


def _tell(
    proposal: Proposal, units: Collection[Unit], kind: str, title: Callable[[], str], body: str, *,
    actor: User | None, dedupe: Callable[[Proposal, Unit], str],
) -> None:  # fmt: skip
    heads = holders_at(ANSWER, [unit.organisation for unit in units], today())
    for unit in units:
        url = reverse("proposals:unit", args=[proposal.pk, unit.organisation.code])
        people = [one for one in heads.get(unit.pk, []) if actor is None or one.pk != actor.pk]
        if people:
            notify_all(people, kind, title, body, url, actor=actor, dedupe=dedupe(proposal, unit))


def _key(proposal: Proposal, unit: Unit) -> str:
    return f"proposal-{proposal.pk}-{unit.pk}"


def _asked(day: dt.date) -> Callable[[], str]:
    return lambda: (
        _("Ett förslag om vilka som kommer till din enhet väntar på svar senast %(day)s") % {"day": day_words(day)}
    )


def _reminded(day: dt.date) -> Callable[[], str]:
    return lambda: _("Påminnelse: förslaget till din enhet ska vara besvarat senast %(day)s") % {"day": day_words(day)}


def _withdrawn() -> str:
    return _("Förslaget till din enhet gäller inte längre. Du behöver inte svara.")
