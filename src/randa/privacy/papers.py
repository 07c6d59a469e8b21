"""The register and the protocol of a removal as papers."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from randa.core.clock import today
from randa.core.ui.components import provenance_words
from randa.organisations.models import Organisation
from randa.privacy.documents import document
from randa.privacy.models import RetentionRun
from randa.privacy.queries import details_of, lines_of, register_of
from randa.privacy.registry import DataKind


def register_paper(organisation: Organisation) -> bytes:
    """Return the register of processing of a controller (article 30) as a tagged PDF."""
    details = details_of(organisation)
    facts = [
        [_("Personuppgiftsansvarig"), organisation.name],
        [_("Organisationsnummer"), organisation.org_no or _("saknas")],
        [_("Kontakt"), details.contact or _("saknas")],
        [_("Dataskyddsombud"), details.protection_officer or _("saknas")],
        [_("Personuppgiftsbiträden"), ", ".join(details.processors.split("\n")) or _("inga angivna")],
        [_("Överföring till tredjeland"), _("Ingen: Randa skickar inga uppgifter utanför installationen.")],
        [_("Skyddsåtgärder"), " ".join(filter(None, [measures(), details.measures]))],
    ]
    sections: list[dict[str, Any]] = [{"title": _("Personuppgiftsansvarig"), "facts": facts}]
    for entry in register_of(organisation):
        kind = entry.kind
        sections.append(
            {
                "title": str(kind.label),
                "facts": [
                    [_("Ändamål"), str(kind.purpose)],
                    [_("Rättslig grund"), _basis(kind)],
                    [_("Vilka det gäller"), str(kind.persons)],
                    [_("Uppgifter"), f"{kind.data} ({kind.sensitivity.label})"],
                    [_("Vilka som ser uppgifterna"), str(kind.recipients)],
                    [_("Hur länge"), ". ".join(filter(None, [entry.how_long, entry.period.decision]))],
                ],
            }
        )  # fmt: skip
    return document(
        title=_("Registerförteckning"),
        lead=_("Behandlingar av personuppgifter i Randa enligt dataskyddsförordningen artikel 30."),
        sections=sections,
        day=today().isoformat(),
        source=organisation.name,
    )


def own_paper(controllers: list[Organisation]) -> bytes:
    """Return "Så behandlar vi dina uppgifter" as a tagged PDF."""
    place = controllers[0] if controllers else None
    return document(
        title=_("Så behandlar vi dina uppgifter"),
        lead=_("Det här sparar Randa om dig, varför, och hur länge."),
        sections=[
            {
                "title": str(entry.kind.label),
                "facts": [
                    [_("Uppgifter"), str(entry.kind.data)],
                    [_("Ändamål"), str(entry.kind.purpose)],
                    [_("Vilka som ser uppgifterna"), str(entry.kind.recipients)],
                    [_("Hur länge"), entry.how_long],
                ],
            }
            for entry in register_of(place)
        ],
        day=today().isoformat(),
        source=", ".join(one.name for one in controllers),
    )


def protocol(run: RetentionRun) -> bytes:
    """Return the protocol of a removal: who, when, what in figures, by which decision; nothing about any person removed."""
    head = [_("Uppgifter"), _("Åtgärd"), _("Frist"), _("Grund"), _("Antal"), _("Tidsspann")]
    rows = [
        [
            str(one.kind.label if one.kind else one.line.kind) + (f": {one.rows.what}" if one.rows else ""),
            _("raderades") if one.line.action == "remove" else _("avidentifierades"),
            one.period,
            one.line.decision,
            f"{one.line.removed}/{one.line.planned}",
            f"{one.line.first_end or ''} – {one.line.last_end or ''}",
        ]
        for one in lines_of(run, samples=False)
    ]
    facts = [
        [_("Organisation"), run.organisation.name],
        [_("Föreslaget av"), f"{run.proposed_by}, {_moment(run.proposed_at)}"],
        [_("Godkänt av"), f"{run.decided_by}, {_moment(run.decided_at)}"],
        [_("Genomfört"), _moment(run.applied_at)],
        [_("Planens kontrollsumma"), run.plan_sha256],
    ]
    return document(
        title=_("Gallringsprotokoll"),
        lead=_("Det som gallrades, i antal. Protokollet innehåller inga uppgifter om dem som det gällde."),
        sections=[{"title": _("Beslut"), "facts": facts}, {"title": _("Gallrat"), "head": head, "rows": rows}],
        day=today().isoformat(),
        source=run.organisation.name,
    )


def measures() -> str:
    """Return the technical measures of Randa in a sentence each."""
    return _(
        "Två faktorer vid inloggning. Åtkomst efter roll, också i databasen. Identitetsnummer och skäl till frånvaro krypteras. "
        "Varje ändring och varje öppnad uppgift loggas i en kedja som avslöjar ändringar. Gallring kräver två personer."
    )


def _basis(kind: DataKind) -> str:
    basis = kind.legal_basis
    return f"{_('artikel')} {basis.article}. {basis.law} ({provenance_words(basis.provenance)})"


def _moment(value: Any) -> str:
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M}" if value else ""
