"""How long somebody who has tried too often must wait. The counting itself is allauth's, in the shared cache."""

import math
import time

from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import ngettext

LOCKED = "too_many_login_attempts"


def minutes_to_wait(request: HttpRequest, action: str, key: str) -> int:
    """Return the whole minutes until `action` with `key` may be tried again from the request's address; at least one."""
    waits = [0.0]
    for rate in ratelimit.get_rates(app="allauth.account", action=action):
        counted = ratelimit.get_cache_key(request, app="allauth.account", action=action, rate=rate, key=key)
        history = cache.get(counted, [])
        if len(history) >= rate.amount:
            waits.append(history[rate.amount - 1] + rate.duration - time.time())
    return max(1, math.ceil(max(waits) / 60))


def locked(minutes: int) -> ValidationError:
    """Return the refusal of one attempt too many. It says the same whether there is such an account or not."""
    sentence = ngettext(
        "För många försök. Vänta %(minutes)d minut och försök igen. Rätt uppgifter hjälper inte före dess.",
        "För många försök. Vänta %(minutes)d minuter och försök igen. Rätt uppgifter hjälper inte före dess.",
        minutes,
    )
    return ValidationError(sentence % {"minutes": minutes}, code=LOCKED)
