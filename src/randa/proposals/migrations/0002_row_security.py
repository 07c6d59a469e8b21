"""Who sees what is proposed to units, in the database itself (ADR 0006): those who plan or publish, and the keepers of the units.

A learner does not: a draft is nothing that anybody should hear of before it counts. The plan is kept on the block, so that neither policy
reads the other's table in a circle.
"""

from django.db import migrations

from randa.core.access.row_security import ProtectRows

KEEPS = (
    "exists (select 1 from organisations_organisation place where place.id = proposals_proposedblock.unit_id"
    " and place.path ^@ any((select randa_paths('capacity.edit'))::text[]))"
)


def of_plan(column: str) -> str:
    return (
        "exists (select 1 from placements_plan_regions part join organisations_organisation region on region.id = part.organisation_id"
        f" where part.plan_id = {column} and region.path ^@ any((select randa_paths('placements.plan', 'placements.publish'))::text[]))"
    )


PLANS_BLOCK, PLANS = of_plan("proposals_proposedblock.plan_id"), of_plan("proposals_proposal.plan_id")
ASKED = "exists (select 1 from proposals_proposedblock one where one.proposal_id = proposals_proposal.id)"


class Migration(migrations.Migration):
    dependencies = [("proposals", "0001_initial"), ("placements", "0003_row_security")]

    operations = [
        ProtectRows("proposals_proposedblock", using=f"{PLANS_BLOCK} or {KEEPS}", insert=PLANS_BLOCK, delete="false"),
        ProtectRows("proposals_proposal", using=f"{PLANS} or {ASKED}", check=PLANS, delete="false"),
    ]
