"""How days were counted, in the words that stand on the page and in the file."""

from django.utils.translation import gettext as _

from randa.compensation.counting import Rule


def rule_words(rule: Rule) -> str:
    """Return a rule as one sentence."""
    if rule.holidays_off and rule.eves_off:
        free = _("helgdagar, midsommarafton, julafton och nyårsafton räknas bort")
    elif rule.holidays_off:
        free = _("helgdagar räknas bort, aftnar räknas som vardagar")
    elif rule.eves_off:
        free = _("midsommarafton, julafton och nyårsafton räknas bort, helgdagar räknas som vardagar")
    else:
        free = _("helgdagar och aftnar räknas som vardagar")
    share = _("deltid räknas efter tjänstgöringsgrad") if rule.by_share else _("deltid räknas som hela dagar")
    return f"{free}; {share}"
