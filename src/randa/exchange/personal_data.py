"""Seats asked of others as personal data: for whom they are, and who asked, offered and confirmed."""

from django.utils.translation import gettext_lazy as _

from randa.privacy.registry import LEGAL_DUTY, PUBLIC_TASK, AtErasure, DataKind, Rows, Sensitivity, register

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
            Rows("exchange.QueueSeat", "released_by", _("plats som du har släppt till en kö"), AtErasure.KEEP),
            Rows("exchange.StudentGroup", "created_by", _("kurstillfälle som du har lagt till"), AtErasure.KEEP),
        ),
        order=61,
    )
)  # fmt: skip
register(
    DataKind(
        key="student_groups",
        label=_("Studenter på ett kurstillfälle"),
        purpose=_("Fördela platser lika och kunna säga varför någon fick sin plats"),
        legal_basis=PUBLIC_TASK,
        persons=_("Studenter"),
        data=_("Kurstillfälle, grupp, hemkommun, studieform, behov av bostad, rangordnade önskemål"),
        recipients=_("Lärosätets samordnare"),
        retention_class="placements",
        keeps_because=_("Arkivlagen 10 §: hur platser fördelades är en allmän handling tills gallring har beslutats."),
        rows=(
            Rows(
                "exchange.UnitWish", "member__enrolment__learner", _("önskemål om enhet"), AtErasure.REMOVE,
                ends="member__group__starts_on", event=_("kursen började"), organisation="member__organisation__path",
            ),
            Rows(
                "exchange.GroupMember", "enrolment__learner", _("plats på ett kurstillfälle"), AtErasure.CLEAR,
                clear={"home": "", "label": "", "housing": "waiting", "housing_note": ""}, ends="group__starts_on",
                event=_("kursen började"), organisation="organisation__path",
            ),
        ),
        order=47,
    )
)  # fmt: skip
register(
    DataKind(
        key="special_reasons",
        label=_("Särskilda skäl vid placering"),
        purpose=_("Besluta vem som har skäl att gå före, utan att spara vad som ligger bakom"),
        legal_basis=PUBLIC_TASK,
        persons=_("Studenter"),
        data=_("Skälets kategori, att intyg har visats, beslut med motivering; aldrig intyget eller uppgifter om hälsa"),
        recipients=_("Lärosätets samordnare"),
        sensitivity=Sensitivity.PROTECTED,
        retention_class="placements",
        keeps_because=_("Arkivlagen 10 §: ett beslut är en allmän handling tills gallring har beslutats."),
        rows=(
            Rows(
                "exchange.SpecialReason", "member__enrolment__learner", _("särskilt skäl"), AtErasure.KEEP,
                acted=("decided_by",), ends="member__group__starts_on", event=_("kursen började"),
                organisation="member__organisation__path",
            ),
        ),
        order=48,
    )
)  # fmt: skip
register(
    DataKind(
        key="queue_places",
        label=_("Köer till sidotjänstgöring"),
        purpose=_("Ge knappa platser i en ordning som alla kan läsa, och kunna visa att den följdes"),
        legal_basis=PUBLIC_TASK,
        persons=_("Läkare i AT, BT och ST, och studenter"),
        data=_("Vilken kö, veckor, utbildningens sista dag, hur ofta ett erbjudande avböjts, vad som hände"),
        recipients=_("Den egna organisationen; andra regioner ser plats i ordningen utan namn"),
        retention_class="placements",
        keeps_because=_("Arkivlagen 10 §: hur platser fördelades är en allmän handling tills gallring har beslutats."),
        rows=(
            Rows(
                "exchange.QueueOffer", "place__enrolment__learner", _("erbjudande ur en kö"), AtErasure.KEEP,
                ends="place__last_start", event=_("sista veckan att börja"), organisation="place__organisation__path",
            ),
            Rows(
                "exchange.QueuePlace", "enrolment__learner", _("plats i en kö"), AtErasure.KEEP, acted=("put_in_by",),
                ends="last_start", event=_("sista veckan att börja"), organisation="organisation__path",
            ),
        ),
        order=49,
    )
)  # fmt: skip
