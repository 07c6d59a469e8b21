"""Who supervises whom, as personal data of both."""

from django.utils.translation import gettext_lazy as _

from randa.core.personal_data import LEGAL_DUTY, PUBLIC_TASK, AtErasure, DataKind, Rows, register

register(
    DataKind(
        key="supervised",
        label=_("Handledare på namn"),
        purpose=_("Veta vem som handleder vem, och hitta en ersättare när någon är borta"),
        legal_basis=LEGAL_DUTY,
        persons=_("Handledare, läkare i AT, BT och ST, och studenter"),
        data=_("Vem som handleder vem, på vilken enhet och när"),
        recipients=_("Enheten och den som planerar placeringar"),
        retention_class="supervision",
        rows=(
            Rows(
                "supply.Supervision", "enrolment__learner", _("handledare som du har"), ends="ends_before",
                event=_("handledningen tog slut"), organisation="supervisor__unit__region__path",
            ),
            Rows(
                "supply.Supervision", "supervisor__user", _("person som du handleder"), ends="ends_before",
                event=_("handledningen tog slut"), organisation="supervisor__unit__region__path",
            ),
        ),
        order=51,
    )
)  # fmt: skip
register(
    DataKind(
        key="clearance",
        label=_("Klart inför start"),
        purpose=_("Veta att allt är ordnat innan någon börjar, och att ingen bedöms av sina egna kollegor"),
        legal_basis=LEGAL_DUTY,
        persons=_("Läkare i AT, BT och ST, och studenter"),
        data=_("Att en punkt är klar och vilken dag, aldrig vad den innehåller; undantag från regeln om egen arbetsplats med skäl"),
        recipients=_("Enheten som tar emot och den som planerar placeringar"),
        retention_class="supervision",
        rows=(
            Rows(
                "supply.ClearanceTick", "enrolment__learner", _("punkt som är klar inför start"), acted=("done_by",),
                ends="done_on", event=_("punkten blev klar"), organisation="unit__region__path",
            ),
            Rows(
                "supply.WorkplaceException", "enrolment__learner", _("undantag från regeln om egen arbetsplats"),
                acted=("decided_by",), organisation="unit__region__path",
            ),
        ),
        order=52,
    )
)  # fmt: skip
register(
    DataKind(
        key="seat_openings",
        label=_("Frågor till enheter om en plats till"),
        purpose=_("Veta vem som har bett en enhet ta emot en till, så att svaret når fram"),
        legal_basis=PUBLIC_TASK,
        persons=_("Den som planerar placeringar, handledare"),
        data=_("Vem som frågade och vilken dag, vem som står för platsen, aldrig vem den är för"),
        retention_class="official",
        keeps_because=_("Arkivlagen 10 §: vad en enhet har ombetts och svarat är en allmän handling. Den pekar på kontot utan namn."),
        rows=(
            Rows(
                "supply.SeatOpening", "asked_by", _("fråga till en enhet som du har ställt"), AtErasure.KEEP,
                leave_out=("supervisor", "supervision"),
            ),
            Rows(
                "supply.SeatOpening", "supervisor__user", _("plats till som du står för som handledare"), AtErasure.KEEP,
                leave_out=("supervisor", "supervision"),
            ),
        ),
        order=62,
    )
)  # fmt: skip
