"""What a merge of two accounts does to cases about personal data."""

from django.utils.translation import gettext_lazy as _

from randa.core.merging import keep, move, refuse, register

register(
    refuse(
        "privacy.PrivacyRequest.person", _("begäranden om personuppgifter"),
        _("Båda kontona har en begäran av samma slag som väntar på svar. Besvara den ena först."), "kind",
        state="open", kind__in=["access", "restriction", "erasure"],
    ),
    move("privacy.AccessExport.person", _("utdrag ur personuppgifter")),
    move("privacy.LegalHold.person", _("undantag från gallring")),
    *keep(
        "privacy.PrivacyRequest.noted_by", "privacy.PrivacyRequest.answered_by", "privacy.AccessExport.asked_by",
        "privacy.RetentionPeriod.set_by", "privacy.LegalHold.placed_by", "privacy.LegalHold.lifted_by",
        "privacy.RetentionRun.proposed_by", "privacy.RetentionRun.decided_by", "privacy.RetentionRun.applied_by",
    ),
)  # fmt: skip
