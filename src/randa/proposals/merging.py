"""What a merge of two accounts does to proposals: they stay signed by the account that sent or answered."""

from randa.core.merging import keep, register

register(*keep("proposals.Proposal.sent_by", "proposals.ProposedBlock.answered_by"))
