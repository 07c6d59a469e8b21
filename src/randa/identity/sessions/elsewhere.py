"""Signing out everywhere else in the same step as one changes how one signs in."""

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from randa.core.ui.toasts import toast
from randa.identity.sessions.queries import sessions_of
from randa.identity.sessions.services import ROW, end_other_sessions
from randa.people.models import User

if TYPE_CHECKING:
    from django.views.generic.edit import FormView

    _View = FormView[forms.Form]
else:
    _View = object


class ElsewhereForm(forms.Form):
    elsewhere = forms.BooleanField(
        required=False,
        label=_("Logga ut mig på alla andra ställen"),
        help_text=_("Gör det om en enhet är borta, eller om någon annan kan vara inloggad som du."),
    )


class OffersToSignOutElsewhere(_View):
    """A view that changes a second factor: asks, when one is signed in elsewhere, and does it when the change is made."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        values: dict[str, Any] = super().get_context_data(**kwargs)
        others = [one for one in sessions_of(viewer=self._person(), current=self._own()) if not one.current]
        return values | {"elsewhere_form": ElsewhereForm(self.request.POST or None) if others else None}

    def form_valid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)
        asked = ElsewhereForm(self.request.POST)
        if asked.is_valid() and asked.cleaned_data["elsewhere"]:
            ended = end_other_sessions(user=self._person(), but=self._own())
            toast(
                self.request,
                ngettext(
                    "Du är utloggad på %(count)d ställe till.", "Du är utloggad på %(count)d andra ställen.", ended
                )
                % {"count": ended},
            )
        return answer

    def _person(self) -> User:
        return cast("User", self.request.user)  # these pages open only for somebody who is signed in

    def _own(self) -> int | None:
        return self.request.session.get(ROW)
