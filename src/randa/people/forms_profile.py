"""What one fills in about oneself."""

from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

PHONE = RegexValidator(r"^[0-9+()/ .-]*$", _("Ett telefonnummer har siffror, mellanslag, bindestreck och plustecken."))


class OwnDetailsForm(forms.Form):
    """One's own phone number and language."""

    work_phone = forms.CharField(
        label=_("Telefon i tjänsten"),
        max_length=30,
        required=False,
        validators=[PHONE],
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    language = forms.ChoiceField(
        label=_("Språk"), choices=settings.LANGUAGES, help_text=_("Gäller i Randa och i mejl, på alla dina enheter.")
    )
