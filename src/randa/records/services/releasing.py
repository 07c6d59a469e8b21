"""The copy for release: made anew from what may be shown, and registered as a document of its own."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from randa.core.access.permissions import require
from randa.core.audit.services import record
from randa.core.clock import today
from randa.people.models import User
from randa.records.contents import checked
from randa.records.masking import Mask, mask
from randa.records.models import RegisteredDocument
from randa.records.papers import copy_paper
from randa.records.permissions import can_manage_document
from randa.records.services.registering import Line, register_document


@dataclass(frozen=True, slots=True)
class Cover:
    """Which fields of the line are left out of a copy, and under which section."""

    concerns: bool = False
    counterpart: bool = False
    section: str = ""


@transaction.atomic
@translation.override("sv")  # an official document, whatever language the registrar reads
def release_copy(
    *, actor: User, document: RegisteredDocument, text: str, masks: Sequence[Mask], cover: Cover
) -> RegisteredDocument:
    """Make a PDF of the line and `text` without what is masked, register it, and return its line.

    Nothing is taken from the document's files but the text handed in; what is masked is in none of the copy's bytes.

    Raises:
        PermissionDenied: the actor does not keep the register.
        PassageNotFoundError: a passage is not in the text.
    """
    require(can_manage_document, actor, document)
    masked = mask(text, masks)
    counts = dict(masked.counts)
    for hidden in (cover.concerns, cover.counterpart):
        if hidden:
            counts[cover.section] = counts.get(cover.section, 0) + 1
    paper = copy_paper(document, masked.text, counts, cover)
    copy = register_document(
        actor=actor,
        organisation=document.register.organisation,
        line=Line(
            on=today(),
            direction=RegisteredDocument.Direction.OUT,
            concerns=(_("Kopia av %(mark)s med maskningar") if counts else _("Kopia av %(mark)s"))
            % {"mark": document.mark},
            counterpart_apart=True,  # nobody has to say who they are
        ),
        content=checked(f"kopia av {document.mark}.pdf".replace("/", "-"), paper),
        released_from=document,
    )
    record(actor, "document.released", document, after={"copy": copy.mark, "masked": sum(counts.values())})
    return copy
