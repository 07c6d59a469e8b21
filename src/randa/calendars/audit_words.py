"""What the log says about calendars that are followed."""

from django.utils.translation import gettext_lazy as _

from randa.core.audit import places, wording


def register_words() -> None:
    """Tell the log its sentences. A calendar lies where its owner belongs."""
    wording.register_type("calendars.feed", _("Kalenderadress"))
    wording.register("calendar.made", _("Kalenderadressen %(object)s skapades"))
    wording.register("calendar.renewed", _("Kalenderadressen %(object)s förnyades"))
    wording.register("calendar.withdrawn", _("Kalenderadressen %(object)s togs bort"))
    wording.register_field("with_names", _("Med namn på läkare och studenter"))
    places.register_place("calendars.feed", lambda feed: [feed.unit.organisation.path] if feed.unit_id else [])
