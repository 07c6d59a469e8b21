"""A queue's rule, the place of somebody in it and what they must expect, in the words that everybody reads."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from randa.core.ui.formats import decimal, week
from randa.exchange.accounts import Account
from randa.exchange.models import OrderRule
from randa.exchange.queries.queues.picture import AHEAD
from randa.exchange.queue_order import Step
from randa.exchange.waits import History, Wait


def rule_words(rule: OrderRule) -> list[str]:
    """Return the steps of the order, first one first, and what a no means."""
    said = {
        Step.DEADLINE: _("Först går den vars sista vecka att börja ligger inom %(n)d veckor, den närmaste först.")
        % {"n": rule.deadline_weeks},
        Step.WAITING: _("Den som har väntat längst går före, räknat i hela perioder om %(n)d veckor.")
        % {"n": rule.waiting_weeks},
        Step.ACCOUNT: _("Den vars region har fått minst av sin andel de senaste %(n)d veckorna går före.")
        % {"n": rule.account_weeks},
    }
    return [
        *(said[Step(one)] for one in rule.steps),
        _("Står två lika går den före som ställdes i kö först."),
        _("Ett erbjudande gäller i %(days)d dagar. Därefter går platsen till nästa.") % {"days": rule.answer_days},
        ngettext(
            "Den som säger nej eller inte svarar behåller sin plats %(n)d gång. Därefter räknas väntetiden om från början.",
            "Den som säger nej eller inte svarar behåller sin plats %(n)d gånger. Därefter räknas väntetiden om från början.",
            rule.refusals_kept,
        )
        % {"n": rule.refusals_kept},
    ]


def behind_words(step: Step | None) -> str:
    """Return why somebody stands after the one before them; empty for the first."""
    if step is None:
        return ""
    return {
        Step.DEADLINE: _("den före har närmare till sin sista vecka"),
        Step.WAITING: _("den före har väntat längre"),
        Step.ACCOUNT: _("regionen före har mer att få av sin andel"),
        Step.QUEUED: _("den före ställdes i kö först"),
    }[step]


def wait_words(wait: Wait | None) -> str:
    """Return the expected wait as an interval, or that it cannot be said."""
    if wait is None:
        return _("svar väntas")
    if wait.low is not None:
        if wait.high is None:
            return _("minst %(low)d veckor") % {"low": wait.low}
        if wait.low == wait.high:
            return ngettext("ungefär %(n)d vecka", "ungefär %(n)d veckor", wait.low) % {"n": wait.low}
        return _("%(low)d–%(high)d veckor") % {"low": wait.low, "high": wait.high}
    if wait.earliest is not None:
        return _("tidigast %(week)s") % {"week": week(wait.earliest)}
    return _("går inte att säga")


def basis_words(wait: Wait) -> str:
    """Return what the estimate rests on, and what it leaves out."""
    words = [_history(wait.history)]
    if wait.low is not None:
        words.append(_("Åtta av tio får plats inom spannet, om de som står före tar det de erbjuds."))
    words.append(
        ngettext(
            "%(n)d plats är känd och ledig de närmaste %(weeks)d veckorna men inte släppt till kön.",
            "%(n)d platser är kända och lediga de närmaste %(weeks)d veckorna men inte släppta till kön.",
            wait.known,
        )
        % {"n": wait.known, "weeks": AHEAD}
        if wait.known
        else _("Inga lediga platser är kända de närmaste %(weeks)d veckorna.") % {"weeks": AHEAD}
    )
    return " ".join(words)


def _history(history: History) -> str:
    given = ngettext(
        "%(n)d plats har delats ut ur kön på %(weeks)d veckor", "%(n)d platser har delats ut ur kön på %(weeks)d veckor", history.seats
    ) % {"n": history.seats, "weeks": history.weeks}  # fmt: skip
    return (
        f"{given}."
        if history.says_something
        else _("%(given)s, vilket är för lite för att räkna på.") % {"given": given}
    )


def balance_words(account: Account) -> str:
    """Return what a region has to get, or has had beyond its share; before anything is given there is nothing to share."""
    if not account.received and not account.due:
        return _("inget att dela på än") if account.parts else _("har ingen andel")
    if abs(account.balance) < 0.5:
        return _("har fått sin andel")
    if account.balance < 0:
        return _("har %(weeks)s veckor att få") % {"weeks": decimal(-account.balance, 0)}
    return _("har fått %(weeks)s veckor mer än sin andel") % {"weeks": decimal(account.balance, 0)}
