"""Registers are kept by law: they name who registered, marked and decided, and may name who sent or received a document."""

from django.utils.translation import gettext_lazy as _

from randa.core.personal_data import OPENNESS, AtErasure, DataKind, Rows, Words, register

_OF_DOCUMENT = ("concerns", "concerns_public", "counterpart", "link_label")


def _done_by(model: str, field: str, what: Words, leave_out: tuple[str, ...] = ()) -> Rows:
    """Return the rows where the person acted as a registrar; what they say about others is left out of an export."""
    return Rows(model, field, what, AtErasure.KEEP, leave_out=leave_out)


register(
    DataKind(
        key="records",
        label=_("Registrerade handlingar"),
        purpose=_("Registrera allmänna handlingar och pröva om de lämnas ut"),
        legal_basis=OPENNESS,
        persons=_("Den som registrerar och beslutar; avsändare, mottagare och den som en handling handlar om"),
        data=_("Diarienummer, datum, avsändare eller mottagare, ärendemening, filer, sekretessmarkeringar och beslut"),
        recipients=_("Var och en som begär en handling, efter prövning"),
        retention_class="official",
        keeps_because=_(
            "Offentlighets- och sekretesslagen 5 kap. 1 § och arkivlagen 10 §: registrerade handlingar är allmänna och gallras bara "
            "efter myndighetens eget beslut."
        ),
        rows=(
            _done_by("records.RegisteredDocument", "registered_by", _("handling som du har registrerat"), _OF_DOCUMENT),
            _done_by("records.DocumentFile", "added_by", _("fil som du har lagt till"), ("content", "name", "note")),
            _done_by("records.SecrecyMarking", "marked_by", _("sekretessmarkering som du har gjort"), ("note",)),
            _done_by("records.SecrecyMarking", "lifted_by", _("sekretessmarkering som du har hävt"), ("note",)),
            _done_by(
                "records.Refusal", "decided_by", _("beslut om utlämnande som du har fattat"), ("reason", "appeal")
            ),
        ),
        order=95,
    )
)
