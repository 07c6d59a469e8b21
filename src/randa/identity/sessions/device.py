"""Which browser somebody sits at, in words they recognise."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

# Order matters: Edge and Opera call themselves Chrome too, Chrome calls itself Safari.
_BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome/", "Chrome"),
             ("Safari/", "Safari"))  # fmt: skip
_SYSTEMS = (("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("CrOS", "ChromeOS"),
            ("Mac OS X", "Mac"), ("Linux", "Linux"))  # fmt: skip


def device_of(request: HttpRequest) -> str:
    """Return browser and system, such as "Firefox, Windows"; what else the browser says of itself is not kept."""
    said = request.headers.get("User-Agent", "")
    names = [next((name for mark, name in marks if mark in said), "") for marks in (_BROWSERS, _SYSTEMS)]
    return ", ".join(name for name in names if name) or _("Okänd webbläsare")


def is_script_request(request: HttpRequest) -> bool:
    """Tell whether a script on the page asks by itself, without anybody doing anything: that is no sign of life."""
    return bool(request.headers.get("X-Passive"))
