"""Where a fact comes from, and how sure we are (docs/sources.md): every model that holds a fact has these fields."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from randa.core.freetext.fields import GuardedCharField


class Provenance(models.TextChoices):
    """a: stated in a source document. b: looked up in public material. c: general knowledge, shown as unverified."""

    STATED = "a", _("angivet i källdokument")
    STATED_AND_LOOKED_UP = "a+b", _("angivet i källdokument och kontrollerat")
    LOOKED_UP = "b", _("hämtat ur offentligt material")
    UNVERIFIED = "c", _("overifierad uppgift")
    DERIVED = "derived", _("beräknat här")
    ASSUMED = "assumed", _("antagande")
    FICTIONAL = "demo", _("påhittat för demovärlden")


class Sourced(models.Model):
    """A fact with its provenance and the source as a person would cite it, e.g. "004 Tabell 2"."""

    provenance = models.CharField(max_length=8, choices=Provenance, default=Provenance.UNVERIFIED)
    source = GuardedCharField(max_length=300, blank=True)

    class Meta:
        abstract = True

    @property
    def is_unverified(self) -> bool:
        return self.provenance == Provenance.UNVERIFIED
