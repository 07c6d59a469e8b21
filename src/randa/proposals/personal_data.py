"""Proposals as personal data: who was proposed to a unit, and who asked, answered and was named as supervisor."""

from django.utils.translation import gettext_lazy as _

from randa.core.personal_data import LEGAL_DUTY, PUBLIC_TASK, AtErasure, DataKind, Rows, register

register(
    DataKind(
        key="proposed_blocks",
        label=_("Förslag till enheter"),
        purpose=_("Fråga enheten om den kan ta emot innan en plan gäller, och veta vem som ska handleda"),
        legal_basis=LEGAL_DUTY,
        persons=_("Läkare i AT, BT och ST, studenter och handledare"),
        data=_("Enhet, område, period, enhetens svar med skäl och namngiven handledare"),
        recipients=_("Den som planerar och enheten som får frågan; en annan organisations enhet får namnet när planen gäller"),
        retention_class="placements",
        keeps_because=_("Arkivlagen 10 §: underlag för en plan gallras först efter beslut."),
        rows=(
            Rows(
                "proposals.ProposedBlock", "enrolment__learner", _("förslag om placering"), AtErasure.KEEP,
                acted=("answered_by",), ends="ends_before", event=_("perioden tog slut"), organisation="unit__region__path",
            ),
            Rows(
                "proposals.ProposedBlock", "supervisor__user", _("förslag där du är handledare"), AtErasure.KEEP,
                ends="ends_before", event=_("perioden tog slut"), organisation="unit__region__path",
                leave_out=("enrolment", "words"),
            ),
        ),
        order=53,
    )
)  # fmt: skip
register(
    DataKind(
        key="proposals",
        label=_("Den som skickar förslag till enheter"),
        purpose=_("Visa vem som frågade enheterna, och när"),
        legal_basis=PUBLIC_TASK,
        persons=_("Den som planerar"),
        data=_("Vem som skickade förslaget, och när"),
        retention_class="official",
        keeps_because=_("Arkivlagen 10 §: förslag och svar är allmänna handlingar. De pekar på kontot utan namn."),
        rows=(Rows("proposals.Proposal", "sent_by", _("förslag som du har skickat"), AtErasure.KEEP),),
        order=62,
    )
)  # fmt: skip
