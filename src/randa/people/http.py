"""The request of a signed-in person, for views behind `login_required`."""

from django.http import HttpRequest

from randa.people.models import User


class AuthedRequest(HttpRequest):
    user: User
