from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlacementsConfig(AppConfig):
    name = "randa.placements"

    def ready(self) -> None:
        from randa.core.notifications import waiting
        from randa.core.search import registry
        from randa.core.ui.navigation import NavItem, register
        from randa.people import sharing_counts
        from randa.people.consequences import register_consequence
        from randa.placements import (
            search,
            tasks,  # noqa: F401 - registers the planning job with the worker
            tasks_explaining,  # noqa: F401 - and working out anew what helps those without a place
            tasks_nightly,  # noqa: F401 - registers the end of old proposals, and the forgetting of old comments
            tasks_parts,  # noqa: F401 - and planning one region of a run
            tasks_rearranging,  # noqa: F401 - and planning anew in a draft
        )
        from randa.placements.audit_words import register_words
        from randa.placements.kinds import register_kinds
        from randa.placements.leaving import placements_that_stand
        from randa.placements.my_day import swaps_to_answer, swaps_waiting_for_planner
        from randa.placements.registering import plan_offer
        from randa.placements.rule_uses import register_uses
        from randa.placements.sharing import shared_by_placements
        from randa.records.sources import Source
        from randa.records.sources import register as register_source

        for item in (
            NavItem("placements", _("Placering"), "placements:plans", "calendar-range", 40, "placements.view"),
            NavItem("mine", _("Mina placeringar"), "placements:mine", "calendar-range", 41, "placements.view_own"),
            NavItem("mandates", _("Ändrade uppdrag"), "placements:mandates", "activity", 45, "placements.view"),
        ):
            register(item)
        register_words()
        register_kinds()
        register_uses()
        waiting.register(swaps_to_answer)
        waiting.register(swaps_waiting_for_planner)
        register_consequence("20-placements", placements_that_stand)
        register_source(Source("plan", _("Placeringsplan"), plan_offer))
        sharing_counts.register(shared_by_placements)
        registry.register_subject(
            registry.Subject("placement", _("Placeringar"), search.placement_rows, (search.VIEW, search.PLAN), order=30)
        )
        registry.register_subject(
            registry.Subject("plan", _("Planer"), search.plan_rows, (search.VIEW, search.PLAN), order=40)
        )
