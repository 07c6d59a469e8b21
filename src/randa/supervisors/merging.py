"""What a merge of two accounts does to supervising."""

from django.utils.translation import gettext_lazy as _

from randa.core.merging import join, register

register(join("supervisors.Supervisor.user", _("uppdrag som handledare"), "unit"))
