"""What a merge of two accounts does to planned posts and scenarios."""

from django.utils.translation import gettext_lazy as _

from randa.core.merging import keep, move, register

register(
    move("dimensioning.PlannedPosts.owner", _("planerade tjänster som personen ansvarar för")),
    move("dimensioning.PlanInput.made_by", _("påbörjad inmatning av tjänster"), may_go=True),
    move("dimensioning.Scenario.created_by", _("scenarier")),
    *keep(
        "dimensioning.PlanRevision.saved_by",
        "dimensioning.PatientNeed.recorded_by",
        "dimensioning.AreaBudget.recorded_by",
    ),
)
