"""The papers of a register: a copy for release, a decision not to release, and the public register."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from django.utils import translation
from django.utils.translation import gettext as _

from randa.core.clock import today
from randa.organisations.models import Organisation
from randa.privacy.documents import document as paper_of
from randa.records.masking import sign_of
from randa.records.models import Refusal, RegisteredDocument


class Covers(Protocol):
    """What a copy leaves out of the line."""

    @property
    def concerns(self) -> bool: ...
    @property
    def counterpart(self) -> bool: ...
    @property
    def section(self) -> str: ...


def copy_paper(document: RegisteredDocument, text: str, counts: Mapping[str, int], cover: Covers) -> bytes:
    """Return a copy for release as a tagged PDF: the line of the register, the text as masked, and what was masked under which section."""
    hidden = sign_of(cover.section)
    facts = [
        [_("Diarienummer"), document.mark],
        [_("Datum"), document.on.isoformat()],
        [_("Slag"), document.get_direction_display()],
        [_("Avsändare eller mottagare"), hidden if cover.counterpart else document.counterpart or "–"],
        [_("Ärendemening"), hidden if cover.concerns else document.concerns],
    ]
    sections = [{"title": _("Ur registret"), "facts": facts}]
    if text.strip():
        sections.append({"title": _("Handlingens text"), "text": text.strip()})
    if counts:
        masked = [[section, _("%(count)d maskningar") % {"count": count}] for section, count in sorted(counts.items())]
        sections.append({"title": _("Det som är maskat"), "facts": masked})
    return paper_of(
        title=_("Kopia av %(mark)s") % {"mark": document.mark},
        lead=_("Det som är maskat finns inte i den här filen."),
        sections=sections,
        day=today().isoformat(),
        source=document.register.organisation.name,
    )


@translation.override("sv")
def refusal_paper(refusal: Refusal) -> bytes:
    """Return the decision not to release a document, with its reason and how to appeal."""
    document = refusal.document
    facts = [
        [_("Diarienummer"), document.mark],
        [_("Begäran kom in"), refusal.requested_on.isoformat()],
        [_("Beslutet fattades"), refusal.decided_on.isoformat()],
        [_("Beslutat av"), str(refusal.decided_by)],
        [_("Lagrum"), refusal.section],
    ]
    return paper_of(
        title=_("Beslut att inte lämna ut en handling"),
        lead=_("Handlingen, eller delar av den, lämnas inte ut."),
        sections=[
            {"title": _("Beslut"), "facts": facts},
            {"title": _("Skäl"), "text": refusal.reason},
            {"title": _("Så överklagar du"), "text": refusal.appeal},
        ],
        day=today().isoformat(),
        source=document.register.organisation.name,
    )


@translation.override("sv")
def register_paper(organisation: Organisation, documents: Iterable[RegisteredDocument], year: int) -> bytes:
    """Return the public register of a year. `documents` come from `public_lines()`: nothing kept apart is in them."""
    rows = [
        [
            one.mark,
            one.on.isoformat(),
            one.get_direction_display(),
            getattr(one, "public_counterpart", "") or "–",
            getattr(one, "public_concerns", "") or "–",
        ]
        for one in documents
    ]
    head = [
        _("Diarienummer"),
        _("Datum"),
        _("Slag"),
        _("Avsändare eller mottagare"),
        _("Ärendemening"),
    ]
    return paper_of(
        title=_("Register %(year)d") % {"year": year},
        lead=_("Uppgifter som hålls avskilda enligt offentlighets- och sekretesslagen 5 kap. 2 § är utelämnade."),
        sections=[{"title": _("Handlingar"), "head": head, "rows": rows}],
        day=today().isoformat(),
        source=organisation.name,
    )
