"""Who may do what here, and what I may do and why."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from randa.core.access.models import Role
from randa.core.access.permissions import PERMISSIONS
from randa.core.clock import today
from randa.core.ui.tables import Column, Filter, Table, table_response
from randa.organisations.models import Organisation
from randa.people.http import AuthedRequest
from randa.people.permissions import can_delegate_role
from randa.people.queries.access import Right, explained, rights_over
from randa.people.queries.granting import organisations_under
from randa.people.queries.stand_ins import stand_ins_for

COLUMNS = (
    Column("person", gettext_lazy("Namn")),
    Column("words", gettext_lazy("Får"), value=lambda right: str(right.words), wrap=True),
    Column("role", gettext_lazy("Genom rollen"), wrap=True),
    Column("organisation", gettext_lazy("Rollen gäller i")),
    Column("given_by", gettext_lazy("Given av")),
    Column("last_day", gettext_lazy("Till och med")),
)


def _person_url(right: Right) -> str:
    return right.assignment.user.get_absolute_url()


@login_required
@require_safe
def who_may(request: AuthedRequest, code: str) -> HttpResponse:
    """Who may do what at an organisation, through which role, from whom and until when."""
    organisation = get_object_or_404(Organisation, code=code)
    if not request.user.has("people.view", organisation):
        raise Http404
    choices = [(name, words) for name, words in PERMISSIONS.items()]
    table = Table.from_request(
        request, key="who-may", columns=COLUMNS, rows=rights_over(organisation, today()), caption=_("Vem får göra vad"),
        filters=(Filter("permission", _("Behörighet"), choices),), row_url=_person_url,
    )  # fmt: skip
    context = {
        "nav": "people",
        "organisation": organisation,
        "organisations": organisations_under(request.user, "people.view").exclude(kind=Organisation.Kind.UNIT)[:100],
        "here": reverse("people:who_may", args=[code]),
    }
    return table_response(request, "people/who_may.html", table, context)


@login_required
@require_safe
def my_access(request: AuthedRequest) -> HttpResponse:
    """What I may do, and why: each permission with the role it comes through; and who stands in for me."""
    me, day = request.user, today()
    own = me.role_assignments.not_over(day).select_related("role", "organisation", "granted_by", "delegated_from__user")
    roles = list(own.order_by("starts_on", "pk"))
    context = {
        "nav": "",
        "rights": explained(me),
        "roles": [(one, can_delegate_role(me, one)) for one in roles],
        "lent": [(one, one.ends_before is not None and one.ends_before > day) for one in stand_ins_for(me, day)],
    }
    return render(request, "people/my_access.html", context)


@login_required
@require_safe
def role_matrix(request: AuthedRequest) -> HttpResponse:
    """All roles beside each other: what each lets a person do. Roles are the same for everybody, so everybody may read them."""
    roles = list(Role.objects.all())
    rows = [(words, [name in role.permissions for role in roles]) for name, words in PERMISSIONS.items()]
    return render(request, "people/role_matrix.html", {"nav": "people", "roles": roles, "rows": rows})
