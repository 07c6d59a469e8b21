"""What is filled in to make a key. People write the last day; periods are kept half-open."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from randa.core.access.models import Role
from randa.core.clock import today
from randa.core.day_fields import DayField
from randa.integrations.scopes import SCOPES
from randa.integrations.services.keys import LONGEST
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.people.queries.granting import organisations_under, roles_to_grant

ONE_DAY = dt.timedelta(days=1)


class KeyForm(forms.Form):
    """A key of one's own."""

    name = forms.CharField(
        label=_("Vad heter systemet som ska använda nyckeln?"), max_length=80,
        help_text=_("Så känner du igen nyckeln senare, till exempel Lönesystemet eller Mitt skript."),
    )  # fmt: skip
    scopes = forms.MultipleChoiceField(
        label=_("Det här gör nyckeln"), widget=forms.CheckboxSelectMultiple,
        help_text=_("Välj så lite som möjligt. Nyckeln får aldrig göra mer än den som äger den."),
        error_messages={"required": _("Välj minst en sak som nyckeln får användas till.")},
    )  # fmt: skip
    last_day = DayField(
        label=_("Sista dag"),
        help_text=_("Högst ett år framåt. Du får ett meddelande innan nyckeln slutar gälla."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"last_day": today() + dt.timedelta(days=90)})
        super().__init__(*args, **kwargs)
        self.fields["scopes"].choices = [(name, one.sentence) for name, one in SCOPES.items()]  # type: ignore[attr-defined]

    def clean_last_day(self) -> dt.date:
        day: dt.date = self.cleaned_data["last_day"]
        if not today() <= day < today() + LONGEST:
            raise forms.ValidationError(_("Välj en dag från och med i dag, högst ett år framåt."))
        return day

    def asked(self) -> dict[str, Any]:
        """Return the arguments of the service."""
        data = dict(self.cleaned_data)
        return data | {"ends_before": data.pop("last_day") + ONE_DAY}


class OrganisationKeyForm(KeyForm):
    """A key of an organisation, with the role that its technical account gets."""

    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none(), to_field_name="code",
        help_text=_("Nyckeln når det som ligger här och under."),
    )  # fmt: skip
    role = forms.ModelChoiceField(
        label=_("Roll"), queryset=Role.objects.none(),
        help_text=_("Systemet får rollen så länge nyckeln gäller. Du kan bara ge det du själv har."),
    )  # fmt: skip

    field_order = ("name", "organisation", "role", "scopes", "last_day")

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations_under(actor, "api.manage")  # type: ignore[attr-defined]
        self.fields["role"].queryset = roles_to_grant(actor)  # type: ignore[attr-defined]
