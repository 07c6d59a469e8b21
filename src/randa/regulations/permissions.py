"""Who writes a region's own rules, and who publishes them."""

from randa.organisations.models import Organisation
from randa.people.models import User
from randa.regulations.models import RuleSet


def can_edit_rules(actor: User, region: Organisation) -> bool:
    """Whoever plans for the whole region drafts its rules; only regions have rules of their own to write."""
    return region.kind == Organisation.Kind.REGION and actor.has("rules.edit", region)


def can_decide_rules(actor: User, region: Organisation) -> bool:
    """Whoever answers for the region's plans publishes its rules, and takes back what does not hold yet."""
    return region.kind == Organisation.Kind.REGION and actor.has("rules.decide", region)


def can_withdraw_rules(actor: User, version: RuleSet) -> bool:
    """Versions of the reference data follow it: nobody takes them back here."""
    return (
        version.organisation is not None and not version.is_reference and can_decide_rules(actor, version.organisation)
    )
