"""The components as tags. Each has a Python signature, so that a misspelt attribute fails when the page is first drawn."""

import datetime as dt
from typing import Any

from django import template
from django.contrib.messages.storage.base import Message
from django.forms import BaseForm, BoundField
from django.template.context import RequestContext
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from randa.core.ui import formats
from randa.core.ui.components import (
    area_badge_markup,
    area_of,
    check_tone,
    decorate_widget,
    field_kind,
    icon_svg,
    messages_as_toasts,
)
from randa.core.ui.components import provenance_words as _provenance_words
from randa.core.ui.table_rows import shown

register = template.Library()
Text = str | Promise

register.filter("signed", formats.signed)
register.filter("week", formats.week)
register.filter("week_words", formats.week_words)
register.filter("day_words", formats.day_words)
register.filter("decimal_sv", formats.decimal)
register.filter("amount", formats.amount)


@register.filter
def period(holder: Any) -> str:
    """Show the half-open period of an object with `starts_on` and `ends_before`, or of a pair, to its last day."""
    starts_on, ends_before = holder if isinstance(holder, tuple | list) else (holder.starts_on, holder.ends_before)
    return formats.period(starts_on, ends_before)


@register.filter
def last_day(ends_before: dt.date | None) -> str:
    """Show the last day of a half-open period in words."""
    return formats.day_words(ends_before - dt.timedelta(days=1) if ends_before else None)


@register.simple_tag
def share(part: formats.Number | None, whole: formats.Number | None, places: int = 0) -> str:
    """Write a per cent with its n/N."""
    return formats.share(part, whole, places)


@register.simple_tag
def cell_text(value: Any) -> str:
    """Write a plain value as a table cell does; a number with a fraction gets one decimal."""
    return shown(value, 0 if not isinstance(value, float) or value.is_integer() else 1)


@register.simple_tag
def icon(name: str, *, size: str = "m", label: Text = "") -> SafeString:
    """Draw an icon; give `label` only when no word stands beside it."""
    return icon_svg(name, size=size, label=str(label))


@register.inclusion_tag("ui/badge.html")
def badge(text: Text, *, tone: str = "neutral", icon: str = "") -> dict[str, Any]:
    """A state in a word. A tone brings its own icon, so that colour is never alone."""
    default = check_tone(tone)
    return {"text": text, "tone": tone, "icon": icon or default}


@register.simple_tag
def area_badge(code: str, *, name: bool = True) -> SafeString:
    """A placement area: its colour, its code and, unless `name` is False, its name."""
    return area_badge_markup(code, name=name)


@register.inclusion_tag("ui/crumb.html")
def crumb(label: Text, url: str = "") -> dict[str, Any]:
    """One step of the breadcrumbs; without an address it is the page itself."""
    return {"label": label, "url": url}


@register.simple_block_tag
def page_header(content: str, title: Text, *, lead: Text = "", source: Text = "", badge: Text = "") -> SafeString:
    """The page's only h1, one sentence about what the page is for, and the actions that stand inside the block."""
    values = {"title": title, "lead": lead, "source": source, "badge": badge, "actions": SafeString(content.strip())}
    return render_to_string("ui/page_header.html", values)


@register.inclusion_tag("ui/tabs.html")
def tabs(items: list[dict[str, Any]], current: str, *, label: Text = "") -> dict[str, Any]:
    """Tabs that are links. Each item: `key`, `label`, `url` and, if wanted, `count`."""
    return {"items": items, "current": current, "label": label or _("Flikar")}


@register.inclusion_tag("ui/empty_state.html")
def empty_state(
    title: Text, text: Text, *, action_url: str = "", action_label: Text = "", icon: str = "inbox"
) -> dict[str, Any]:
    """Say warmly that there is nothing, and what to do."""
    return {"title": title, "text": text, "action_url": action_url, "action_label": action_label, "icon": icon}


@register.inclusion_tag("ui/progress.html")
def progress(value: formats.Number | None, total: formats.Number, label: Text, *, unit: Text = "") -> dict[str, Any]:
    """How far something has come, in words and as a bar; `value` None draws a bar without an end."""
    return {"value": value, "total": total, "label": label, "unit": unit}


@register.inclusion_tag("ui/key_figure.html")
def key_figure(
    label: Text, value: Any, *, unit: Text = "", n_of: Text = "", note: Text = "", tone: str = "neutral", url: str = ""
) -> dict[str, Any]:
    """One figure that people ask for first. Stands inside `<dl class="tiles">`; `value` is text or a formatted number."""
    icon = check_tone(tone)
    return {
        "label": label, "value": value, "unit": unit, "n_of": n_of, "note": note, "tone": tone, "icon": icon, "url": url,
    }  # fmt: skip


@register.inclusion_tag("ui/notice.html")
def notice(text: Text, *, tone: str = "info", title: Text = "") -> dict[str, Any]:
    """A sentence that belongs to the page, not to an event."""
    return {"text": text, "tone": tone, "icon": check_tone(tone) or "info", "title": title}


@register.inclusion_tag("ui/provenance.html")
def provenance(kind: str, *, source: Text = "") -> dict[str, Any]:
    """Where a fact comes from: a (own source), b (open source), c (not verified, said in words)."""
    return {"kind": kind, "words": _provenance_words(kind), "source": source}


@register.inclusion_tag("ui/field.html")
def field(bound: BoundField, *, unit: Text = "", wide: bool = False) -> dict[str, Any]:
    """A form field: label above, help under it, error under the field, unit inside it; "optional" only where something else is not."""
    optional = not bound.field.required and any(one.required for one in bound.form.fields.values())
    values = {"field": bound, "widget": decorate_widget(bound), "kind": field_kind(bound), "unit": unit, "wide": wide}
    return {**values, "optional": optional}


@register.inclusion_tag("ui/form_errors.html")
def form_errors(form: BaseForm, *, focus: bool = True) -> dict[str, Any]:
    """A summary at the top that links to each field that needs another look, and takes the focus when the page opens."""
    fields = [bound for bound in form if bound.errors] if form.is_bound else []
    count = len(fields) + (len(form.non_field_errors()) if form.is_bound else 0)
    return {"form": form, "fields": fields, "count": count, "focus": focus}


@register.inclusion_tag("ui/toasts.html", takes_context=True)
def toast_region(context: RequestContext) -> dict[str, Any]:
    """Where messages show up; part of the frame. An undo is a small form, so it works without JavaScript."""
    found: list[Message] = list(context.get("messages") or ())
    return {"toasts": messages_as_toasts(found), "csrf_token": context.get("csrf_token")}


@register.simple_block_tag
def dialog(content: str, dialog_id: str, title: Text) -> SafeString:
    """A dialog that `<button data-dialog-open="dialog_id">` opens."""
    return render_to_string("ui/dialog.html", {"id": dialog_id, "title": title, "content": content, "css": "dialog"})


@register.simple_block_tag
def side_panel(content: str, panel_id: str, title: Text) -> SafeString:
    """A panel at the right edge for the details of one row; opened like a dialog."""
    values = {"id": panel_id, "title": title, "content": content, "css": "dialog side-panel"}
    return render_to_string("ui/dialog.html", values)


@register.simple_block_tag
def menu(content: str, label: Text, *, icon: str = "", css: str = "btn") -> SafeString:
    """A button with a menu of links and buttons; opens without JavaScript."""
    return render_to_string("ui/menu.html", {"label": label, "icon": icon, "css": css, "content": content})


@register.simple_tag
def area_attr(code: str) -> SafeString:
    """`data-area="PSY"` for any element that is to carry an area's colour. Fails for an unknown code."""
    return format_html('data-area="{}"', area_of(code).code)
