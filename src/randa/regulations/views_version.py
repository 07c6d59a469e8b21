"""The page of one version of a rule set."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from randa.core.audit.history import history_of
from randa.core.clock import today
from randa.core.ui.tables import Column, Filter, Table, table_response
from randa.organisations.templatetags.sources import source_mark_of
from randa.people.http import AuthedRequest
from randa.regulations import queries
from randa.regulations.forms import ReasonForm
from randa.regulations.models import RuleSet
from randa.regulations.permissions import can_withdraw_rules
from randa.regulations.remarks import in_remark
from randa.regulations.wording import binding_mark, rule_source


@login_required
@require_safe
def rule_set_detail(request: AuthedRequest, pk: int) -> HttpResponse:
    """The rules of one version, each with binding, source and provenance."""
    rule_set = get_object_or_404(RuleSet.objects.visible_to(request.user).select_related("organisation"), pk=pk)
    return version_page(request, rule_set, ReasonForm())


def version_page(request: AuthedRequest, rule_set: RuleSet, reason: ReasonForm, status: int = 200) -> HttpResponse:
    """Answer with the page; `reason` is the form for taking the version back."""
    columns = [
        Column("label", _("Regel"), sortable=False),
        Column("group", _("Område"), default_visible=False),
        Column("value", _("Värde"), sortable=False, wrap=True),
        Column("binding", _("Bindning"), value=lambda row: row.rule.binding, render=lambda row: binding_mark(row.rule)),
        Column("source", _("Stöd"), value=lambda row: rule_source(row.rule), sortable=False, wrap=True),
        Column(
            "provenance", _("Källa"), value=lambda row: row.rule.provenance, render=lambda row: source_mark_of(row.rule)
        ),
        Column("note", _("Anmärkning"), value=lambda row: in_remark(row.rule.note), sortable=False, wrap=True),
        Column("key", _("Nyckel"), value=lambda row: row.rule.key, default_visible=False),
    ]
    table = Table.from_request(
        request,
        key="rules",
        columns=columns,
        rows=queries.rule_rows(rule_set),
        caption=rule_set.name,
        filters=(Filter("group", _("Område")), Filter("binding", _("Bindning"))),
    )
    is_coming = rule_set.state == RuleSet.State.PUBLISHED and rule_set.valid_from > today()
    context = {
        "nav": "regulations",
        "rule_set": rule_set,
        "before": queries.version_before(rule_set),
        "may_withdraw": is_coming and can_withdraw_rules(request.user, rule_set),
        "reason": reason,
        "history": history_of(rule_set, request.user),
    }
    if status != 200:
        return render(request, "regulations/detail.html", context | {"table": table}, status=status)
    return table_response(request, "regulations/detail.html", table, context)
