"""From raw rows to changes: every row either becomes a change or comes back with a reason and what to do."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from randa.dimensioning.plan.changes import CellChange, CellKey, Refusal
from randa.dimensioning.plan.figures import FIRST_YEAR, LAST_YEAR, MAX_POSTS, BadNumber, parse_posts, parse_year
from randa.dimensioning.plan.names import AMBIGUOUS_BT, POST_TYPE_NAMES, RegionNames, post_type_code
from randa.dimensioning.plan.rows import RawRow

MAX_SOURCE, MAX_COMMENT = 300, 500
_SHOWN = 40  # letters of a refused value that are repeated in the reason
_STATUSES = {
    "": None, "utkast": "draft", "draft": "draft", "beslutad": "decided", "beslutat": "decided", "decided": "decided",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReadRows:
    """The changes and the refused rows of one writing, each in the order it was written."""

    changes: tuple[CellChange, ...]
    refused: tuple[Refusal, ...]


def read_rows(rows: Sequence[RawRow], names: RegionNames, *, seen: int | None) -> ReadRows:
    """Read every row on its own, then refuse all rows that speak about the same cell: nobody knows which was meant."""
    changes: list[CellChange] = []
    refused: list[Refusal] = []
    for place, row in enumerate(rows):
        result = _read(row, names, seen)
        if isinstance(result, CellChange):
            changes.append(replace(result, place=place))
        else:
            refused.append(replace(result, place=place))
    lines = defaultdict(list)
    for change in changes:
        lines[change.key].append(change.line)
    refused += [_twice(change, lines[change.key]) for change in changes if len(lines[change.key]) > 1]
    once = tuple(change for change in changes if len(lines[change.key]) == 1)
    return ReadRows(once, tuple(sorted(refused, key=lambda one: one.place)))


def _read(row: RawRow, names: RegionNames, seen: int | None) -> CellChange | Refusal:
    region = names.code_of(row.region)
    year = parse_year(row.year)
    post_type = post_type_code(row.post_type)
    posts = parse_posts(row.posts)
    if region is None:
        return _unknown_region(row, names)
    if year is None:
        return _bad_year(row)
    if post_type is None or post_type == AMBIGUOUS_BT:
        return _bad_post_type(row, post_type)
    if isinstance(posts, BadNumber):
        return _NUMBER_REFUSALS[posts](row)
    status = None if row.status is None else _STATUSES.get(row.status.strip().casefold(), row.status)
    if status not in {None, "draft", "decided"}:
        return _bad_status(row)
    source, comment = one_line(row.source), one_line(row.comment)
    if len(source or "") > MAX_SOURCE or len(comment or "") > MAX_COMMENT:
        return _too_long()
    return CellChange(CellKey(region, year, post_type), posts, status, source, comment, seen, row.line)


def one_line(text: str | None) -> str | None:
    """Return a text on one line without control characters; None stays None."""
    if text is None:
        return None
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def _short(text: str) -> str:
    bare = one_line(text) or ""
    return bare if len(bare) <= _SHOWN else f"{bare[:_SHOWN]}…"


def _unknown_region(row: RawRow, names: RegionNames) -> Refusal:
    if not row.region.strip():
        reason, remedy = _("Regionen saknas."), _("Skriv regionens namn eller kod, till exempel Dalarna eller REG-20.")
    else:
        reason = _("Regionen ”%(region)s” finns inte.") % {"region": _short(row.region)}
        guess = names.nearest(row.region)
        remedy = (
            _("Menade du %(name)s?") % {"name": guess}
            if guess
            else _("Skriv namnet på en av de 21 regionerna, eller dess kod.")
        )
    return Refusal("unknown_region", reason, remedy)


def _bad_year(row: RawRow) -> Refusal:
    reason = _("”%(year)s” är inte ett år i planen.") % {"year": _short(row.year)}
    remedy = _("Skriv ett år med fyra siffror, %(first)d–%(last)d.") % {"first": FIRST_YEAR, "last": LAST_YEAR}
    return Refusal("bad_year", reason, remedy)


def _bad_post_type(row: RawRow, found: str | None) -> Refusal:
    if found == AMBIGUOUS_BT:
        reason = _("BT kan vara fristående eller integrerad.")
        return Refusal("ambiguous_post_type", reason, _("Skriv BT fristående eller BT integrerad."))
    reason = _("Tjänstetypen ”%(type)s” finns inte.") % {"type": _short(row.post_type)}
    known = ", ".join(POST_TYPE_NAMES.values())
    return Refusal("unknown_post_type", reason, _("Välj en av %(known)s.") % {"known": known})


def _bad_status(row: RawRow) -> Refusal:
    reason = _("Statusen ”%(status)s” finns inte.") % {"status": _short(row.status or "")}
    return Refusal("bad_status", reason, _("Skriv utkast eller beslutad."))


def _too_long() -> Refusal:
    reason = _("Källan eller kommentaren är för lång.")
    remedy = _("Källan får ha %(source)d tecken och kommentaren %(comment)d.")
    return Refusal("too_long", reason, remedy % {"source": MAX_SOURCE, "comment": MAX_COMMENT})


def _twice(change: CellChange, lines: Sequence[int]) -> Refusal:
    shown = ", ".join(str(line) for line in lines[:5]) + (" …" if len(lines) > 5 else "")
    reason = _("Samma region, år och tjänst står på flera rader: %(lines)s.") % {"lines": shown}
    return Refusal("twice", reason, _("Behåll en av raderna och ta bort de andra."), change.place, change.key)


def _letters(row: RawRow) -> Refusal:
    reason = _("”%(posts)s” är inte ett tal.") % {"posts": _short(row.posts)}
    return Refusal("not_a_number", reason, _("Skriv bara siffror, till exempel 24."))


def _negative(row: RawRow) -> Refusal:
    reason = _("%(posts)s är färre än noll tjänster.") % {"posts": _short(row.posts)}
    return Refusal("negative", reason, _("Skriv 0 eller fler, eller lämna tomt om inget är planerat."))


def _decimal(row: RawRow) -> Refusal:
    reason = _("%(posts)s är inte ett helt antal tjänster.") % {"posts": _short(row.posts)}
    return Refusal("decimal", reason, _("Planen räknar personer som börjar. Skriv ett heltal."))


def _too_big(row: RawRow) -> Refusal:
    reason = _("%(posts)s är fler än en region kan planera.") % {"posts": _short(row.posts)}
    return Refusal("too_big", reason, _("Kontrollera siffran. Planen tar högst %(most)d.") % {"most": MAX_POSTS})


_NUMBER_REFUSALS: dict[BadNumber, Callable[[RawRow], Refusal]] = {
    BadNumber.LETTERS: _letters,
    BadNumber.NEGATIVE: _negative,
    BadNumber.DECIMAL: _decimal,
    BadNumber.TOO_BIG: _too_big,
}
