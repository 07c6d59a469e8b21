"""Training as personal data: enrolments and absences."""

from django.utils.translation import gettext_lazy as _

from randa.privacy.registry import LEGAL_DUTY, PUBLIC_TASK, AtErasure, DataKind, Rows, Sensitivity, register

register(
    DataKind(
        key="training",
        label=_("Utbildning"),
        purpose=_("Planera utbildningen och kunna intyga hur lång tjänstgöringen blev"),
        legal_basis=LEGAL_DUTY,
        persons=_("Läkare i AT, BT och ST, och studenter"),
        data=_("Program, utbildningstjänst, start, tjänstgöringsgrad, ungefärlig bostadsort för resvägar"),
        recipients=_("Handledare, verksamhetschefer och studierektorer där läkaren tjänstgör"),
        retention_class="training",
        keeps_because=_("Arkivlagen 10 § och artikel 17.3 b: underlag för intyg om tjänstgöring gallras först efter beslut."),
        rows=(
            Rows(
                "training.Enrolment", "learner", _("utbildningstjänst"), AtErasure.CLEAR,
                clear={"home_x_km": 0, "home_y_km": 0}, ends="placements__ends_before", event=_("sista placeringen tog slut"),
                organisation="post__region__path",
            ),
        ),
        order=40,
    )
)  # fmt: skip
register(
    DataKind(
        key="absence",
        label=_("Frånvaro från utbildningen"),
        purpose=_("Räkna hur lång tjänstgöringen blir och undvika att planera någon som är borta"),
        legal_basis=LEGAL_DUTY,
        persons=_("Läkare i AT, BT och ST, och studenter"),
        data=_("Slag (semester, föräldraledighet, annan) och period; ett skäl bara om det behövs, och då krypterat"),
        recipients=_("Den som planerar placeringar"),
        sensitivity=Sensitivity.SPECIAL,
        retention_class="absence",
        keeps_because=_("Arkivlagen 10 § och artikel 17.3 b: frånvaro ingår i underlaget för intyg om tjänstgöring."),
        rows=(
            Rows(
                "training.AbsenceReason", "absence__enrolment__learner", _("skäl till frånvaro"), AtErasure.REMOVE,
                acted=("recorded_by",), ends="absence__ends_before", event=_("frånvaron tog slut"),
                organisation="absence__enrolment__post__region__path",
            ),
            Rows(
                "training.Absence", "enrolment__learner", _("frånvaro"), AtErasure.KEEP, ends="ends_before",
                event=_("frånvaron tog slut"), organisation="enrolment__post__region__path",
            ),
        ),
        order=41,
    )
)  # fmt: skip
register(
    DataKind(
        key="unit_closures",
        label=_("Stängda enheter"),
        purpose=_("Visa vem som angett att en enhet är stängd för placeringar"),
        legal_basis=PUBLIC_TASK,
        persons=_("Den som sköter enhetens platser"),
        data=_("Vem som angav perioden, och när"),
        retention_class="official",
        keeps_because=_("Arkivlagen 10 §: när en enhet är stängd är en allmän handling. Den pekar på kontot utan namn."),
        rows=(Rows("training.UnitClosure", "recorded_by", _("stängd period som du har angett"), AtErasure.KEEP),),
        order=61,
    )
)  # fmt: skip
