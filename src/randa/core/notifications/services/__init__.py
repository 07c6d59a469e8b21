"""The only places that write notifications, mail and choices about them."""

from randa.core.notifications.services.notices import notify, notify_all, settle

__all__ = ["notify", "notify_all", "settle"]
