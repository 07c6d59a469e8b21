"""What the audit log says about organisations: where they lie, and their names."""

from collections.abc import Collection, Mapping

from django.utils.translation import gettext_lazy as _

from randa.core.audit import places, wording
from randa.organisations.models import Organisation


def organisation_names(codes: Collection[str]) -> Mapping[str, str]:
    """Return code -> name."""
    return dict(Organisation.objects.filter(code__in=codes).values_list("code", "name"))


def register_words() -> None:
    """Tell the log what it needs to know."""
    places.register_place("organisations.organisation", lambda one: [one.path])
    wording.register_type("organisations.organisation", _("Organisation"))
    wording.register_field("organisation", _("Organisation"), names=organisation_names)
    wording.register_field("region", _("Region"), names=organisation_names)
