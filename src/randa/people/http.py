"""The request of a signed-in person, for views behind `login_required`; and where a view about somebody leads on to."""

from django.http import HttpRequest
from django.urls import reverse

from randa.people.models import User


class AuthedRequest(HttpRequest):
    user: User


def page_of(actor: User, person: User) -> str:
    """Return the person's page, or the list of people for somebody who no longer sees them: their last role was taken back."""
    is_seen = User.objects.visible_to(actor).filter(pk=person.pk).exists()
    return person.get_absolute_url() if is_seen else reverse("people:list")
