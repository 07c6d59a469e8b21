"""Background work as personal data: who started it."""

from django.utils.translation import gettext_lazy as _

from randa.core.personal_data import PUBLIC_TASK, DataKind, Rows, register

register(
    DataKind(
        key="jobs",
        label=_("Arbeten i bakgrunden"),
        purpose=_("Låta den som startat ett långt arbete följa det till sitt resultat"),
        legal_basis=PUBLIC_TASK,
        persons=_("Den som startar ett arbete"),
        data=_("Vad som startades, när, och hur det gick"),
        retention_class="jobs",
        rows=(
            Rows(
                "core_jobs.Job", "started_by", _("arbete som du har startat"), leave_out=("payload", "figures"),
                ends="finished_at", event=_("arbetet blev klart"),
            ),
        ),
        order=85,
    )
)  # fmt: skip
