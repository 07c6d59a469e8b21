"""Who may see, change and decide the plan."""

from randa.organisations.models import Organisation
from randa.people.models import User


def can_view_plan(user: User) -> bool:
    """Anyone with the permission anywhere sees every region's plan: regions plan for each other's neighbours."""
    return user.has("dimensioning.view")


def can_edit_plan_of(user: User, region: Organisation) -> bool:
    """A region's posts are changed by those who plan for that region."""
    return user.has("dimensioning.edit", region)


def can_decide_plan_of(user: User, region: Organisation) -> bool:
    """Deciding, and changing what is decided, is a permission of its own."""
    return user.has("dimensioning.decide", region)


def can_edit_any_plan(user: User) -> bool:
    """Tell whether the person can change anything at all; what exactly is asked cell by cell."""
    return user.has("dimensioning.edit")
