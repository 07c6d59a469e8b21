"""Which calendar is to get an address."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from randa.calendars.choices import Calendar, calendars_of
from randa.people.models import User


class FeedForm(forms.Form):
    """A calendar that has no address yet, and whether learners are named in it."""

    calendar = forms.ChoiceField(label=_("Kalender"), error_messages={"required": _("Välj en kalender.")})
    with_names = forms.BooleanField(
        label=_("Visa namn på läkare och studenter"),
        required=False,
        help_text=_(
            "Låt bli om kalendern ligger hos en leverantör som din arbetsgivare inte har avtal med. Utan namn visas utbildning och "
            "tjänstens nummer, som bara säger något i Randa. Gäller inte Mina placeringar, där det inte finns några namn."
        ),
    )  # fmt: skip

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._found: dict[str, Calendar] = {one.key: one for one in calendars_of(actor)}
        self.fields["calendar"].choices = [(key, one.label) for key, one in self._found.items()]  # type: ignore[attr-defined]

    def asked(self) -> dict[str, Any]:
        """Return the arguments of the service."""
        chosen = self._found[self.cleaned_data["calendar"]]
        return {"kind": chosen.kind, "unit": chosen.unit, "with_names": self.cleaned_data["with_names"]}
