"""What is filled in to give, end, lend and extend roles. People write the last day; periods are kept half-open."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from randa.core.access.models import Role
from randa.core.access.permissions import PERMISSIONS
from randa.core.day_fields import DayField, DaysInOrder
from randa.core.freetext import FreeTextField
from randa.organisations.models import Organisation
from randa.people.models import RoleAssignment, User
from randa.people.queries.granting import organisations_to_grant, roles_to_grant
from randa.people.services.delegation import NEVER_LENT

ONE_DAY = dt.timedelta(days=1)
REASON = _("Varför")


def after(last_day: dt.date | None) -> dt.date | None:
    """Return the half-open end of a period with this last day."""
    return last_day + ONE_DAY if last_day else None


class GrantForm(DaysInOrder, forms.Form):
    """Give a role."""

    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none(), to_field_name="code",
        help_text=_("Rollen gäller här och i allt som ligger under."),
    )  # fmt: skip
    role = forms.ModelChoiceField(label=_("Roll"), queryset=Role.objects.none())
    starts_on = DayField(label=_("Första dag"), to_come=True)
    last_day = DayField(label=_("Sista dag"), required=False, help_text=_("Lämna tomt om rollen gäller tills vidare."))
    reason = FreeTextField(label=REASON, max_length=200, help_text=_("Den som får rollen kan läsa det."))

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations_to_grant(actor)  # type: ignore[attr-defined]
        self.fields["role"].queryset = roles_to_grant(actor)  # type: ignore[attr-defined]

    def asked(self) -> dict[str, Any]:
        """Return the arguments of `grant_role`."""
        data = dict(self.cleaned_data)
        return data | {"ends_before": after(data.pop("last_day"))}


class EndForm(forms.Form):
    """End a role."""

    last_day = DayField(
        from_yesterday=True,
        label=_("Sista dag med rollen"),
        help_text=_("Rollen upphör vid midnatt. Välj gårdagen för att avsluta direkt."),
    )
    reason = FreeTextField(label=REASON, max_length=200, required=False)


class PeriodForm(forms.Form):
    """Change a role's last day."""

    last_day = DayField(
        label=_("Sista dag"),
        from_yesterday=True,
        required=False,
        help_text=_("Lämna tomt om rollen gäller tills vidare."),
    )
    reason = FreeTextField(label=REASON, max_length=200)


class LendForm(DaysInOrder, forms.Form):
    """Let a colleague stand in."""

    email = forms.EmailField(
        label=_("Kollegans e-postadress"), help_text=_("Någon som redan har en roll i er organisation.")
    )
    starts_on = DayField(label=_("Första dag"), to_come=True)
    last_day = DayField(label=_("Sista dag"))
    permissions = forms.MultipleChoiceField(
        label=_("Vikarien får"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Välj minst en av de behörigheter som rollen har.")},
    )  # fmt: skip
    reason = FreeTextField(label=REASON, max_length=200, required=False)

    def __init__(self, *args: Any, assignment: RoleAssignment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [name for name in assignment.permissions if name != NEVER_LENT]
        self.fields["permissions"].choices = [(name, PERMISSIONS[name]) for name in names if name in PERMISSIONS]  # type: ignore[attr-defined]
        self.fields["permissions"].initial = names
