"""What a merge of two accounts does here: supervision follows enrolment and assignment; who decided or ticked stays who they were."""

from randa.core.merging import keep, register

register(*keep("supply.WorkplaceException.decided_by", "supply.ClearanceTick.done_by", "supply.SeatOpening.asked_by"))
