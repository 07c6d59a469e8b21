"""What a merge of two accounts does to a doctor's training."""

from django.utils.translation import gettext_lazy as _

from randa.core.merging import keep, move, register

register(
    move("training.Enrolment.learner", _("utbildningar")),
    *keep("training.AbsenceReason.recorded_by", "training.UnitClosure.recorded_by"),
)
