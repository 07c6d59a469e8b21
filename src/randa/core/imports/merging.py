"""What a merge of two accounts does to files that were read in."""

from django.utils.translation import gettext_lazy as _

from randa.core.merging import move, register

register(move("core_imports.ImportRun.started_by", _("filer som har lästs in"), may_go=True))
