"""The part of the sign-in page that leads to employers' own sign-in."""

from typing import Any

from django import template
from django.template.context import RequestContext

from randa.identity.linking.queries import SHOWN_AT_ONCE, sign_in_choices
from randa.identity.providers.completing import safe_next

register = template.Library()


@register.inclusion_tag("identity/_employer_sign_in.html", takes_context=True)
def employer_sign_in(context: RequestContext) -> dict[str, Any]:
    """Links to the providers, or a field for an e-mail address when there are many of them."""
    found = sign_in_choices()
    many = len(found) > SHOWN_AT_ONCE
    return {"found": () if many else found, "ask": many, "next": safe_next(context["request"])}
