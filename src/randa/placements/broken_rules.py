"""What the engine's judge says of a plan, in words for the planner: names and weeks instead of the problem's numbers."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from randa.core.periods import week_code
from randa.engines.planning.check import Broken, Rule
from randa.placements.planning import BuiltProblem

NAMES_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Naming:
    """What numbers stand for: a learner by doctor's number, a unit and an area by key, and a week's ISO code by its number."""

    learner: Callable[[int], str]
    unit: Callable[[int], str]
    area: Callable[[str], str]
    week: Callable[[int], str]


@dataclass(frozen=True, slots=True)
class FullUnit:
    """A unit with more learners than seats in a run of weeks (both included), and who sits there."""

    unit: int
    first_week: int
    last_week: int
    sentence: str


def in_words(built: BuiltProblem, broken: Sequence[Broken]) -> list[str]:
    """Return one sentence per unit and run of weeks, and one line per learner that breaks rules; nobody is named twice."""
    naming = Naming(
        learner=lambda number: str(built.enrolments[number].learner),
        unit=lambda number: str(built.units[number]),
        area=str,
        week=lambda week: week_code(built.monday(week)),
    )
    return [one.sentence for one in full_units(broken, naming)] + learner_lines(broken, naming)


def learner_lines(broken: Iterable[Broken], naming: Naming) -> list[str]:
    """Return one line per learner: the name, and each rule that is broken."""
    by_learner: dict[int, list[str]] = {}
    for one in broken:
        if one.doctor is not None:
            by_learner.setdefault(one.doctor, []).append(sentence(one, naming))
    return [
        _("%(name)s: %(faults)s") % {"name": naming.learner(number), "faults": " ".join(dict.fromkeys(said))}
        for number, said in by_learner.items()
    ]


def full_units(broken: Iterable[Broken], naming: Naming) -> list[FullUnit]:
    """Return the overdrawn units, neighbouring weeks as one run, by unit and week."""
    seats = [one for one in broken if one.rule == Rule.OVERFULL]
    found = []
    for _key, group in groupby(enumerate(seats), key=lambda pair: (pair[1].unit, (pair[1].week or 0) - pair[0])):
        run = [one for _place, one in group]
        found.append(_full_unit(run, naming))
    return found


def _full_unit(run: Sequence[Broken], naming: Naming) -> FullUnit:
    unit, first, last = run[0].unit or 0, run[0].week or 0, run[-1].week or 0
    worst = max(run, key=lambda one: (one.count - one.high, one.count))
    names = sorted({naming.learner(number) for one in run for number in one.sitters})
    shown = ", ".join(names[:NAMES_SHOWN]) + (" …" if len(names) > NAMES_SHOWN else "")
    span = naming.week(first) if first == last else f"{naming.week(first)}–{naming.week(last)}"
    said = _("%(unit)s, %(weeks)s: fler läkare än öppna platser (%(count)d på %(seats)d). Här sitter %(names)s.") % {
        "unit": naming.unit(unit),
        "weeks": span,
        "count": worst.count,
        "seats": worst.high,
        "names": shown,
    }
    return FullUnit(unit, first, last, said)


def sentence(one: Broken, naming: Naming) -> str:
    """Return what is wrong with a learner's programme, without the name."""
    values = {
        "area": naming.area(one.kind),
        "other": naming.area(one.other),
        "unit": "" if one.unit is None else naming.unit(one.unit),
        "count": one.count,
        "low": one.low,
        "high": one.high,
    }
    return _words(one) % values


def _words(one: Broken) -> str:
    counted = {
        Rule.START: lambda: ngettext(
            "Första blocket börjar %(count)d vecka efter tjänstens start.",
            "Första blocket börjar %(count)d veckor efter tjänstens start.",
            one.count,
        ),
        Rule.GAP: lambda: ngettext(
            "%(count)d vecka saknar block före %(area)s.", "%(count)d veckor saknar block före %(area)s.", one.count
        ),
        Rule.OVERLAP: lambda: ngettext(
            "På två ställen samtidigt %(count)d vecka: %(other)s och %(area)s.",
            "På två ställen samtidigt %(count)d veckor: %(other)s och %(area)s.",
            one.count,
        ),
        Rule.LENGTH: lambda: (
            _("Delarna av %(area)s är tillsammans %(count)d veckor. Programmet säger %(low)d–%(high)d.")
            if one.block is None
            else ngettext(
                "%(area)s är %(count)d vecka. Programmet säger %(low)d–%(high)d.",
                "%(area)s är %(count)d veckor. Programmet säger %(low)d–%(high)d.",
                one.count,
            )
        ),
        Rule.ACROSS_ABSENCE: lambda: ngettext(
            "%(area)s går över %(count)d veckas frånvaro. Platsen hålls hela tiden.",
            "%(area)s går över %(count)d veckors frånvaro. Platsen hålls hela tiden.",
            one.count,
        ),
    }
    return counted[one.rule]() if one.rule in counted else str(_plain().get(one.rule, one.words.replace("%", "%%")))


def _plain() -> dict[Rule, str]:
    return {
        Rule.NO_BLOCKS: _("Inga block är utlagda."),
        Rule.TOTAL: _("Blocken slutar efter %(count)d tjänstgöringsveckor. Programmet har %(high)d."),
        Rule.FOREIGN_KIND: _("%(area)s ingår inte i programmet."),
        Rule.OUTSIDE: _("%(area)s ligger utanför tjänsten."),
        Rule.NOT_AN_OPTION: _("%(unit)s går inte för %(area)s: fel område, eller för långt från hemmet."),
        Rule.MISSING: _("%(area)s saknas."),
        Rule.ORDER: _("%(other)s ska komma före %(area)s."),
        Rule.LOCK: _("%(area)s är låst och ligger inte där det låstes."),
        Rule.NO_PROGRAMME: _("Inga block är utlagda."),
    }
