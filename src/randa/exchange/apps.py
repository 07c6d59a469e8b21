from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    name = "randa.exchange"

    def ready(self) -> None:
        from randa.core.notifications import kinds, waiting
        from randa.core.ui.navigation import NavItem, register
        from randa.exchange import (
            audit_words,
            audit_words_queues,
            outcomes,
            tasks,  # noqa: F401 - registers the daily look at deadlines with the worker
        )
        from randa.exchange.imports import tasks as list_tasks  # noqa: F401 - registers the reading of long lists with the worker
        from randa.exchange.my_day import my_turn, my_wishes
        from randa.exchange.my_day_queues import my_queues, near_their_last_week
        from randa.exchange.queries.bank import request_url
        from randa.exchange.queries.blocks import request_doors
        from randa.exchange.queries.free import confirmed_seats
        from randa.exchange.rule_pages import order_page
        from randa.exchange.services.allocating import SEAT
        from randa.exchange.services.housing import HOUSING
        from randa.exchange.services.queues.following import follow
        from randa.exchange.services.queues.waiting import QUEUE
        from randa.exchange.services.telling import NEWS, TURN
        from randa.placements import held, ways_out
        from randa.regulations import elsewhere
        from randa.supply import hooks

        register(NavItem("exchange", _("Platser hos andra"), "exchange:index", "arrow-left-right", 43, "exchange.view"))
        kinds.register(TURN)
        kinds.register(NEWS)
        kinds.register(SEAT)
        kinds.register(HOUSING)
        kinds.register(QUEUE)
        waiting.register(my_turn)
        waiting.register(my_wishes)
        waiting.register(my_queues)
        waiting.register(near_their_last_week)
        audit_words.register_words()
        audit_words_queues.register_words()
        held.register(confirmed_seats)
        outcomes.register(follow)
        hooks.register_request(request_url)
        elsewhere.register("30-queues", order_page)
        ways_out.register(request_doors)
