from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProposalsConfig(AppConfig):
    name = "randa.proposals"

    def ready(self) -> None:
        from randa.core.notifications import waiting
        from randa.core.ui.navigation import NavItem, register
        from randa.placements import unit_answers
        from randa.proposals import tasks  # noqa: F401 - registers the daily look at the last days with the worker
        from randa.proposals.audit_words import register_words
        from randa.proposals.kinds import register_kinds
        from randa.proposals.my_day import proposals_gone_silent, proposals_to_answer
        from randa.proposals.queries.overview import not_agreed_in
        from randa.proposals.queries.supervisors import promised_at
        from randa.proposals.services.following import follow_published
        from randa.supply.queries import promised

        register(NavItem("proposals", _("Förslag till enheter"), "proposals:index", "inbox", 42, "capacity.edit"))
        register_words()
        register_kinds()
        waiting.register(proposals_to_answer)
        waiting.register(proposals_gone_silent)
        unit_answers.register(not_agreed_in, follow_published)
        promised.register(promised_at)
