"""What an event says to people: a sentence per action, and names for what changed. Each app registers its own words.

    wording.register("role.granted", _("%(subject)s fick rollen %(after_role)s"))
    wording.register_field("role", _("Roll"), names=role_names)
    wording.register_field("state", _("Läge"), show=wording.chosen(SharingAgreement.State), of="people.sharingagreement")

A sentence may name `object`, `subject`, and `before_<field>` and `after_<field>`; " av …" and the reason are added by the page.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Choices
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from randa.core.audit.naming import living, shown_name, uncovered
from randa.core.ui.formats import NO_VALUE, decimal

Text = str | Promise
Names = Callable[[Collection[str]], Mapping[str, str]]  # keys -> names, all of a page in one query
Changes = Callable[[Mapping[str, Any], Mapping[str, Any]], "list[Change]"]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class _Action:
    sentence: Text
    changes: Changes | None
    is_opening: bool


@dataclass(frozen=True, slots=True)
class _Field:
    label: Text
    show: Callable[[Any], str] | None
    names: Names | None


_ACTIONS: dict[str, _Action] = {}
_FIELDS: dict[tuple[str, str], _Field] = {}  # (kind of object or "", key)
_TYPES: dict[str, Text] = {}


def register(action: str, sentence: Text, *, changes: Changes | None = None, is_opening: bool = False) -> None:
    """Give an action its sentence; `changes` turns before and after into words where plain fields do not do.

    What `is_opening` shows somebody a record without changing it, and is listed as such for the person whom it concerns.
    """
    _ACTIONS[action] = _Action(sentence, changes, is_opening)


def register_field(
    key: str, label: Text, *, show: Callable[[Any], str] | None = None, names: Names | None = None, of: str = ""
) -> None:
    """Give a key of `before` and `after` its label, and how its value is shown: as it is, by `show`, or by name.

    `of` is the kind of object whose key it is, where other kinds mean something else by it.
    """
    _FIELDS[of, key] = _Field(label, show, names)


def chosen(choices: type[Choices]) -> Callable[[Any], str]:
    """Return what shows a stored choice by its label, in the reader's language; what is no choice any more stands as it is."""
    return lambda value: str(dict(choices.choices).get(value, value))


def _field(object_type: str, key: str) -> _Field | None:
    return _FIELDS.get((object_type, key)) or _FIELDS.get(("", key))


def register_type(label: str, name: Text) -> None:
    """Give a kind of object (`placements.plan`) its name in the search form."""
    _TYPES[label] = name


def is_opening(action: str) -> bool:
    """Tell whether an action shows a record without changing it."""
    return action in _ACTIONS and _ACTIONS[action].is_opening


def has_wording(action: str) -> bool:
    """Tell whether an action has a sentence."""
    return action in _ACTIONS


def action_choices() -> list[tuple[str, str]]:
    """Return every action with its sentence, names left open, for the search form; by sentence."""
    return sorted(((key, str(one.sentence) % _Blanks()) for key, one in _ACTIONS.items()), key=lambda pair: pair[1])


def type_choices() -> list[tuple[str, str]]:
    """Return every kind of object with its name, by name."""
    return sorted(((key, str(name)) for key, name in _TYPES.items()), key=lambda pair: pair[1])


def type_name(label: str) -> str:
    """Return the name of a kind of object; its label when nobody has named it."""
    return str(_TYPES.get(label, label))


class _Blanks(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "…"


class _Filled(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return NO_VALUE


class Words:
    """The words of many events: names are read once for all of them."""

    def __init__(self, events: Iterable[Any], people: Mapping[Any, Any]) -> None:
        events = list(events)
        self._people, self._rows = people, living(events)
        wanted: dict[Names, set[str]] = {}
        for event in events:
            for values in (event.before, event.after):
                for key, value in values.items():
                    if (field := _field(event.object_type, key)) and field.names:
                        wanted.setdefault(field.names, set()).update(_keys(value))
        self._names = {names: names(keys) for names, keys in wanted.items() if keys}

    def sentence(self, event: Any) -> str:
        """Return what was done, without who and why; the action's code when nobody has given it words."""
        action = _ACTIONS.get(event.action)
        if action is None:
            return f"{event.action}: {self.name(event)}"
        values = _Filled(object=self.name(event), subject=str(self._people.get(event.subject_id, NO_VALUE)))
        for side in ("before", "after"):
            values |= {f"{side}_{key}": self._shown(event, key, value) for key, value in getattr(event, side).items()}
        return str(action.sentence) % values

    def changes(self, event: Any) -> list[Change]:
        """Return what changed, field by field, in the order it was written."""
        action = _ACTIONS.get(event.action)
        if action is not None and action.changes is not None:
            return action.changes(event.before, event.after)
        keys = dict.fromkeys([*event.before, *event.after])
        found = [
            Change(
                label_of(key, event.object_type),
                *(self._shown(event, key, side.get(key)) for side in (event.before, event.after)),
            )
            for key in keys
            if event.before.get(key) != event.after.get(key)
        ]
        return [one for one in found if not one.before == one.after == NO_VALUE]  # made without it is no change

    def name(self, event: Any) -> str:
        """Return what the object of an event is called."""
        return shown_name(event, self._rows)

    def _shown(self, event: Any, key: str, value: Any) -> str:
        """Return a value as people read it: names for keys, dates as days, yes and no, a dash for nothing."""
        value, field = uncovered(event, key, value, self._rows), _field(event.object_type, key)
        if value is not None and value != "" and field is not None:
            if field.show is not None:
                return field.show(value) or NO_VALUE
            if field.names is not None:
                names = self._names.get(field.names, {})
                return ", ".join(names.get(one, one) for one in _keys(value)) or NO_VALUE
        return plain(value)


def _keys(value: Any) -> list[str]:
    """Return the keys that a value of a field with names holds: one, or several."""
    return [str(one) for one in (value if isinstance(value, list) else [value]) if one not in {None, ""}]


def label_of(key: str, object_type: str = "") -> str:
    """Return the label of a field; its key with spaces when nobody has given it one."""
    field = _field(object_type, key)
    return str(field.label) if field is not None else key.replace("_", " ")


def has_label(key: str, object_type: str) -> bool:
    """Tell whether somebody has given a key of an object's events a label."""
    return _field(object_type, key) is not None


def plain(value: Any) -> str:
    """Return a JSON value in words."""
    if value is None or value == "":
        return NO_VALUE
    if isinstance(value, bool):
        return _("ja") if value else _("nej")
    if isinstance(value, int | float):
        return decimal(value, 0 if float(value).is_integer() else 2)
    if isinstance(value, list):
        return ", ".join(plain(one) for one in value) or NO_VALUE
    if isinstance(value, dict):
        return "; ".join(f"{label_of(key)}: {plain(one)}" for key, one in value.items()) or NO_VALUE
    return _day_or_text(str(value))


def _day_or_text(text: str) -> str:
    try:
        return dt.date.fromisoformat(text).isoformat() if len(text) == 10 else text
    except ValueError:
        return text


def register_own_words() -> None:
    """The words of the log itself."""
    register("record.opened", gettext_lazy("Uppgifter om %(subject)s öppnades"), is_opening=True)
    register("audit.exported", gettext_lazy("Ett utdrag ur loggen togs ut (%(after_rows)s rader)"))
    register(
        "installation.restored", gettext_lazy("Databasen återställdes från en säkerhetskopia gjord %(after_made_at)s")
    )
    register_type("core_audit.auditexport", gettext_lazy("Utdrag ur loggen"))
    register_type("core_audit.chaincheck", gettext_lazy("Läsning av loggens kedja"))
    register_field("made_at", gettext_lazy("Gjord"))
    register_field("rows", gettext_lazy("Rader"))
    register_field("file_format", gettext_lazy("Filslag"))
    register_field("filters", gettext_lazy("Urval"))
    register_field("sha256", gettext_lazy("Filens kontrollsumma"))
