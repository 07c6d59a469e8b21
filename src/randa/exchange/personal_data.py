"""Seats asked of others as personal data: for whom they are, and who asked, offered and confirmed."""

from django.utils.translation import gettext_lazy as _

from randa.privacy.registry import LEGAL_DUTY, PUBLIC_TASK, AtErasure, DataKind, Rows, register

register(
    DataKind(
        key="named_seats",
        label=_("Platser hos andra organisationer"),
        purpose=_("Veta vem en plats hos en annan organisation är för"),
        legal_basis=LEGAL_DUTY,
        persons=_("Läkare i AT, BT och ST, och studenter"),
        data=_("Vilken förfrågan och vilken plats"),
        recipients=_("Den egna organisationen, och enheten som tar emot när platsen är bekräftad"),
        retention_class="placements",
        keeps_because=_("Arkivlagen 10 § och artikel 17.3 b: underlag för intyg om tjänstgöring gallras först efter beslut."),
        rows=(
            Rows(
                "exchange.NamedSeat", "enrolment__learner", _("plats hos en annan organisation"), AtErasure.KEEP,
                ends="placement__ends_before", event=_("placeringen tog slut"), organisation="request__asker__path",
            ),
        ),
        order=46,
    )
)  # fmt: skip
register(
    DataKind(
        key="seat_requests",
        label=_("Förfrågningar om platser"),
        purpose=_("Visa vem som bad om, erbjöd och bekräftade platser mellan organisationer"),
        legal_basis=PUBLIC_TASK,
        persons=_("Den som samordnar placeringar"),
        data=_("Vem som gjorde vad, och när"),
        retention_class="official",
        keeps_because=_("Arkivlagen 10 §: förfrågningar och svar är allmänna handlingar. De pekar på kontot utan namn."),
        rows=(
            Rows("exchange.SeatRequest", "created_by", _("förfrågan som du har skickat"), AtErasure.KEEP),
            Rows("exchange.Inquiry", "confirmed_by", _("platser som du har bekräftat"), AtErasure.KEEP),
            Rows("exchange.Offer", "made_by", _("bud som du har lagt"), AtErasure.KEEP),
        ),
        order=61,
    )
)  # fmt: skip
