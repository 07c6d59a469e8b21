"""What a merge of two accounts does to plans: they stay signed by the account that made them."""

from randa.core.merging import keep, register

register(
    *keep(
        "placements.LateChange.recorded_by", "placements.MandateChange.recorded_by", "placements.Plan.created_by",
        "placements.PlanEdit.made_by", "placements.Rearrangement.created_by", "placements.Swap.decided_by",
    )
)  # fmt: skip
