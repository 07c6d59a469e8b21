from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SupplyConfig(AppConfig):
    name = "randa.supply"

    def ready(self) -> None:
        from randa.core.notifications import waiting
        from randa.core.ui.navigation import NavItem, register
        from randa.placements import hosts, objections, ways_out
        from randa.regulations import elsewhere
        from randa.supply import waiting as own
        from randa.supply.audit_words import register_words
        from randa.supply.kinds import register_kinds
        from randa.supply.queries.hosts import hosts_of
        from randa.supply.queries.openings import opening_doors, openings_to_answer
        from randa.supply.queries.workplace_plan import workplace_objections
        from randa.supply.rule_pages import pool_page
        from randa.supply.rule_uses import register_uses
        from randa.supply.waiting_coming import coming_without_supervisor

        register(NavItem("units", _("Enheter"), "supply:units", "hospital", 43, "placements.view"))
        register(NavItem("pool", _("Gemensam pott"), "supply:pool", "layers", 44, "placements.view"))
        register(NavItem("bank", _("Platsbank"), "supply:bank", "inbox", 44, "placements.view"))
        register(NavItem("agreements", _("Ramavtal"), "supply:agreements", "handshake", 46, "placements.view"))
        register_words()
        register_kinds()
        register_uses()
        elsewhere.register("20-pool", pool_page)
        objections.register(workplace_objections)
        hosts.register(hosts_of)
        waiting.register(own.learners_without_supervisor)
        waiting.register(coming_without_supervisor)
        waiting.register(openings_to_answer)
        ways_out.register(opening_doors)
