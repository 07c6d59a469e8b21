"""What a merge of two accounts does here: who registered a rate stays who they were."""

from randa.core.merging import keep, register

register(*keep("compensation.Rate.recorded_by", "compensation.CountingRule.recorded_by"))
