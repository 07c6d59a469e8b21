"""What other systems call a person."""

from django.db import models

from randa.organisations.models import Organisation
from randa.people.models.user import User


class ExternalId(models.Model):
    """A person's key in an employer's own system (employee number): by it the next file from there knows them again.

    One person may have several: two employments, or two accounts that became one. Shown to nobody but those who read in people there.
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+"
    )  # at the root of the tree
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="external_ids")
    value = models.CharField(max_length=64)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="external_id_means_one_person", fields=["organisation", "value"])]

    def __str__(self) -> str:
        return str(self.organisation)  # never the value: names stand in logs
