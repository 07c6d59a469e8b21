"""The first pages: the way in, "try as …", Min dag, the guided look, language."""

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.views.decorators.http import require_POST, require_safe

from randa.core.addresses import own_address
from randa.core.clock import today
from randa.core.ui.formats import day_words
from randa.home import tour
from randa.home.first_steps import questions_for, the_three
from randa.home.providers import next_start
from randa.home.try_as import demo_people
from randa.home.waiting import Urgency, tasks_of
from randa.people.http import AuthedRequest
from randa.people.middleware import DEMO_SESSION
from randa.people.models import User
from randa.people.roles import ROLE_SESSION
from randa.people.services.accounts import finish_tour
from randa.people.services.profile import speak


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Min dag for whoever is signed in; otherwise the way in."""
    person = request.user
    if not isinstance(person, User):
        return redirect("home:try_as" if settings.RANDA_DEMO else "account_login")
    lists = tasks_of(person, today())
    context = {
        "nav": "home",
        "now": lists[Urgency.NOW],
        "waiting": lists[Urgency.WAITING],
        "coming": lists[Urgency.COMING],
        "role_line": ", ".join(
            [f"{one.role.name}, {one.organisation}" for one in person.current_roles()[:1]] + [day_words(today())]
        ),
        "next_start": None if any(lists.values()) else next_start(person, today()),
        "questions": questions_for(person),
        "offer_tour": not person.tour_done and tour.SESSION_KEY not in request.session,
    }
    return render(request, "home/my_day.html", context)


@require_safe
def try_as(request: HttpRequest) -> HttpResponse:
    """One fictional person per role, in the demo world only."""
    if not settings.RANDA_DEMO:
        raise Http404
    questions = [question for question, _permission, _route in the_three()]
    return render(request, "home/try_as.html", {"groups": demo_people(today()), "questions": questions})


@require_POST
def try_as_start(request: HttpRequest, pk: str) -> HttpResponse:
    """Sign in as a fictional person."""
    if not settings.RANDA_DEMO:
        raise Http404
    person = get_object_or_404(User, pk=pk, is_demo=True, is_active=True)
    # Signing in as somebody else empties the session: nothing of the person before follows along.
    login(request, person, backend="allauth.account.auth_backends.AuthenticationBackend")
    request.session[DEMO_SESSION] = True
    return redirect("home:start")


@login_required
@require_POST
def choose_role(request: AuthedRequest) -> HttpResponse:
    """Work as another of one's roles, and stay where one was: it comes first from now on. Permissions are those of all roles together."""
    own = {str(one.pk) for one in request.user.current_roles()}
    if request.POST.get("role") in own:
        request.session[ROLE_SESSION] = request.POST["role"]
    return redirect(_back(request))


@login_required
@require_safe
def tour_page(request: AuthedRequest) -> HttpResponse:
    """All stops of the guided look, to begin with or to begin again."""
    return render(request, "home/tour.html", {"steps": tour.steps_for(request.user)})


@login_required
@require_POST
def tour_step(request: AuthedRequest) -> HttpResponse:
    """Begin, go to a stop, or leave. Past the last stop is the end."""
    wanted = request.POST.get("step", "")
    if wanted == "begin":
        step = tour.begin(request, request.user)
    elif wanted.isdecimal():
        step = tour.go_to(request, request.user, int(wanted[:3]))
    else:
        step = None
    if step:
        return redirect(step.url)
    tour.leave(request)
    finish_tour(person=request.user)
    return redirect("home:start")


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Show pages in Swedish or English from now on, and come back to where one was."""
    wanted = request.POST.get("language", "")
    response = redirect(_back(request))
    if translation.check_for_language(wanted) and wanted in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            wanted,
            max_age=365 * 24 * 3600,
            samesite="Lax",
            httponly=True,
            secure=settings.HTTPS,
        )
        if isinstance(request.user, User) and not request.session.get(DEMO_SESSION):
            speak(actor=request.user, language=wanted)
    return response


def _back(request: HttpRequest) -> str:
    """Return the page that the form came from; nothing outside Randa."""
    return own_address(request, request.POST.get("next", ""))
