"""Organisations of Swedish health care and its education, as one tree, with populations and published tables as printed."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from randa.core.freetext.fields import GuardedTextField
from randa.core.provenance import Sourced


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def below(self, organisation: "Organisation") -> "OrganisationQuerySet":
        """Return `organisation` and all that lies under it in the tree."""
        return self.filter(path__startswith=organisation.path)

    def regions(self) -> "OrganisationQuerySet":
        return self.filter(kind=Organisation.Kind.REGION)

    def in_mellansverige(self) -> "OrganisationQuerySet":
        """Return the regions of the healthcare region Mellansverige, by name in Swedish order."""
        members = HealthcareRegionMembership.objects.filter(healthcare_region__code="SR-MEL")
        return self.regions().filter(pk__in=members.values("region")).order_by("sort_name")


class Organisation(Sourced):
    """A region, hospital, clinic, university, municipality, council or authority; clinics and health centres are units."""

    class Kind(models.TextChoices):
        HEALTHCARE_REGION = "healthcare_region", _("sjukvårdsregion")
        REGIONAL_COUNCIL = "regional_council", _("regionalt vårdkompetensråd")
        NATIONAL_COUNCIL = "national_council", _("nationellt råd")
        AUTHORITY = "authority", _("myndighet")
        ASSOCIATION = "association", _("organisation")
        REGION = "region", _("region")
        UNIVERSITY = "university", _("lärosäte")
        HOSPITAL = "hospital", _("sjukhus")
        MUNICIPALITY = "municipality", _("kommun")
        UNIT = "unit", _("enhet")

    code = models.CharField(max_length=40, unique=True)  # stable key: REG-18, HSP-18-1, KOM-1880, demo units ENH-18-012
    kind = models.CharField(max_length=20, choices=Kind)
    name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=60, blank=True)
    scb_code = models.CharField(max_length=10, blank=True)
    county_letter = models.CharField(max_length=2, blank=True)
    org_no = models.CharField(max_length=11, blank=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    path = models.CharField(
        max_length=200, db_index=True
    )  # codes from the root, each followed by "/": REG-18/HSP-18-1/
    notes = GuardedTextField(blank=True)
    # Swedish alphabetical order on any PostgreSQL, with or without ICU.
    sort_name = models.GeneratedField(
        expression=models.Func(
            Lower(F("name")),
            models.Value("åäöéèüÅÄÖÉÈÜ"),  # a database of locale C leaves the capitals as they are
            models.Value("{|}eeu{|}eeu"),
            function="translate",
        ),
        output_field=models.CharField(max_length=120),
        db_persist=True,
    )

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["sort_name", "pk"]
        constraints = [
            models.CheckConstraint(
                name="organisation_is_not_its_own_parent",
                condition=Q(parent__isnull=True) | ~Q(parent=F("pk")),
            ),
            models.CheckConstraint(name="organisation_path_ends_in_slash", condition=Q(path__endswith="/")),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("organisations:detail", args=[self.code])


class OrganisationFact(Sourced):
    """One thing that is known about an organisation besides its name and place, each with a provenance of its own."""

    class Key(models.TextChoices):
        COUNTY_CODE = "county_code", _("länskod")
        COUNTY_LETTER = "county_letter", _("länsbokstav")
        MUNICIPALITY_CODE = "municipality_code", _("kommunkod")
        ORGANISATION_NUMBER = "organisation_number", _("organisationsnummer")
        MEDICAL_PROGRAMME = "medical_programme", _("läkarprogram")
        SPECIALIST_NURSE_PROGRAMME = "specialist_nurse_programme", _("specialistsjuksköterskeprogram")
        AT_SITE_2023 = "at_site_2023", _("AT-ort 2023")
        NOTE = "note", _("anmärkning")

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="facts")
    key = models.CharField(max_length=30, choices=Key)
    value = models.CharField(max_length=200)  # text as in the source; "yes" or "no" for the three programmes and sites

    class Meta:
        constraints = [models.UniqueConstraint(name="fact_once_per_organisation", fields=["organisation", "key"])]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.key} = {self.value}"


class HealthcareRegionMembership(Sourced):
    """A region in a healthcare region; Halland is in two, with a part in each."""

    region = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="healthcare_memberships")
    healthcare_region = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="member_regions")
    part = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="membership_once", fields=["region", "healthcare_region"])]

    def __str__(self) -> str:
        return f"{self.region} – {self.healthcare_region}"


class Population(Sourced):
    """Inhabitants of a region on a day; every rate names the row it was computed with."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="populations")
    as_of = models.DateField()
    inhabitants = models.PositiveIntegerField()

    class Meta:
        ordering = ["-as_of"]
        constraints = [
            models.UniqueConstraint(name="population_once_per_day", fields=["organisation", "as_of"]),
            models.CheckConstraint(name="population_is_positive", condition=Q(inhabitants__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.as_of}: {self.inhabitants}"


class PublishedTable(Sourced):
    """A table exactly as a source document printed it; recomputed figures stand beside it, never in it."""

    key = models.SlugField(unique=True, max_length=60)
    title = models.CharField(max_length=200)
    document = models.CharField(max_length=20)  # short number, or several for a table collected from several
    place = models.CharField(max_length=120)
    columns = models.JSONField(default=list)  # {"name", "kind": printed count rate reading own_words, "measure"}
    note = GuardedTextField(blank=True)

    class Meta:
        ordering = ["document", "key"]

    def __str__(self) -> str:
        return f"{self.document} {self.place}"


class PublishedRow(models.Model):
    """One printed row: the cell texts in the order of the table's columns."""

    table = models.ForeignKey(PublishedTable, on_delete=models.CASCADE, related_name="rows")
    row_no = models.PositiveSmallIntegerField()
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="published_rows"
    )
    cells = models.JSONField(default=list)

    class Meta:
        ordering = ["table", "row_no"]
        constraints = [models.UniqueConstraint(name="published_row_once", fields=["table", "row_no"])]

    def __str__(self) -> str:
        return f"{self.table} rad {self.row_no}"
