"""Who registered what a week is paid with."""

from django.utils.translation import gettext_lazy as _

from randa.core.personal_data import PUBLIC_TASK, AtErasure, DataKind, Rows, register

register(
    DataKind(
        key="rates",
        label=_("Registrerad ersättning"),
        purpose=_("Visa vem som registrerade vad en vecka ersätts med"),
        legal_basis=PUBLIC_TASK,
        persons=_("Den som hanterar ersättning"),
        data=_("Vem som registrerade ett belopp, och när"),
        retention_class="official",
        keeps_because=_("Arkivlagen 10 §: underlag för ersättning är allmänna handlingar. De pekar på kontot utan namn."),
        rows=(
            Rows("compensation.Rate", "recorded_by", _("ersättning per vecka som du har registrerat"), AtErasure.KEEP),
            Rows("compensation.CountingRule", "recorded_by", _("räknesätt för ersättning som du har registrerat"), AtErasure.KEEP),
        ),
        order=61,
    )
)  # fmt: skip
