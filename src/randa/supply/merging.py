"""What a merge of two accounts does to supervision: nothing, it follows the learner's enrolment and the supervisor's assignment."""
