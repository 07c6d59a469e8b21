"""The page about directories: keys, groups, and the roles that groups give."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from randa.core.access.permissions import RefusedError
from randa.core.clock import today
from randa.core.ui.toasts import toast
from randa.identity.fresh import fresh_sign_in_required
from randa.identity.models import DirectoryGroup, GroupRole, ScimToken
from randa.identity.scim.forms import GroupRoleForm, TokenForm
from randa.identity.scim.permissions import can_map_group
from randa.identity.scim.queries import directory_groups
from randa.identity.scim.services_roles import map_group, unmap_group
from randa.identity.scim.services_tokens import make_token, revoke_token
from randa.people.http import AuthedRequest


@login_required
@require_safe
def overview(request: AuthedRequest) -> HttpResponse:
    """The keys and groups of the organisations whose sign-in one manages."""
    return _page(request)


@never_cache
@login_required
@require_POST
@fresh_sign_in_required
def token_make(request: AuthedRequest) -> HttpResponse:
    """A new key, shown on this answer and never again."""
    _manages(request)
    form = TokenForm(request.POST, actor=request.user)
    if not form.is_valid():
        return _page(request, token_form=form, status=422)
    _row, key = make_token(actor=request.user, **form.cleaned_data)
    return _page(request, key=key)


@login_required
@require_POST
@fresh_sign_in_required
def token_revoke(request: AuthedRequest, pk: UUID) -> HttpResponse:
    """Close a key at once."""
    token = get_object_or_404(ScimToken.objects.visible_to(request.user), pk=pk)
    revoke_token(actor=request.user, token=token)
    toast(request, _("Nyckeln gäller inte längre."))
    return redirect("identity:directory")


@login_required
@require_POST
@fresh_sign_in_required
def group_map(request: AuthedRequest) -> HttpResponse:
    """Let a group give a role."""
    _manages(request)
    form = GroupRoleForm(request.POST, actor=request.user)
    if form.is_valid():
        try:
            map_group(actor=request.user, today=today(), **form.cleaned_data)
        except RefusedError:
            form.add_error(
                "role", _("Du kan bara koppla roller som du själv får ge, inom katalogens egen organisation.")
            )
        else:
            toast(request, _("Gruppen ger nu rollen."))
            return redirect("identity:directory")
    return _page(request, map_form=form, status=422)


@login_required
@require_POST
@fresh_sign_in_required
def group_unmap(request: AuthedRequest, pk: UUID) -> HttpResponse:
    """Stop a group from giving a role; what it gave ends."""
    seen = GroupRole.objects.filter(group__in=directory_groups(request.user))
    unmap_group(actor=request.user, group_role=get_object_or_404(seen, pk=pk), today=today())
    toast(request, _("Kopplingen är borttagen, och rollerna som den gav är avslutade."))
    return redirect("identity:directory")


def _manages(request: AuthedRequest) -> None:
    if not request.user.has("identity.manage"):
        raise RefusedError(can_map_group)


def _page(request: AuthedRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    if not request.user.has("identity.manage"):
        raise PermissionDenied("identity.manage")
    tokens = ScimToken.objects.visible_to(request.user).select_related("organisation", "made_by")
    groups: list[DirectoryGroup] = list(directory_groups(request.user))
    context = {
        "nav": "directory",
        "tokens": tokens,
        "groups": groups,
        "address": request.build_absolute_uri("/scim/v2"),
        "token_form": TokenForm(actor=request.user),
        "map_form": GroupRoleForm(actor=request.user),
        "key": "",
    }
    return render(request, "identity/directory.html", context | more, status=status)
