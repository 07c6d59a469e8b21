"""The log of changes as personal data: about whoever acted, and whoever it concerned."""

from django.utils.translation import gettext_lazy as _

from randa.core.personal_data import SECURITY, AtErasure, DataKind, Rows, register

_ABOUT_OTHERS = (
    "object_name",
    "object_id",
    "before",
    "after",
    "reason",
    "request_id",
    "organisation_path",
    "scopes",
)

register(
    DataKind(
        key="audit",
        label=_("Ändringslogg"),
        purpose=_("Kunna visa vem som gjorde vad, när och varför, och upptäcka obehörig åtkomst"),
        legal_basis=SECURITY,
        persons=_("Alla som har ett konto"),
        data=_("Vem, när, vad som ändrades eller öppnades, och skälet"),
        recipients=_("Granskare i organisationen; tillsynsmyndigheter på begäran"),
        retention_class="audit",
        keeps_because=_(
            "Artikel 17.3 b, artikel 32 och cybersäkerhetslagen (2025:1506): loggen behövs för att visa att uppgifterna skyddas. "
            "Den pekar på kontot, som inte längre säger vem det var."
        ),
        rows=(
            Rows(
                "core_audit.AuditEvent", "actor", _("det du har gjort i Randa"), AtErasure.KEEP,
                leave_out=_ABOUT_OTHERS,
            ),
            Rows(
                "core_audit.AuditEvent",
                "subject",
                _("det som andra har gjort med dina uppgifter"),
                AtErasure.KEEP,
                leave_out=(*_ABOUT_OTHERS, "address", "session_mark"),
                acted=("actor",),
            ),
            Rows("core_audit.AuditExport", "made_by", _("utdrag ur loggen som du har tagit ut"), AtErasure.KEEP, leave_out=("filters",)),
            Rows("core_audit.ChainCheck", "started_by", _("kontroll av loggen som du har startat"), AtErasure.KEEP, leave_out=("faults",)),
        ),
        order=80,
    )
)  # fmt: skip
