"""What a merge of two accounts does to jobs."""

from django.utils.translation import gettext_lazy as _

from randa.core.merging import move, register

register(move("core_jobs.Job.started_by", _("beräkningar och andra jobb"), may_go=True))
