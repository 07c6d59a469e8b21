"""What is filled in to propose sharing, and to end it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from randa.core.day_fields import DayField, DaysInOrder
from randa.core.freetext import FreeTextField
from randa.organisations.models import Organisation
from randa.people.forms_roles import ONE_DAY
from randa.people.models import User
from randa.people.queries.granting import organisations_under
from randa.people.queries.sharing import MANAGE, organisations_to_share_with
from randa.people.sharing_words import WORDS

GIVE, ASK = "give", "ask"


class ProposeForm(DaysInOrder, forms.Form):
    """Offer another organisation to look, or ask to look."""

    own = forms.ModelChoiceField(
        label=_("Vår organisation"), queryset=Organisation.objects.none(), to_field_name="code"
    )
    direction = forms.ChoiceField(
        label=_("Vem ska få se?"), widget=forms.RadioSelect,
        choices=[
            (GIVE, _("Den andra organisationen ska få se våra uppgifter")),
            (ASK, _("Vi vill se den andra organisationens uppgifter")),
        ],
    )  # fmt: skip
    other = forms.ModelChoiceField(
        label=_("Den andra organisationen"), queryset=Organisation.objects.none(), to_field_name="code"
    )
    permissions = forms.MultipleChoiceField(
        label=_("Vad ska få ses?"), widget=forms.CheckboxSelectMultiple, choices=[*WORDS.items()],
        help_text=_("Den som får se kan aldrig ändra något."),
        error_messages={"required": _("Välj minst en sak som får ses.")},
    )  # fmt: skip
    email = forms.EmailField(
        label=_("Bara en person"), required=False,
        help_text=_("Skriv personens e-postadress, eller lämna tomt om det gäller alla. Det går bara när vi delar våra uppgifter."),
    )  # fmt: skip
    starts_on = DayField(label=_("Första dag"))
    last_day = DayField(label=_("Sista dag"), help_text=_("Högst tre år. En delning utan slut glöms bort."))
    reason = FreeTextField(
        label=_("Varför behövs det?"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Båda organisationerna läser det."),
    )  # fmt: skip

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.fields["own"].queryset = organisations_under(actor, MANAGE)  # type: ignore[attr-defined]
        self.fields["other"].queryset = organisations_to_share_with()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        own, other = data.get("own"), data.get("other")
        if own and other and (own.path.startswith(other.path) or other.path.startswith(own.path)):
            self.add_error(
                "other", _("Organisationerna hör ihop. Ge en roll i stället; delning är för andra organisationer.")
            )
        data["person"] = None
        if email := data.get("email"):
            data["person"] = self._person(str(email), data)
        return data

    def _person(self, email: str, data: dict[str, Any]) -> User | None:
        if data.get("direction") != GIVE:
            self.add_error("email", _("Den som delar sina uppgifter väljer personen. Be dem föreslå delningen."))
            return None
        own = data.get("own")
        seen = User.objects.visible_to(self.actor).filter(email__iexact=email.strip())
        person = seen.filter(role_assignments__organisation__path__startswith=own.path).first() if own else None
        if person is None:
            self.add_error("email", _("Ingen i vår organisation har den adressen."))
        return person

    def asked(self) -> dict[str, Any]:
        """Return the arguments of `propose_sharing`."""
        data = self.cleaned_data
        gives = data["direction"] == GIVE
        return {
            "giver": data["own"] if gives else data["other"],
            "receiver": data["other"] if gives else data["own"],
            "permissions": data["permissions"],
            "starts_on": data["starts_on"],
            "ends_before": data["last_day"] + ONE_DAY,
            "reason": data["reason"],
            "person": data["person"],
        }


class EndForm(forms.Form):
    """Say why sharing ends."""

    reason = FreeTextField(
        label=_("Varför?"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Båda organisationerna läser det."),
    )  # fmt: skip
