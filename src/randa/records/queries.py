"""What the pages of a register show."""

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from randa.organisations.models import Organisation
from randa.people.models import User
from randa.records.models import DocumentFile, Register, RegisteredDocument, SecrecyMarking

AUTHORITIES = (
    Organisation.Kind.REGION, Organisation.Kind.MUNICIPALITY, Organisation.Kind.UNIVERSITY, Organisation.Kind.AUTHORITY,
    Organisation.Kind.REGIONAL_COUNCIL, Organisation.Kind.NATIONAL_COUNCIL, Organisation.Kind.HEALTHCARE_REGION,
)  # fmt: skip


def authorities_of(actor: User) -> QuerySet[Organisation]:
    """Return the authorities whose register the actor keeps, by name. A hospital's documents are its region's."""
    kept = Q(pk__in=[])
    for path in actor.paths_with("records.manage"):
        kept |= Q(path__startswith=path)
    return Organisation.objects.filter(kept, kind__in=AUTHORITIES).order_by("sort_name")


def register_lines(actor: User) -> QuerySet[RegisteredDocument]:
    """Return the public lines of the documents that the actor registers, with whether they are marked: two queries at any size."""
    marked = SecrecyMarking.objects.filter(document=OuterRef("pk"), lifted_on=None)
    return RegisteredDocument.objects.visible_to(actor).public_lines().annotate(
        is_marked=Exists(marked), file_count=Count("files", distinct=True)
    ).order_by("-registered_at", "-number")  # fmt: skip


def year_of(organisation: Organisation, year: int) -> QuerySet[RegisteredDocument]:
    """Return the public lines of an authority's register of a year, in the order of their numbers."""
    return RegisteredDocument.objects.public_lines().filter(
        register__organisation=organisation, register__year=year
    ).order_by("register__series", "number")  # fmt: skip


def years_of(organisation: Organisation) -> list[int]:
    """Return the years in which the authority has registered anything, newest first."""
    kept = Register.objects.filter(organisation=organisation)
    return sorted(set(kept.values_list("year", flat=True)), reverse=True)


def files_of(document: RegisteredDocument) -> QuerySet[DocumentFile]:
    """Return the versions of a document, newest first, without their content."""
    return document.files.defer("content").select_related("added_by").order_by("-version")
