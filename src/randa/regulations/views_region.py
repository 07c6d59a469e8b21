"""Pages about the rules of one region: what holds today, and what is coming."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from randa.core.clock import today
from randa.core.ui.tables import Column
from randa.organisations.models import Organisation
from randa.people.http import AuthedRequest
from randa.regulations.elsewhere import pages_for
from randa.regulations.models import RuleSet
from randa.regulations.permissions import can_edit_rules
from randa.regulations.queries_region import regions_with_rules, rules_of_region, versions_of
from randa.regulations.views import list_page


@login_required
@require_safe
def region_list(request: AuthedRequest) -> HttpResponse:
    """Every region, each a way to all that holds there."""
    columns = [
        Column("name", _("Region"), order_by="sort_name"),
        Column("version_count", _("Egna versioner"), numeric=True),
    ]
    return list_page(
        request,
        "regions",
        _("Regler i regionerna"),
        _("Öppna en region för att se allt som gäller där i dag, varifrån det kommer och vad som ändras framöver."),
        columns,
        regions_with_rules(),
        search_fields=("name",),
        row_url=lambda row: reverse("regulations:region", args=[row.code]),
    )


@login_required
@require_safe
def region(request: AuthedRequest, code: str) -> HttpResponse:
    """Every rule that holds in the region, by subject, and what changes on a coming day."""
    one = get_object_or_404(Organisation.objects.regions(), code=code)
    versions = list(versions_of(one, request.user))
    context = {
        "nav": "regulations",
        "region": one,
        "held": rules_of_region(one, today()),
        "versions": versions,
        "elsewhere": pages_for(request.user, one),
        "today": today(),
        "has_draft": any(version.state == RuleSet.State.DRAFT for version in versions),
        "may_edit": can_edit_rules(request.user, one),
    }
    return render(request, "regulations/region.html", context)
