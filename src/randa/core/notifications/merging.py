"""What a merge of two accounts does to notifications and the choices about them."""

from django.utils.translation import gettext_lazy as _

from randa.core.merging import join, keep, register

register(
    join("core_notifications.Notification.recipient", _("aviseringar"), "kind", "dedupe", may_go=True),
    *keep("core_notifications.Notification.actor"),
    join("core_notifications.OutgoingMail.recipient", _("skickade mejl"), "digest_on", may_go=True),
    join("core_notifications.MailSettings.person", _("tider för mejl"), may_go=True),
    join("core_notifications.Preference.person", _("val av mejl"), "kind", may_go=True),
    join(
        "core_notifications.ReturnedAddress.person",
        _("adresser som mejl har kommit tillbaka från"),
        "address",
        may_go=True,
    ),
    join("core_notifications.Snooze.person", _("uppskjutna uppgifter"), "task", may_go=True),
)
