"""What an organisation that answers for personal data says about itself (article 30.1 a)."""

from django.db import models

from randa.core.freetext.fields import GuardedTextField
from randa.organisations.models import Organisation


class ControllerDetails(models.Model):
    """Contact to the data protection officer, and processors, of a controller: a region, municipality or university."""

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="controller_details")
    contact = models.CharField(max_length=200, blank=True)  # of the controller: registry or switchboard
    protection_officer = models.CharField(max_length=200, blank=True)  # a function's address, no person's name
    processors = GuardedTextField(blank=True)  # one a line
    measures = GuardedTextField(blank=True)  # the controller's own, beside those of Randa

    def __str__(self) -> str:
        return str(self.organisation)
