"""Where an app above says how a free seat is asked for: until one does, the bank only shows who to call.

hooks.register_request(lambda actor, offer: reverse("exchange:request", args=[offer.pk]))
"""

from collections.abc import Callable

from randa.people.models import User
from randa.supply.models import PlaceOffer

RequestUrl = Callable[[User, PlaceOffer], str]
_REQUEST: list[RequestUrl] = []


def register_request(url_of: RequestUrl) -> None:
    """Let the bank have a button that leads to `url_of(actor, offer)`; an empty address means not for that person."""
    _REQUEST[:] = [url_of]


def request_url(actor: User, offer: PlaceOffer) -> str:
    """Return where the person asks for the offer in one click; empty when nobody has registered a way."""
    return _REQUEST[0](actor, offer) if _REQUEST else ""
