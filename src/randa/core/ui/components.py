"""What the components need to know: areas, tones, icons, and how a form field is dressed."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django import forms
from django.contrib.messages.storage.base import Message
from django.forms import BoundField
from django.templatetags.static import static
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

_TONE_ICONS = {
    "neutral": "",
    "accent": "",
    "success": "circle-check",
    "warning": "triangle-alert",
    "danger": "circle-alert",
    "info": "info",
}
_PROVENANCE = {
    "a": _("Ur rådets eget underlag"),
    "b": _("Ur öppen källa"),
    "c": _("Overifierad uppgift"),
}
_ICON_SIZES = {"s": "icon icon-s", "m": "icon", "l": "icon icon-l"}
UNDO_TAG = "undo:"


@dataclass(frozen=True, slots=True)
class Area:
    """A placement area as the interface shows it: code, name and the light theme's colour (charts are drawn in it)."""

    code: str
    name: str | Promise
    colour: str


AREAS = {
    area.code: area
    for area in (
        Area("IM", _("Medicin"), "#2f6fb0"),
        Area("KIR", _("Kirurgi"), "#b5472a"),
        Area("AKU", _("Akut"), "#8f2d63"),
        Area("AM", _("Allmänmedicin"), "#2b7a4b"),
        Area("PSY", _("Psykiatri"), "#6b4fa3"),
        Area("VAL", _("Valbar"), "#7a6412"),
        Area("VFU", _("Studentplats"), "#3d6f78"),
        Area("FRA", _("Frånvaro"), "#6b7377"),
    )
}


def area_of(code: str) -> Area:
    """Return the area with this code; the case does not matter. Raises ValueError for an unknown one."""
    try:
        return AREAS[code.upper()]
    except KeyError:
        raise ValueError(f"area {code!r}; expected one of {', '.join(AREAS)}") from None


def check_tone(tone: str) -> str:
    """Return the icon that goes with a tone. Raises ValueError for an unknown one."""
    if tone not in _TONE_ICONS:
        raise ValueError(f"tone {tone!r}; expected one of {', '.join(_TONE_ICONS)}")
    return _TONE_ICONS[tone]


def provenance_words(kind: str) -> str | Promise:
    """Return what a provenance letter means. Raises ValueError for an unknown one."""
    if kind not in _PROVENANCE:
        raise ValueError(f"provenance {kind!r}; expected a, b or c")
    return _PROVENANCE[kind]


@cache
def icon_names() -> frozenset[str]:
    """Return the names that the icon file holds."""
    return frozenset(json.loads((Path(__file__).parent / "assets" / "icons.json").read_text()))


def icon_svg(name: str, *, size: str = "m", label: str = "") -> SafeString:
    """Return an icon's markup. Raises ValueError for a name or size that does not exist."""
    if name not in icon_names():
        raise ValueError(f"icon {name!r} is not in assets/icons.json")
    if size not in _ICON_SIZES:
        raise ValueError(f"icon size {size!r}; expected one of {', '.join(_ICON_SIZES)}")
    spoken = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    href = f"{static('ui/dist/icons.svg')}#{name}"
    return format_html('<svg class="{}" {}><use href="{}"></use></svg>', _ICON_SIZES[size], spoken, href)


def area_badge_markup(code: str, *, name: bool = True) -> SafeString:
    """Return an area's badge, for tags and for table cells."""
    area = area_of(code)
    label = format_html("{}", area.name) if name else ""
    title = "" if name else format_html(' title="{}"', area.name)
    return format_html(
        '<span class="area-badge"><span class="area-code" data-area="{}"{}>{}</span>{}</span>',
        area.code,
        title,
        area.code,
        label,
    )


def field_kind(bound: BoundField) -> str:
    """Return how a field is laid out: one tick box, several options under a legend, or a box under a label."""
    widget = bound.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "options"
    return "box"


def decorate_widget(bound: BoundField) -> SafeString:
    """Return the widget's markup with our classes, and with Django's own ids for help and errors."""
    if field_kind(bound) != "box":
        return bound.as_widget()
    if isinstance(bound.field, forms.ModelChoiceField) and bound.field.empty_label == "---------":
        bound.field.empty_label = _("Välj")
    css = "form-select" if isinstance(bound.field.widget, forms.Select) else "form-control"
    return bound.as_widget(attrs={"class": f"{bound.field.widget.attrs.get('class', '')} {css}".strip()})


@dataclass(frozen=True, slots=True)
class Toast:
    """A message in the corner; `undo_url` is posted to when the person changes their mind."""

    text: str
    tone: str
    icon: str
    undo_url: str


def messages_as_toasts(messages: list[Message]) -> list[Toast]:
    """Turn Django's messages into toasts."""
    icons = {"success": "circle-check", "warning": "triangle-alert", "error": "circle-alert"}
    toasts = []
    for message in messages:
        tone = message.level_tag
        extra = message.extra_tags or ""
        undo_url = extra.removeprefix(UNDO_TAG) if extra.startswith(UNDO_TAG) else ""
        toasts.append(Toast(str(message.message), tone, icons.get(tone, "info"), undo_url))
    return toasts
