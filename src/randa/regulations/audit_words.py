"""What the audit log says about a region's own rules, and where they lie."""

from django.utils.translation import gettext_lazy as _

from randa.core.audit import places, wording
from randa.regulations.labels import LABELS
from randa.regulations.models import RuleSet
from randa.regulations.wording import value_words

KIND = "regulations.ruleset"


def _of_version(version: RuleSet) -> list[str]:
    return [version.organisation.path] if version.organisation else []


def register_words() -> None:
    """Tell the log what it needs to know."""
    places.register_place(KIND, _of_version)
    wording.register_type(KIND, _("Regelverk"))
    wording.register("rules.drafted", _("Ett utkast till regler började skrivas: %(object)s"))
    wording.register("rules.draft_saved", _("Utkastet till regler ändrades: %(object)s"))
    wording.register("rules.draft_discarded", _("Utkastet till regler kastades: %(object)s"))
    wording.register("rules.published", _("Reglerna publicerades: %(object)s"))
    wording.register("rules.withdrawn", _("Reglerna togs tillbaka: %(object)s"))
    wording.register_field("state", _("Läge"), show=wording.chosen(RuleSet.State), of=KIND)
    wording.register_field("valid_from", _("Gäller från"), of=KIND)
    wording.register_field("decided_by", _("Beslutad av"), of=KIND)
    wording.register_field("source", _("Beslut"), of=KIND)
    wording.register_field("paragraph", _("Paragraf"), of=KIND)
    wording.register_field("link", _("Länk till beslutet"), of=KIND)
    for key, label in LABELS.items():
        wording.register_field(key, label, show=value_words, of=KIND)
