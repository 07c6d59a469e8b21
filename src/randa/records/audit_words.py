"""What the log says about registers. It never repeats what is kept apart."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from randa.core.audit import places, wording
from randa.records.models import RegisteredDocument

SENTENCES = {
    "document.registered": _("Handlingen %(object)s registrerades"),
    "document.corrected": _("Uppgifterna om handlingen %(object)s rättades"),
    "document.version_added": _("Version %(after_version)s av handlingen %(object)s lades till"),
    "document.marked": _("Handlingen %(object)s sekretessmarkerades enligt %(after_section)s"),
    "document.unmarked": _("Sekretessmarkeringen av handlingen %(object)s enligt %(before_section)s hävdes"),
    "document.refused": _("Utlämnande av handlingen %(object)s nekades enligt %(after_section)s"),
    "document.released": _("Kopian %(after_copy)s gjordes av handlingen %(object)s"),
    "document.fetched": _("Version %(after_version)s av handlingen %(object)s hämtades"),
}


def register_words() -> None:
    """Tell the log what it needs to know."""
    for action, sentence in SENTENCES.items():
        wording.register(action, sentence)
    wording.register_type("records.registereddocument", _("Registrerad handling"))
    places.register_place("records.registereddocument", lambda obj: [obj.register.organisation.path])
    for name, label in (
        ("version", _("Version")),
        ("sha256", _("Kontrollsumma")),
        ("section", _("Lagrum")),
        ("copy", _("Kopia")),
        ("masked", _("Antal maskningar")),
        ("on", _("Datum")),
        ("concerns_apart", _("Ärendemeningen hålls avskild")),
        ("counterpart_apart", _("Avsändare eller mottagare hålls avskild")),
    ):
        wording.register_field(name, label)
    wording.register_field("direction", _("Slag"), show=wording.chosen(RegisteredDocument.Direction))
    wording.register_field("corrected", _("Rättade uppgifter"), show=_corrected)


def _corrected(names: Any) -> str:
    words = {
        "on": _("Datum"),
        "direction": _("Slag"),
        "concerns": _("Ärendemening"),
        "concerns_apart": _("Ärendemeningen hålls avskild"),
        "concerns_public": _("Ärendemening i det offentliga registret"),
        "counterpart": _("Avsändare eller mottagare"),
        "counterpart_apart": _("Avsändare eller mottagare hålls avskild"),
    }
    return ", ".join(str(words.get(name, name)) for name in names)
