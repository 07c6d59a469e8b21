"""Placements as personal data: who is where, and who planned it."""

from django.utils.translation import gettext_lazy as _

from randa.privacy.registry import LEGAL_DUTY, PUBLIC_TASK, AtErasure, DataKind, Rows, register

register(
    DataKind(
        key="placements",
        label=_("Placeringar"),
        purpose=_("Ge varje läkare och student en plats på varje del av utbildningen"),
        legal_basis=LEGAL_DUTY,
        persons=_("Läkare i AT, BT och ST, och studenter"),
        data=_("Enhet, område och period"),
        recipients=_("Enheterna som tar emot"),
        retention_class="placements",
        keeps_because=_("Arkivlagen 10 § och artikel 17.3 b: underlag för intyg om tjänstgöring gallras först efter beslut."),
        rows=(
            Rows(
                "placements.Placement", "enrolment__learner", _("placering"), AtErasure.KEEP, ends="ends_before",
                event=_("placeringen tog slut"), organisation="enrolment__post__region__path",
            ),
            Rows(
                "placements.LateChange", "enrolment__learner", _("sen ändring av en placering"), AtErasure.KEEP, ends="first_day",
                event=_("ändringen gällde"), organisation="enrolment__post__region__path",
            ),
            Rows(
                "placements.Swap", "proposer__learner", _("förslag om byte av placering"), AtErasure.KEEP, ends="ends_before",
                event=_("placeringen tog slut"), organisation="proposer__post__region__path",
                leave_out=("partner", "partner_unit", "partner_starts_on", "partner_ends_before"),
            ),
            Rows(
                "placements.Swap", "partner__learner", _("byte av placering som du har svarat på"), AtErasure.KEEP,
                ends="partner_ends_before", event=_("placeringen tog slut"), organisation="partner__post__region__path",
                leave_out=("proposer", "unit", "starts_on", "ends_before"),
            ),
        ),
        order=45,
    )
)  # fmt: skip
register(
    DataKind(
        key="planning",
        label=_("Planering av placeringar"),
        purpose=_("Visa vem som gjort en plan eller angett ett ändrat uppdrag"),
        legal_basis=PUBLIC_TASK,
        persons=_("Den som planerar"),
        data=_("Vem som gjorde planen eller ändringen, och när"),
        retention_class="official",
        keeps_because=_("Arkivlagen 10 §: planer och ändrade uppdrag är allmänna handlingar. De pekar på kontot utan namn."),
        rows=(
            Rows("placements.Plan", "created_by", _("plan som du har gjort"), AtErasure.KEEP, leave_out=("explanation",)),
            Rows("placements.PlanEdit", "made_by", _("ändring av ett utkast"), AtErasure.KEEP, leave_out=("before", "after")),
            Rows(
                "placements.Rearrangement", "created_by", _("omplanering som du har bett om"), AtErasure.KEEP,
                leave_out=("asked", "answers"),
            ),
            Rows("placements.LateChange", "recorded_by", _("sen ändring som du har beslutat"), AtErasure.KEEP),
            Rows(
                "placements.Swap", "decided_by", _("byte av placering som du har avgjort"), AtErasure.KEEP,
                leave_out=("proposer", "partner"),
            ),
            Rows("placements.MandateChange", "recorded_by", _("ändrat uppdrag som du har angett"), AtErasure.KEEP),
        ),
        order=60,
    )
)  # fmt: skip
