"""What a person may choose about mail."""

from collections.abc import Callable, Iterator
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from randa.core.notifications import kinds
from randa.core.notifications.kinds import Channel
from randa.core.notifications.models import MailSettings

_KIND = "kind:"


def _hours() -> list[tuple[int, str]]:
    return [(hour, f"{hour:02d}.00") for hour in range(24)]


def _weekdays() -> list[tuple[int, str]]:
    names = (_("måndag"), _("tisdag"), _("onsdag"), _("torsdag"), _("fredag"), _("lördag"), _("söndag"))
    return list(enumerate(names))


class ChoicesForm(forms.Form):
    """One choice per kind, and the hours of mail."""

    digest_hour = forms.TypedChoiceField(label=gettext_lazy("Klockslag för samlat mejl"), choices=_hours, coerce=int)
    weekday = forms.TypedChoiceField(label=gettext_lazy("Dag för veckans mejl"), choices=_weekdays, coerce=int)
    has_quiet = forms.BooleanField(label=gettext_lazy("Inga mejl under tysta timmar"), required=False)
    quiet_from = forms.TypedChoiceField(label=gettext_lazy("Tyst från"), choices=_hours, coerce=int)
    quiet_until = forms.TypedChoiceField(label=gettext_lazy("Tyst till"), choices=_hours, coerce=int)

    def __init__(
        self, *args: Any, wishes: MailSettings, chosen: dict[str, str], may: Callable[[str], bool], **kwargs: Any
    ) -> None:
        kwargs["initial"] = {
            "digest_hour": wishes.digest_hour,
            "weekday": wishes.weekday,
            "has_quiet": wishes.quiet_from is not None,
            "quiet_from": 19 if wishes.quiet_from is None else wishes.quiet_from,
            "quiet_until": 7 if wishes.quiet_until is None else wishes.quiet_until,
        }
        super().__init__(*args, **kwargs)
        for kind in kinds.kinds_for(may):
            offered = [one for one in Channel.choices if not (kind.mandatory and one[0] == Channel.OFF)]
            self.fields[_KIND + kind.key] = forms.ChoiceField(
                label=str(kind.label),
                choices=offered,
                initial=chosen[kind.key],
                help_text=_("Kan inte stängas av.") if kind.mandatory else "",
            )

    def kind_fields(self) -> Iterator[BoundField]:
        """Yield the fields of the kinds."""
        return (self[name] for name in self.fields if name.startswith(_KIND))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("has_quiet") and data.get("quiet_from") == data.get("quiet_until"):
            self.add_error("quiet_until", _("De tysta timmarna börjar och slutar samtidigt. Välj olika klockslag."))
        return data

    def channels(self) -> dict[str, Channel]:
        """Return the chosen channel of each kind."""
        return {
            name.removeprefix(_KIND): Channel(value)
            for name, value in self.cleaned_data.items()
            if name.startswith(_KIND)
        }
