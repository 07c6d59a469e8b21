"""The button that other apps' pages put beside what can be registered."""

from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse

from randa.records.models import RegisteredDocument

register = template.Library()


@register.inclusion_tag("records/_button.html", takes_context=True)
def register_button(context: Any, key: str, object_id: Any) -> dict[str, Any]:
    """Show "Registrera handlingen", or the number that the thing has already; nothing for whoever keeps no register."""
    person = context["request"].user
    if not person.is_authenticated or not person.has("records.manage"):
        return {}
    held = (
        RegisteredDocument.objects.visible_to(person).filter(link_key=key, link_id=str(object_id)).only("mark").first()
    )
    query = urlencode({"typ": key, "id": str(object_id)})
    return {"held": held, "url": f"{reverse('records:new')}?{query}"}
