"""Pages for whoever looks after sign-in services in an organisation."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from randa.core.audit.history import history_of
from randa.core.clock import today
from randa.core.errors import DomainError
from randa.core.ui.toasts import toast
from randa.identity.fresh import fresh_sign_in_required
from randa.identity.models import IdentityProvider
from randa.identity.models.providers import PROVIDER_FIELDS
from randa.identity.providers import saml
from randa.identity.providers.examples import examples
from randa.identity.providers.forms import MappingForm, OidcForm, SamlForm, form_for
from randa.identity.providers.queries import certificate_rows, own_certificate_rows, provider_rows, tested
from randa.identity.providers.services import (
    ProviderSettings,
    change_mapping,
    change_provider,
    create_provider,
    read_again,
    switch_provider,
)
from randa.identity.providers.services_own_key import forget_other_key, publish_new_key, use_new_key
from randa.people.http import AuthedRequest

NAV = {"nav": "identity_providers"}


def _managed(request: AuthedRequest, pk: UUID) -> IdentityProvider:
    """Return a provider that the person looks after; others do not exist for them."""
    rows = IdentityProvider.objects.visible_to(request.user).select_related("organisation").prefetch_related("serves")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _must_manage(request: AuthedRequest) -> None:
    if not request.user.has("identity.manage"):
        raise PermissionDenied("identity.manage")


@login_required
@require_safe
def index(request: AuthedRequest) -> HttpResponse:
    """The providers that one looks after, with what needs attention."""
    _must_manage(request)
    return render(request, "identity/providers.html", NAV | {"rows": provider_rows(request.user, today())})


@login_required
@require_safe
def begin_from(request: AuthedRequest) -> HttpResponse:
    """Choose which kind of provider to begin from."""
    _must_manage(request)
    return render(request, "identity/provider_examples.html", NAV | {"examples": examples().values()})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@fresh_sign_in_required
def create(request: AuthedRequest, example: str) -> HttpResponse:
    """Make a provider from an example."""
    _must_manage(request)
    begun = examples().get(example)
    if begun is None:
        raise Http404
    initial = {"two_factor_values": begun.two_factor_values, "scopes": begun.scopes}
    form = form_for(begun.kind)(request.POST or None, actor=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = create_provider(
                actor=request.user, example=example, settings=form.settings(),
                organisation=form.cleaned_data["organisation"], serves=form.cleaned_data["serves"],
            )  # fmt: skip
        except DomainError as refusal:
            form.show(refusal)
        else:
            toast(request, _("%(name)s är sparad, men inte påslagen. Prova inloggningen först.") % {"name": made})
            return redirect(made)
    return _form_page(request, form, {"example": begun})


def _form_page(request: AuthedRequest, form: OidcForm | SamlForm, more: dict[str, Any]) -> HttpResponse:
    if form.errors and isinstance(form, OidcForm):
        form.ask_for_secret_again()
    context = NAV | more | {"form": form}
    return render(request, "identity/provider_form.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def detail(request: AuthedRequest, pk: UUID) -> HttpResponse:
    """One provider: what it is, what to send to whoever runs it, and what to do next."""
    provider = _managed(request, pk)
    context = NAV | {
        "provider": provider,
        "example": examples().get(provider.example),
        "certificates": certificate_rows(provider),
        "certificate_state": provider.certificate_state(today()),
        "linked": provider.linked_identities.count(),
        "own": saml.addresses(request, provider) if provider.is_saml() else None,
        "own_certificates": own_certificate_rows(provider),
        "callback": request.build_absolute_uri(f"/inloggning/via/{provider.pk}/svar/"),
        "history": history_of(provider, request.user),
    }
    return render(request, "identity/provider.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@fresh_sign_in_required
def change(request: AuthedRequest, pk: UUID) -> HttpResponse:
    """Change a provider's settings."""
    provider = _managed(request, pk)
    names = [name for name in ProviderSettings.__dataclass_fields__ if name != "client_secret"]
    initial: dict[str, Any] = {name: getattr(provider, name) for name in names}
    initial["serves"] = sorted(one.code for one in provider.serves.all())
    form = form_for(provider.kind)(request.POST or None, actor=request.user, provider=provider, initial=initial)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        # Organisations that somebody else let it serve are not in this person's choices, and stay.
        kept = provider.serves.exclude(pk__in=form.fields["serves"].queryset)  # type: ignore[attr-defined]  # a model field
        try:
            change_provider(
                actor=request.user, provider=provider, settings=form.settings(),
                serves=[*asked["serves"], *kept], reason=asked["reason"],
            )  # fmt: skip
        except DomainError as refusal:
            form.show(refusal)
        else:
            toast(request, _("Ändringarna är sparade."))
            return redirect(provider)
    return _form_page(request, form, {"provider": provider})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@fresh_sign_in_required
def mapping(request: AuthedRequest, pk: UUID) -> HttpResponse:
    """Say which claim or attribute gives which field, beside what the last test delivered."""
    provider = _managed(request, pk)
    initial = {name: provider.mapping.get(name, []) for name in PROVIDER_FIELDS}
    form = MappingForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            change_mapping(actor=request.user, provider=provider, mapping=form.mapping())
        except DomainError as refusal:
            form.show(refusal)
        else:
            toast(request, _("Fälten är sparade. Prova igen för att se vad de blir."))
            return redirect("identity:provider_test", provider.pk)
    context = NAV | {"form": form, "provider": provider, "test": tested(request, provider)}
    return render(request, "identity/provider_mapping.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def test(request: AuthedRequest, pk: UUID) -> HttpResponse:
    """What the last test sign-in of this session delivered, and what each field becomes."""
    provider = _managed(request, pk)
    return render(
        request, "identity/provider_test.html", NAV | {"provider": provider, "test": tested(request, provider)}
    )


@login_required
@require_POST
@fresh_sign_in_required
def switch(request: AuthedRequest, pk: UUID) -> HttpResponse:
    """Switch a provider on or off."""
    provider = _managed(request, pk)
    enabled = request.POST.get("enabled") == "yes"
    try:
        switch_provider(actor=request.user, provider=provider, enabled=enabled)
    except DomainError as refusal:
        toast(request, str(refusal), tone="warning")
    else:
        words = _("%(name)s är påslagen och visas på inloggningssidan.") if enabled else _("%(name)s är avslagen.")
        toast(request, words % {"name": provider})
    return redirect(provider)


@login_required
@require_POST
@fresh_sign_in_required
def read_metadata_again(request: AuthedRequest, pk: UUID) -> HttpResponse:
    """Read a SAML provider's metadata again."""
    provider = _managed(request, pk)
    try:
        read_again(actor=request.user, provider=provider)
    except DomainError as refusal:
        advice = getattr(refusal, "advice", "") or str(refusal)
        toast(request, " ".join([advice, *getattr(refusal, "problems", [])]), tone="warning")
    else:
        toast(request, _("Metadata är läst på nytt."))
    return redirect(provider)


@login_required
@require_POST
@fresh_sign_in_required
def own_key(request: AuthedRequest, pk: UUID) -> HttpResponse:
    """One step of changing our own key: publish a new one, use it, throw the other away."""
    provider = _managed(request, pk)
    steps = {
        "publish": (publish_new_key, _("Den nya nyckeln är utlagd. Be den som sköter tjänsten att läsa vår metadata.")),
        "use": (use_new_key, _("Den nya nyckeln används nu.")),
        "forget": (forget_other_key, _("Den andra nyckeln är kastad.")),
    }
    wanted = request.POST.get("do", "")
    if wanted not in steps:
        return redirect(provider)
    act, said = steps[wanted]
    try:
        act(actor=request.user, provider=provider)
    except DomainError as refusal:
        toast(request, str(refusal), tone="warning")
    else:
        toast(request, said)
    return redirect(provider)
