"""Giving numbers, keeping files, correcting a line. The log says that a line changed, never what is kept apart."""

import datetime as dt
import hashlib
from dataclasses import dataclass, fields

from django.db import transaction

from randa.core.access.permissions import require
from randa.core.access.row_security import as_system
from randa.core.audit.services import record
from randa.core.clock import today
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.records.contents import Content
from randa.records.errors import AlreadyRegisteredError, LateDayError, PublicWordsMissingError, SameFileError
from randa.records.models import DocumentFile, Register, RegisteredDocument
from randa.records.models.registers import DEFAULT_SERIES
from randa.records.permissions import can_manage_document, can_manage_records_at


@dataclass(frozen=True, slots=True)
class Line:
    """What the register says of a document; what is `apart` is not in the public line."""

    on: dt.date
    direction: str
    concerns: str
    concerns_apart: bool = False
    concerns_public: str = ""
    counterpart: str = ""
    counterpart_apart: bool = False

    def check(self) -> None:
        if self.on > today():
            raise LateDayError
        if self.concerns_apart and not self.concerns_public.strip():
            raise PublicWordsMissingError


@dataclass(frozen=True, slots=True)
class Link:
    """What in Randa the document was made from."""

    key: str
    object_id: str
    label: str
    url: str


@transaction.atomic
def register_document(
    *,
    actor: User,
    organisation: Organisation,
    line: Line,
    content: Content | None = None,
    link: Link | None = None,
    released_from: RegisteredDocument | None = None,
    series: str = DEFAULT_SERIES,
) -> RegisteredDocument:
    """Register a document under the next number of the authority's series of the current year.

    Raises:
        PermissionDenied: the actor does not keep the register of `organisation`.
        AlreadyRegisteredError: what `link` names has its number, here or at another authority.
        LateDayError, PublicWordsMissingError: the line cannot stand so.
    """
    require(can_manage_records_at, actor, organisation)
    line.check()
    if link is not None:
        _refuse_second_owner(link)
    Register.objects.get_or_create(organisation=organisation, series=series, year=today().year)
    # Lock the series: the next number is nobody else's, and is free again when this fails.
    kept = Register.objects.select_for_update().get(organisation=organisation, series=series, year=today().year)
    kept.last_number += 1
    kept.save(update_fields=["last_number"])
    document = RegisteredDocument(
        register=kept,
        number=kept.last_number,
        mark=f"{series} {kept.year}/{kept.last_number}",
        registered_by=actor,
        released_from=released_from,
        **_columns(line),
    )
    if link is not None:
        document.link_key, document.link_id = link.key, link.object_id
        document.link_label, document.link_url = link.label[:200], link.url
    document.save(force_insert=True)
    record(actor, "document.registered", document, after=_logged(line))
    if content is not None:
        _add(actor, document, content, note="")
    return document


@transaction.atomic
def change_line(*, actor: User, document: RegisteredDocument, line: Line, reason: str) -> RegisteredDocument:
    """Correct what the register says; the number stays.

    Raises:
        PermissionDenied: the actor does not keep the register.
        LateDayError, PublicWordsMissingError: the line cannot stand so.
    """
    document = _locked(document)
    require(can_manage_document, actor, document)
    line.check()
    before = Line(**{one.name: getattr(document, one.name) for one in fields(Line)})
    if before == line:
        return document
    for name, value in _columns(line).items():
        setattr(document, name, value)
    document.save(update_fields=list(_columns(line)))
    changed = [one.name for one in fields(Line) if getattr(before, one.name) != getattr(line, one.name)]
    record(
        actor, "document.corrected", document, reason=reason,
        before=_logged(before), after=_logged(line) | {"corrected": changed},
    )  # fmt: skip
    return document


@transaction.atomic
def add_version(*, actor: User, document: RegisteredDocument, content: Content, note: str) -> DocumentFile:
    """Keep a further version beside those that came before.

    Raises:
        PermissionDenied: the actor does not keep the register.
        SameFileError: the newest version is the very same.
    """
    document = _locked(document)
    require(can_manage_document, actor, document)
    return _add(actor, document, content, note)


@transaction.atomic
def log_fetch(*, actor: User, file: DocumentFile) -> None:
    """Write that a file was fetched.

    Raises:
        PermissionDenied: the actor does not keep the register.
    """
    require(can_manage_document, actor, file.document)
    record(actor, "document.fetched", file.document, after={"version": file.version})


def _add(actor: User, document: RegisteredDocument, content: Content, note: str) -> DocumentFile:
    digest = hashlib.sha256(content.data).hexdigest()
    newest = document.files.order_by("-version").only("version", "sha256").first()
    if newest is not None and newest.sha256 == digest:
        raise SameFileError(newest.version)
    made = DocumentFile.objects.create(
        document=document, version=newest.version + 1 if newest else 1, name=content.name, media_type=content.media_type,
        size=len(content.data), sha256=digest, content=content.data, note=note.strip(), added_by=actor,
    )  # fmt: skip
    record(actor, "document.version_added", document, reason=note, after={"version": made.version, "sha256": digest})
    return made


def _refuse_second_owner(link: Link) -> None:
    with as_system("another authority may have registered it, whose register one does not see"):
        held = (
            RegisteredDocument.objects.filter(link_key=link.key, link_id=link.object_id)
            .select_related("register__organisation")
            .first()
        )
        if held is not None:
            raise AlreadyRegisteredError(held.mark, held.register.organisation.name)


def _locked(document: RegisteredDocument) -> RegisteredDocument:
    rows = RegisteredDocument.objects.select_for_update(of=("self",)).select_related("register__organisation")
    return rows.get(pk=document.pk)


def _columns(line: Line) -> dict[str, object]:
    values = {one.name: getattr(line, one.name) for one in fields(Line)}
    return {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}


def _logged(line: Line) -> dict[str, object]:
    return {
        "on": line.on.isoformat(),
        "direction": line.direction,
        "concerns_apart": line.concerns_apart,
        "counterpart_apart": line.counterpart_apart,
    }
