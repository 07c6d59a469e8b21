"""What is kept about people whose calendars are followed."""

from django.utils.translation import gettext_lazy as _

from randa.core.personal_data import LEGAL_DUTY, SECURITY, DataKind, Rows, register

register(
    DataKind(
        key="calendar_feeds",
        label=_("Kalenderadresser"),
        purpose=_("Låta ett kalenderprogram följa en kalender, och visa att det görs"),
        legal_basis=SECURITY,
        persons=_("Den som har skapat en adress"),
        data=_("Vilken kalender, om namn visas, när adressen skapades, förnyades, hämtades senast och togs bort"),
        recipients=_("Den kalendertjänst som personen själv har valt"),
        retention_class="sign_in",
        rows=(
            Rows(
                "calendars.Feed", "owner", _("din kalenderadress"), leave_out=("secret_hash",), ends="withdrawn_at",
                event=_("adressen togs bort"), running=({"withdrawn_at": None},),
            ),
        ),
        order=24,
    )
)  # fmt: skip
register(
    DataKind(
        key="calendar_entries",
        label=_("Händelser i kalendrar"),
        purpose=_("Låta en händelse i en kalender följa med när en placering flyttas"),
        legal_basis=LEGAL_DUTY,
        persons=_("Läkare i AT, BT och ST, och studenter"),
        data=_("Enhet, område och period som kalendrar senast fick veta, och hur många gånger det ändrats"),
        retention_class="supervision",
        rows=(
            Rows(
                "calendars.Entry", "enrolment__learner", _("händelse i kalendrar"), leave_out=("supervisor",),
                ends="ends_before", event=_("placeringen tog slut"), organisation="unit__region__path",
            ),
        ),
        order=53,
    )
)  # fmt: skip
