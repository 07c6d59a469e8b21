"""Error pages: what happened, what is saved, what to do, and the id that support can search the logs for."""

import logging
from dataclasses import dataclass
from http import HTTPStatus

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from randa.core.access.models import Role
from randa.core.access.permissions import PERMISSIONS, RefusedError
from randa.core.clock import today
from randa.core.logs import request_id
from randa.core.ui.context import VERSION, Frame, Viewer, theme_of
from randa.identity.sessions.refused import address_of_refused
from randa.people.models import RoleAssignment, User
from randa.people.queries.access import colleagues_with

security = logging.getLogger("randa.security")


@dataclass(frozen=True, slots=True)
class Page:
    """The words of one error page. `saved` says what has become of the person's work."""

    code: int
    title: str
    what_happened: str
    saved: str
    what_to_do: str


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return too_large(request)
    return _answer(
        request,
        Page(
            HTTPStatus.BAD_REQUEST,
            _("Det gick inte att läsa det som skickades"),
            _("Webbläsaren skickade något som Randa inte kan tolka. Ofta är det en gammal eller avklippt länk."),
            _("Inget har ändrats."),
            _("Gå tillbaka och försök igen. Händer det en gång till: börja om från startsidan."),
        ),
    )


def too_large(request: HttpRequest) -> HttpResponse:
    limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // (1024 * 1024)
    return _answer(
        request,
        Page(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            _("Det du skickade är för stort"),
            _("Randa tar emot högst %(limit)d MB åt gången.") % {"limit": limit},
            _("Inget av det har sparats, och inget annat har ändrats."),
            _("Dela upp tabellen i flera delar, eller ta bort bilder och tomma rader ur filen, och skicka igen."),
        ),
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    page = Page(
        HTTPStatus.FORBIDDEN,
        _("Din roll får inte göra detta"),
        _("Du är inloggad, men det du försökte göra hör till en annan roll."),
        _("Inget har ändrats."),
        _("Be någon med rätt roll att göra det, eller be den som sköter roller hos er om den."),
    )
    security.warning(
        "refused: %s to %s at %s", exception, getattr(request, "user", None) and request.user.pk, _route(request)
    )
    needs = exception.needs if isinstance(exception, RefusedError) else [str(exception or "")]
    known = [name for name in needs if name in PERMISSIONS]
    return _answer(
        request,
        page,
        base=_base(request),
        needs=[PERMISSIONS[name] for name in known],
        roles=_roles_with(needs),
        colleagues=_colleagues(request, known),
    )


def _route(request: HttpRequest) -> str:
    """Return the name of the address, without what stands in it: ids of people do not belong in logs of refusals."""
    return str(request.resolver_match.view_name) if request.resolver_match else "no address"


def _colleagues(request: HttpRequest, needs: list[str]) -> list[RoleAssignment]:
    """Return up to five colleagues who may do it where the person works, among those the person may see."""
    person = getattr(request, "user", None)
    return colleagues_with(person, needs, today()) if needs and isinstance(person, User) else []


def _roles_with(needs: list[str]) -> list[Role]:
    known = [name for name in needs if name in PERMISSIONS]
    return list(Role.objects.filter(permissions__contains=known)) if known else []


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's signature
    return _answer(
        request,
        Page(
            HTTPStatus.NOT_FOUND,
            _("Sidan finns inte, eller är inte din att se"),
            _("Adressen kan vara felskriven eller gammal. Den kan också gälla en annan organisation än din."),
            _("Inget har ändrats."),
            _("Sök med Ctrl+K, eller börja från startsidan."),
        ),
        base=_base(request),
    )


def _base(request: HttpRequest) -> str:
    """Return the frame with menu and account for whoever is signed in, where the way on is, or nothing for the plain one."""
    return "ui/base.html" if isinstance(getattr(request, "user", None), User) else ""


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Give back what was written when it came from a page of Randa's own that was too old; take nothing from elsewhere."""
    security.warning("form refused: %s at %s", reason, _route(request))
    if (back := address_of_refused(request)) is not None:
        return redirect(back)
    return _answer(
        request,
        Page(
            HTTPStatus.FORBIDDEN,
            _("Sidan hade blivit för gammal"),
            _(
                "Du har loggat in eller ut i en annan flik, eller så tillåter webbläsaren inte kakor. Därför togs inget emot."
            ),
            _("Det du skrev finns kvar i fliken när du går tillbaka."),
            _("Gå tillbaka, kopiera det du skrivit, ladda om sidan och skicka igen."),
        ),
    )


def too_many_pages(request: HttpRequest, seconds: int) -> HttpResponse:
    """Ask for a pause of so many seconds, at as little cost as possible: without the database, the person or their roles."""
    security.warning("too many pages: account %s", request.session.get(SESSION_KEY, ""))
    wait = ngettext("Vänta %(seconds)d sekund och försök igen.", "Vänta %(seconds)d sekunder och försök igen.", seconds)
    page = Page(
        HTTPStatus.TOO_MANY_REQUESTS,
        _("Nu gick det lite för fort"),
        _("Ditt konto har öppnat väldigt många sidor den senaste minuten, så Randa tar en kort paus."),
        _("Inget har ändrats. Det du skrev finns kvar i fliken när du går tillbaka."),
        wait % {"seconds": seconds},
    )
    html = render_to_string("errors/page.html", {"page": page, "frame": _frame_without_person(request)})
    return HttpResponse(html, status=page.code, headers={"Retry-After": str(seconds)})


def server_error(request: HttpRequest) -> HttpResponse:
    """Needs neither the database nor the session, because these may be what failed."""
    page = Page(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        _("Något gick fel hos oss"),
        _("Felet är vårt, inte ditt. Det är noterat med ärendenumret nedan."),
        _("Det du skickade har inte sparats. Allt som var sparat tidigare finns kvar."),
        _("Vänta en minut och försök igen. Händer det igen: meddela supporten ärendenumret."),
    )
    try:
        html: str = render_to_string("errors/page.html", {"page": page, "frame": _frame_without_person(request)})
    except Exception:  # the last page there is must come out, even when templates or built files are broken
        logging.getLogger(__name__).exception("error page failed")
        parts = [page.title, page.what_happened, page.saved, page.what_to_do, request_id.get()]
        html = "<!doctype html><title>Randa</title>" + "".join(f"<p>{escape(part)}</p>" for part in parts)
    return HttpResponse(html, status=page.code)


def _frame_without_person(request: HttpRequest) -> Frame:
    return Frame(
        theme=theme_of(request),
        viewer=Viewer(),
        links=[],
        today=today(),
        is_demo=bool(settings.RANDA_DEMO),
        version=VERSION,
        request_id=request_id.get(),
    )


def _answer(request: HttpRequest, page: Page, **more: object) -> HttpResponse:
    return render(request, "errors/page.html", {"page": page} | more, status=page.code)
