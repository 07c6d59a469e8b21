"""The plan of posts as personal data: who owns, changed and tried what."""

from django.utils.translation import gettext_lazy as _

from randa.privacy.registry import PUBLIC_TASK, AtErasure, DataKind, Rows, register

register(
    DataKind(
        key="dimensioning",
        label=_("Ändringar av planerade tjänster"),
        purpose=_("Visa vem som ändrat eller svarar för en siffra i planen"),
        legal_basis=PUBLIC_TASK,
        persons=_("Den som planerar och beslutar tjänster"),
        data=_("Vem som ändrade, när, och kommentaren"),
        recipients=_("Regionerna i samma sjukvårdsregion"),
        retention_class="official",
        keeps_because=_("Arkivlagen 10 §: planen och dess ändringar är allmänna handlingar. De pekar på kontot utan namn."),
        rows=(
            Rows("dimensioning.PlannedPosts", "owner", _("planerade tjänster som du svarar för"), AtErasure.KEEP),
            Rows("dimensioning.PlanRevision", "saved_by", _("ändring av planen"), AtErasure.KEEP),
            Rows("dimensioning.PatientNeed", "recorded_by", _("regel om patientunderlag som du har registrerat"), AtErasure.KEEP),
            Rows("dimensioning.AreaBudget", "recorded_by", _("budget för platser som du har registrerat"), AtErasure.KEEP),
            Rows("dimensioning.Scenario", "created_by", _("scenario"), AtErasure.KEEP),
        ),
        order=70,
    )
)  # fmt: skip
register(
    DataKind(
        key="drafts",
        label=_("Utkast till planen"),
        purpose=_("Spara det som någon klistrat in eller läst in tills det är granskat"),
        legal_basis=PUBLIC_TASK,
        persons=_("Den som planerar tjänster"),
        data=_("Raderna som de skrevs, filens namn och kommentaren"),
        retention_class="drafts",
        rows=(
            Rows("dimensioning.PlanInput", "made_by", _("inläst tabell"), ends="made_at", event=_("tabellen lästes in")),
        ),
        order=71,
    )
)  # fmt: skip
