"""Notifications and mail as personal data: whom they are addressed to."""

from django.utils.translation import gettext_lazy as _

from randa.core.personal_data import PUBLIC_TASK, AtErasure, DataKind, Rows, register

register(
    DataKind(
        key="notifications",
        label=_("Aviseringar och mejl"),
        purpose=_("Berätta för var och en vad som rör dem, på det sätt de har valt"),
        legal_basis=PUBLIC_TASK,
        persons=_("Alla med konto"),
        data=_("Vad man har fått veta, vart mejl har skickats och om de kom fram, och egna val om mejl"),
        retention_class="notifications",
        keeps_because=_("Aviseringar till andra är deras uppgifter. De finns kvar utan att säga vem som orsakade dem."),
        rows=(
            Rows(
                "core_notifications.Notification", "recipient", _("avisering till dig"), acted=("actor",), leave_out=("mail",),
                ends="created_at", event=_("aviseringen kom"),
            ),
            Rows(
                "core_notifications.Notification", "actor", _("avisering som du var orsak till"), AtErasure.CLEAR,
                clear={"actor": None}, leave_out=("title", "body", "url", "dedupe", "mail"),
            ),
            Rows(
                "core_notifications.OutgoingMail", "recipient", _("mejl till dig"), leave_out=("token",),
                ends="created_at", event=_("mejlet skapades"),
            ),
            Rows("core_notifications.MailSettings", "person", _("när du vill ha mejl")),
            Rows("core_notifications.Preference", "person", _("vad du vill ha mejl om")),
            Rows("core_notifications.ReturnedAddress", "person", _("adress som mejl har kommit tillbaka från")),
            Rows("core_notifications.Snooze", "person", _("uppgift som du har skjutit upp")),
        ),
        order=86,
    )
)  # fmt: skip
