"""From which address a request comes: one answer for the log, the limits and the list of sessions.

Anybody can write an X-Forwarded-For. Only what the installation's own proxies have added to its end is believed, and only as many of
those as RANDA_PROXIES says there are.
"""

from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str | None:
    """Return the address of whoever asks: the neighbour's, or, behind proxies of our own, what the outermost of them has noted.

    A request that has passed fewer proxies than it should, or whose header holds no address there, counts as its neighbour's.
    """
    neighbour = _address(request.META.get("REMOTE_ADDR", ""))
    hops = settings.RANDA_PROXIES
    noted = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if hops < 1 or len(noted) < hops:
        return neighbour
    return _address(noted[-hops]) or neighbour


def _address(text: str) -> str | None:
    """Return an address as text, without a port, IPv4 also where IPv6 carries it; None for anything else."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        found = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    carried = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return str(carried or found)
