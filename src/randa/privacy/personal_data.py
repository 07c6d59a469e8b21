"""The work with personal data is personal data too: who asked, who answered, who removed."""

from django.utils.translation import gettext_lazy as _

from randa.core.personal_data import OPENNESS, AtErasure, DataKind, Rows, Words, register

_OF_OTHERS = {
    "privacy.LegalHold": ("person", "reason", "lifted_because"),
    "privacy.PrivacyRequest": ("person", "text", "answer", "about", "extended_because"),
    "privacy.AccessExport": ("person", "content", "reason"),
}


def _done_by(model: str, field: str, what: Words) -> Rows:
    """Return the rows where the person acted as an officer; what they say about others is left out of an export."""
    return Rows(model, field, what, AtErasure.KEEP, leave_out=_OF_OTHERS.get(model, ()))


register(
    DataKind(
        key="access_exports",
        label=_("Utdrag"),
        purpose=_("Lämna ut det som finns om en person till personen själv"),
        legal_basis=OPENNESS,
        persons=_("Den som ber om ett utdrag"),
        data=_("Filen i en vecka, och när den hämtades"),
        retention_class="privacy",
        rows=(
            Rows(
                "privacy.AccessExport",
                "person",
                _("utdrag ur dina uppgifter"),
                leave_out=("content",),
                acted=("asked_by",),
                ends="asked_at",
                event=_("utdraget begärdes"),
            ),
        ),
        order=90,
    )
)
register(
    DataKind(
        key="privacy_requests",
        label=_("Begäranden om personuppgifter"),
        purpose=_("Svara på begäranden i tid och kunna visa det"),
        legal_basis=OPENNESS,
        persons=_("Den som begär något om sina uppgifter, och handläggaren"),
        data=_("Begäran, svaret, datum och handläggare"),
        retention_class="privacy",
        keeps_because=_(
            "Artikel 5.2 och arkivlagen 10 §: begäran och svaret är allmänna handlingar och visar att svaret kom i tid."
        ),
        rows=(
            Rows(
                "privacy.PrivacyRequest",
                "person",
                _("begäran"),
                AtErasure.KEEP,
                acted=("noted_by", "answered_by"),
                ends="answered_on",
                event=_("begäran besvarades"),
            ),
        ),
        order=91,
    )
)
register(
    DataKind(
        key="privacy_work",
        label=_("Gallring och undantag från gallring"),
        purpose=_("Visa vem som föreslog, godkände och genomförde en gallring"),
        legal_basis=OPENNESS,
        persons=_("Handläggare och granskare; den som ett undantag gäller"),
        data=_("Vem, när, skäl och beslut"),
        retention_class="official",
        keeps_because=_(
            "Arkivlagen 10 §: protokoll över gallring är allmänna handlingar. De pekar på kontot utan namn."
        ),
        rows=(
            Rows(
                "privacy.LegalHold",
                "person",
                _("undantag från gallring"),
                AtErasure.KEEP,
                acted=("placed_by", "lifted_by"),
            ),
            _done_by("privacy.LegalHold", "placed_by", _("undantag som du har beslutat")),
            _done_by("privacy.LegalHold", "lifted_by", _("undantag som du har hävt")),
            _done_by("privacy.RetentionRun", "proposed_by", _("gallring som du har föreslagit")),
            _done_by("privacy.RetentionRun", "decided_by", _("gallring som du har godkänt eller avvisat")),
            _done_by("privacy.RetentionRun", "applied_by", _("gallring som du har startat")),
            _done_by("privacy.RetentionPeriod", "set_by", _("gallringsfrist som du har angett")),
            _done_by("privacy.PrivacyRequest", "noted_by", _("begäran som du har fört in")),
            _done_by("privacy.PrivacyRequest", "answered_by", _("begäran som du har besvarat")),
            _done_by("privacy.AccessExport", "asked_by", _("utdrag som du har begärt")),
        ),
        order=92,
    )
)
