"""What a merge of two accounts does to the log: nothing. It stays as it was written, and is read together."""

from django.utils.translation import gettext_lazy as _

from randa.core.merging import keep, register

register(
    *keep("core_audit.AuditEvent.actor", "core_audit.AuditEvent.subject", what=_("rader i ändringsloggen")),
    *keep("core_audit.ChainCheck.started_by", "core_audit.AuditExport.made_by"),
)
