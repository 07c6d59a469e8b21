"""The list of people, the page of one, and correcting details."""

from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from randa.core.access.permissions import require
from randa.core.audit.duty import open_record
from randa.core.clock import today
from randa.core.errors import DomainError
from randa.core.ui.tables import Column, Filter, Table, table_response
from randa.core.ui.toasts import toast
from randa.people.forms_people import DetailsForm, details_of
from randa.people.http import AuthedRequest
from randa.people.merges.permissions import can_merge_person, can_merge_somewhere
from randa.people.merges.queries import lives_on_in, merges_of
from randa.people.models import RoleAssignment, User
from randa.people.permissions import (
    can_create_account,
    can_edit_person,
    can_end_role,
    can_extend_role,
    can_reopen_account,
    can_view_broken_addresses,
    can_view_people,
)
from randa.people.person_tabs import person_tabs
from randa.people.queries import people as queries
from randa.people.queries.leaving import leaving_ahead
from randa.people.services.closing import was_closed_here
from randa.people.services.details import correct_person
from randa.people.views.bulk import bulk_actions


def _roles(person: User) -> list[RoleAssignment]:
    held: list[RoleAssignment] = getattr(person, queries.ROLES_TODAY)
    return held


def _titles(person: User) -> str:
    return "; ".join(one.title for one in _roles(person))


def _places(person: User) -> str:
    return "; ".join(dict.fromkeys(str(one.organisation) for one in _roles(person)))


def _state(person: User) -> str:
    if not person.is_active:
        return _("Avslutat konto")
    if person.is_technical:
        return _("Systemkonto")
    if person.last_login is None:
        return _("Har inte loggat in")
    return _("Aktiv") if _roles(person) else _("Saknar roll")


COLUMNS = (
    Column(
        "name", gettext_lazy("Namn"), value=lambda person: f"{person.family_name}, {person.given_name}",
        order_by="sort_name",
    ),
    Column("title", gettext_lazy("Titel")),
    Column("roles", gettext_lazy("Roller i dag"), value=_titles, sortable=False, wrap=True),
    Column("organisations", gettext_lazy("Organisation"), value=_places, sortable=False, wrap=True),
    Column("state", gettext_lazy("Konto"), value=_state, sortable=False),
    Column("email", gettext_lazy("E-postadress"), default_visible=False),
    Column("work_phone", gettext_lazy("Telefon i tjänsten"), default_visible=False),
    Column("hsa_id", gettext_lazy("HSA-id"), default_visible=False),
    Column(
        "last_login", gettext_lazy("Senast inloggad"), default_visible=False,
        value=lambda person: person.last_login.date() if person.last_login else None,
    ),
)  # fmt: skip


@login_required
@require_safe
def people_list(request: AuthedRequest) -> HttpResponse:
    """Everybody the viewer may see, with today's roles."""
    viewer, day = request.user, today()
    require(can_view_people, viewer)
    places = [(one.code, str(one)) for one in queries.organisations_to_filter(viewer)]
    table = Table.from_request(
        request,
        key="people",
        columns=COLUMNS,
        rows=queries.people_rows(viewer=viewer, day=day),
        caption=_("Personer"),
        filters=(
            Filter("role", _("Roll"), queries.role_choices(), apply=partial(queries.with_role, viewer=viewer, day=day)),
            Filter("organisation", _("Organisation"), places, apply=partial(queries.at_organisation, viewer=viewer, day=day)),
            Filter("state", _("Konto"), list(queries.STATES.items()), apply=partial(queries.in_state, day=day)),
        ),
        search_fields=("given_name", "family_name", "email", "hsa_id", "title"),
        row_id=lambda person: person.pk,
        row_url=User.get_absolute_url,
        bulk_actions=bulk_actions() if viewer.has("roles.grant") else (),
    )  # fmt: skip
    may = {"may_invite": viewer.has("people.invite"), "may_correct": can_view_broken_addresses(viewer)}
    return table_response(request, "people/list.html", table, {"nav": "people"} | may)


@login_required
@require_safe
def person(request: AuthedRequest, pk: str) -> HttpResponse:
    """One person: who they are here, until when, and how to reach them."""
    day = today()
    if (lives := lives_on_in(request.user, pk)) is not None:
        return redirect(lives)
    shown = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    if (asked := open_record(request, shown)) is not None:
        return asked
    page = queries.person_page(viewer=request.user, person=shown, day=day)
    context = {
        "nav": "people",
        "page": page,
        "person": shown,
        "tabs": person_tabs(request.user, shown),
        "tab": "roles",
        "state": queries.STATES[page.state],
        "leaving": leaving_ahead(request.user, shown, day),
        "may_reopen": not shown.is_active and can_reopen_account(request.user, shown) and was_closed_here(shown),
        "may_grant": can_create_account(request.user),
        "may_merge": can_merge_somewhere(request.user) and can_merge_person(request.user, shown),
        "merges": merges_of(request.user, shown) if can_merge_somewhere(request.user) else [],
        "may_end": {one.pk for one in [*page.now, *page.coming, *page.lent] if can_end_role(request.user, one, day)},
        "may_extend": {one.pk for one in [*page.now, *page.coming] if can_extend_role(request.user, one, day)},
    }
    return render(request, "people/person.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def person_details(request: AuthedRequest, pk: str) -> HttpResponse:
    """What is known about a person; with the right to, a form that corrects it."""
    shown = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    may_edit = can_edit_person(request.user, shown)
    if request.method == "POST":
        require(can_edit_person, request.user, shown)
    if (asked := open_record(request, shown)) is not None:
        return asked
    form = DetailsForm(request.POST or None, initial=details_of(shown))
    if request.method == "POST" and form.is_valid():
        try:
            correct_person(actor=request.user, person=shown, changes=form.changes(), reason=form.cleaned_data["reason"])
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("Uppgifterna är rättade."))
            return redirect("people:person_details", pk=shown.pk)
    context = {
        "nav": "people", "person": shown, "form": form, "may_edit": may_edit,
        "tabs": person_tabs(request.user, shown), "tab": "details",
    }  # fmt: skip
    return render(request, "people/person_details.html", context, status=422 if form.errors else 200)
