"""What the log says about compensation."""

from django.utils.translation import gettext_lazy as _

from randa.compensation.models import CountingRule, Rate
from randa.core.audit import places, wording


def _of_rate(rate: Rate) -> list[str]:
    return [rate.agreement.home.path, rate.agreement.host.path]


def _of_rule(rule: CountingRule) -> list[str]:
    return [rule.agreement.home.path, rule.agreement.host.path] if rule.agreement else []


def register_words() -> None:
    """Tell the log its sentences, and where a rate lies: with both sides of its agreement."""
    wording.register_type("compensation.rate", _("Ersättning per vecka"))
    wording.register("rate.registered", _("Ersättningen %(after_amount)s kronor per vecka registrerades"))
    wording.register(
        "compensation.named_file", _("Ett ersättningsunderlag med namn hämtades som fil, %(after_lines)s rader")
    )
    places.register_place("compensation.rate", _of_rate)
    wording.register_type("compensation.countingrule", _("Hur dagar räknas"))
    wording.register("counting_rule.registered", _("Hur dagar räknas registrerades"))
    places.register_place("compensation.countingrule", _of_rule)
    wording.register_field("holidays_off", _("Helgdagar räknas bort"), of="compensation.countingrule")
    wording.register_field("eves_off", _("Aftnar räknas bort"), of="compensation.countingrule")
    wording.register_field("by_share", _("Deltid räknas efter tjänstgöringsgrad"), of="compensation.countingrule")
    wording.register_field("amount", _("Kronor per vecka"), of="compensation.rate")
    wording.register_field("lines", _("Rader"))
