"""What whoever looks after a directory fills in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from randa.core.access.models import Role
from randa.identity.models import DirectoryGroup
from randa.organisations.models import Organisation
from randa.people.models import User


class TokenForm(forms.Form):
    """A new key."""

    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none(), to_field_name="code"
    )
    name = forms.CharField(label=_("Vad är nyckeln till?"), max_length=80, help_text=_("Till exempel katalogens namn."))
    days = forms.IntegerField(label=_("Giltighet"), min_value=1, max_value=730, initial=365)

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _limit(self, "organisation", _under(actor, "identity.manage"))


class GroupRoleForm(forms.Form):
    """Which role a group gives, and where."""

    group = forms.ModelChoiceField(label=_("Grupp i katalogen"), queryset=DirectoryGroup.objects.none())
    role = forms.ModelChoiceField(label=_("Roll"), queryset=Role.objects.all())
    organisation = forms.ModelChoiceField(label=_("Var"), queryset=Organisation.objects.none(), to_field_name="code")

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        below = _under(actor, "identity.manage")
        _limit(self, "organisation", below)
        _limit(self, "group", DirectoryGroup.objects.filter(organisation__in=below))


def _limit(form: forms.Form, name: str, rows: Any) -> None:
    field = form.fields[name]
    if isinstance(field, forms.ModelChoiceField):
        field.queryset = rows


def _under(actor: User, permission: str) -> Any:
    found = Organisation.objects.none()
    for path in actor.paths_with(permission):
        found = found | Organisation.objects.filter(path__startswith=path)
    return found.order_by("sort_name")
