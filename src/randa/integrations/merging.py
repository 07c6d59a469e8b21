"""What a merge of two accounts does to keys: they stay with the closed account, and a closed account opens nothing.

A key that moved would suddenly reach what the other account may.
"""

from django.utils.translation import gettext_lazy as _

from randa.core.merging import keep, register

register(
    *keep("integrations.ApiKey.owner", what=_("nycklar, som slutar gälla")),
    *keep("integrations.ApiKey.made_by", "integrations.ApiKey.revoked_by", "integrations.AnsweredCall.actor"),
    *keep("integrations.Webhook.made_by", "integrations.Webhook.paused_by"),
)
