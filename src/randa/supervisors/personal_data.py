"""Supervisors as personal data."""

from django.utils.translation import gettext_lazy as _

from randa.privacy.registry import LEGAL_DUTY, DataKind, Rows, register

register(
    DataKind(
        key="supervision",
        label=_("Handledning"),
        purpose=_("Veta vilka som får handleda, var, och hur många platser det ger"),
        legal_basis=LEGAL_DUTY,
        persons=_("Handledare"),
        data=_("Enhet, specialitet, handledarutbildning, timmar i veckan, perioder då handledaren är borta"),
        recipients=_("Den som planerar placeringar"),
        retention_class="supervision",
        rows=(
            Rows(
                "supervisors.SupervisorAbsence", "supervisor__user", _("period då du är borta från handledning"),
                ends="ends_before", event=_("frånvaron tog slut"), organisation="supervisor__unit__region__path",
            ),
            Rows("supervisors.Supervisor", "user", _("uppdrag som handledare"), organisation="unit__region__path"),
        ),
        order=50,
    )
)  # fmt: skip
