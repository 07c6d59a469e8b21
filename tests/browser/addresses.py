"""Every page of Randa with an example address, and who opens it. A route without a line here makes a test fail."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.browser.world import World


@dataclass(frozen=True, slots=True)
class Page:
    """A page, or one of its states.

    Attributes:
        key: name in the test report; the route's name, with `#…` after it for a state.
        role: who opens it; "nobody" is signed out.
        arguments: of the route; `{world.…}` is filled in.
        query: what stands after the address, with the question mark, filled in likewise.
        status: what the server answers.
    """

    key: str
    role: str = "training_manager"
    arguments: Mapping[str, str] = field(default_factory=dict)
    query: str = ""
    status: int = 200

    @property
    def route(self) -> str:
        return self.key.partition("#")[0]

    def address(self, world: World) -> str:
        filled = {name: text.format(world=world) for name, text in self.arguments.items()}
        return reverse(self.route, kwargs=filled) + self.query.format(world=world)


_PLAN = {"pk": "{world.plan.pk}"}
_QUEUE = {"pk": "{world.queue.pk}"}
_DOCUMENT = {"pk": "{world.document.pk}"}
_DRAFT = {"pk": "{world.draft.pk}"}
_WARD = {"code": "{world.ward}"}
_INPUT = {"pk": "{world.plan_input.pk}"}


PAGES = (
    Page("privacy:own", "learner"),
    Page("privacy:request_new", "learner"),
    Page("privacy:request_note", "administrator"),
    Page("privacy:requests", "administrator"),
    Page("privacy:register", "administrator", {"code": "REG-20"}),
    Page("privacy:controller", "administrator", {"code": "REG-20"}),
    Page("privacy:retention", "administrator", {"code": "REG-20"}),
    Page("privacy:period", "administrator", {"code": "REG-20", "key": "roles"}),
    Page("privacy:hold_new", "administrator", {"code": "REG-20"}),
    Page("records:register", "auditor"),
    Page("records:register#nothing", "auditor", query="?q=finns-inte"),
    Page("records:new", "auditor"),
    Page("records:new#offer", "auditor", query="?typ=plan&id={world.plan.pk}"),
    Page("records:document", "auditor", _DOCUMENT),
    Page("records:document#files", "auditor", _DOCUMENT, "?flik=filer"),
    Page("records:document#secrecy", "auditor", _DOCUMENT, "?flik=sekretess"),
    Page("records:document#release", "auditor", _DOCUMENT, "?flik=utlamnande"),
    Page("records:document#history", "auditor", _DOCUMENT, "?flik=historik"),
    Page("records:correct", "auditor", _DOCUMENT),
    Page("records:release", "auditor", _DOCUMENT),
    Page("records:refuse", "auditor", _DOCUMENT),
    Page("home:start"),
    Page("audit:index", "auditor"),
    Page("audit:index#nothing", "auditor", query="?sak=finns-inte"),
    Page("audit:chain", "auditor"),
    Page("audit:mine"),
    Page("audit:mine#changes", query="?visa=andringar"),
    Page("home:start#learner", "learner"),
    Page("home:start#auditor", "auditor"),
    Page("home:try_as", "nobody"),
    Page("home:tour"),
    Page("account_login", "nobody"),
    Page("account_signup", "nobody"),
    Page("account_inactive", "nobody"),
    Page("account_reset_password", "nobody"),
    Page("account_reset_password_done", "nobody"),
    Page("account_reset_password_from_key_done", "nobody"),
    Page("account_reset_password_from_key#old", "nobody", {"uidb36": "1", "key": "0-0"}),
    Page("account_logout"),
    Page("account_set_password"),
    Page("mfa_index"),
    Page("mfa_list_webauthn"),
    Page("mfa_add_webauthn"),
    Page("account_login#unknown-passkey", "nobody", query="?passernyckel=okand"),
    Page("identity:sign_in_again"),
    Page("identity:back_again"),
    Page("identity:sessions"),
    Page("identity:choose", "nobody"),
    Page("identity:choose#address", "nobody", query="?epost=namn@okand.example"),
    Page("identity:links"),
    Page("identity:providers", "administrator"),
    Page("identity:provider_new", "administrator"),
    Page("identity:provider_create", "administrator", {"example": "inera_oidc"}),
    Page("identity:provider_create#saml", "administrator", {"example": "sambi"}),
    Page("identity:provider", "administrator", {"pk": "{world.provider.pk}"}),
    Page("identity:provider_change", "administrator", {"pk": "{world.provider.pk}"}),
    Page("identity:provider_mapping", "administrator", {"pk": "{world.provider.pk}"}),
    Page("identity:provider_test", "administrator", {"pk": "{world.provider.pk}"}),
    Page("identity:saml_finish", "nobody", {"pk": "{world.provider.pk}"}, status=400),
    Page("calendars:index", "learner"),
    Page("compensation:index", "training_manager"),
    Page("compensation:rates", "training_manager"),
    Page("compensation:rate_new", "training_manager"),
    Page("calendars:new", "learner"),
    Page("integrations:keys"),
    Page("integrations:key_new"),
    Page("integrations:organisation_keys", "administrator"),
    Page("integrations:organisation_key_new", "administrator"),
    Page("integrations:webhooks", "administrator"),
    Page("integrations:webhook_new", "administrator"),
    Page("integrations:webhook", "administrator", {"pk": "{world.webhook.pk}"}),
    Page("jobs:detail#done", arguments={"pk": "{world.done_job.pk}"}),
    Page("jobs:detail#waiting", arguments={"pk": "{world.waiting_job.pk}"}),
    Page("notifications:list"),
    Page("notifications:list#done", query="?visa=done"),
    Page("notifications:choices"),
    Page("notifications:mail_status", "administrator"),
    Page("people:profile"),
    Page("people:profile#learner", "learner"),
    Page("people:broken_addresses", "administrator"),
    Page("account_confirm_email#old", "nobody", {"key": "gammal"}),
    Page("ui:styleguide"),
    Page("search:page", query="?q=psykaitri"),
    Page("search:page#kind", query="?q=medicin&typ=organisation&sida=2"),
    Page("search:page#empty", query="?q=zzzzzzzz"),
    Page("organisations:list"),
    Page("organisations:list#narrow", query="?kind=hospital"),
    Page("organisations:detail", arguments={"code": "REG-20"}),
    Page("organisations:detail#hospital", arguments={"code": "HSP-20-1"}),
    Page("organisations:detail#healthcare", arguments={"code": "RVKR-MEL"}),
    Page("organisations:tables"),
    Page("organisations:table", arguments={"key": "t2025_2_bt_forecast"}),
    Page("organisations:table#wide", arguments={"key": "t2023_1_dimensioning"}),
    Page("people:list"),
    Page("people:list#narrow", query="?f_state=active&f_role=learner&q=a"),
    Page("people:person", arguments={"pk": "{world.people[learner].pk}"}),
    Page("people:person_details", arguments={"pk": "{world.people[learner].pk}"}),
    Page("people:person_history", arguments={"pk": "{world.people[learner].pk}"}),
    Page("people:person_seen", "administrator", {"pk": "{world.people[learner].pk}"}),
    Page("people:my_access"),
    Page("people:invitations"),
    Page("people:invitation_new"),
    Page("people:invitation", arguments={"pk": "{world.invitation.pk}"}),
    Page("people:invitation_accept", "nobody", {"token": "{world.invitation_token}"}),
    Page("people:invitation_accept#old", "nobody", {"token": "okand"}, status=410),
    Page("people:registration_new", "nobody"),
    Page("people:registration_sent", "nobody"),
    Page("people:registrations"),
    Page("people:registration", arguments={"pk": "{world.registration.pk}"}),
    Page("people:account_rules", "administrator", {"code": "REG-20"}),
    Page("people:sharing", "administrator"),
    Page("people:sharing_new", "administrator"),
    Page("people:sharing_agreement", "administrator", {"pk": "{world.sharing.pk}"}),
    Page("people:role_matrix"),
    Page("people:who_may", arguments={"code": "REG-20"}),
    Page("people:person_leaves", "administrator", {"pk": "{world.people[learner].pk}"}),
    Page("people:role_new", "administrator", {"pk": "{world.people[administrator].pk}"}),
    Page("people:role_lend", arguments={"pk": "{world.manager_role}"}),
    Page("people:role_period", "administrator", {"pk": "{world.learner_role}"}),
    Page("people:role_end", "administrator", {"pk": "{world.learner_role}"}),
    Page("reset_factor", "administrator", {"pk": "{world.people[learner].pk}"}),
    Page("people:person_details#edit", "administrator", {"pk": "{world.people[administrator].pk}"}),
    Page("regulations:list"),
    Page("regulations:compare"),
    Page("regulations:regulations"),
    Page("regulations:objectives"),
    Page("regulations:specialities"),
    Page("regulations:detail", arguments={"pk": "{world.rule_set.pk}"}),
    Page("dimensioning:overview"),
    Page("dimensioning:region", arguments={"code": "REG-20"}),
    Page("dimensioning:forecast"),
    Page("dimensioning:forecast#region", query="?region=REG-20"),
    Page("dimensioning:shared"),
    Page("dimensioning:ceilings"),
    Page("dimensioning:ceilings#region", query="?region=REG-20"),
    Page("dimensioning:supervision"),
    Page("dimensioning:drivers"),
    Page("dimensioning:lost_weeks"),
    Page("dimensioning:lost_weeks#region", query="?region=REG-20"),
    Page("dimensioning:scenarios"),
    Page("dimensioning:scenario_base"),
    Page("dimensioning:scenario", arguments={"scenario_pk": "{world.scenario.pk}"}),
    Page("dimensioning:scenario_compare", query="?s={world.scenario.pk}"),
    Page("dimensioning:scenario_try", query="?scenario={world.scenario.pk}"),
    Page("dimensioning:forecast_cell", arguments={"region": "REG-20", "area": "PSY", "quarter": "2027Q2"}),
    Page("dimensioning:plan"),
    Page("dimensioning:plan#reader", "council_member"),
    Page("dimensioning:plan#one", query="?region=REG-20&typ=BT&fran=2024&till=2035"),
    Page("dimensioning:cell", arguments={"key": "REG-20:2028:BTF"}),
    Page("dimensioning:cell#reader", "auditor", {"key": "REG-20:2028:BTF"}),
    Page("dimensioning:plan_input_new"),
    Page("dimensioning:plan_input", arguments=_INPUT),
    Page("dimensioning:revisions"),
    Page("dimensioning:revision", arguments={"number": "{world.revision.number}"}),
    Page("dimensioning:compare"),
    Page("dimensioning:claims"),
    Page("dimensioning:claims_all"),
    Page("dimensioning:claims_own"),
    Page("placements:plans"),
    Page("placements:plans#auditor", "auditor"),
    Page("placements:run"),
    Page("placements:mine", "learner"),
    Page("placements:swaps"),
    Page("placements:mandates"),
    Page("placements:mandates#head", "unit_head"),
    Page("placements:mandate_change", "unit_head", {"unit_code": "{world.ward}"}),
    Page("supply:units"),
    Page("supply:units#nothing", query="?q=finns-inte"),
    Page("supply:unit", "unit_head", _WARD),
    Page("supply:unit#later", "unit_head", _WARD, "?fran=2027-05-03"),
    Page("supply:supervisors", "unit_head", _WARD),
    Page("supply:supervisors#away", arguments={"code": "{world.away_at}"}),
    Page("supply:leave", "unit_head", _WARD | {"supervisor_pk": "{world.ward_supervisor}"}),
    Page("supply:pool"),
    Page("supply:bank"),
    Page("supply:bank#nothing", query="?area=VFU"),
    Page("supply:offer_new", "unit_head", _WARD),
    Page("supply:agreements"),
    Page("supply:agreement_new"),
    Page("supply:agreement", arguments={"pk": "{world.agreement}"}),
    Page("supply:coming", "unit_head", _WARD),
    Page("supply:confirm", "unit_head", _WARD | {"pk": "{world.newcomer_at_ward}"}),
    Page("supply:contact", "unit_head", _WARD),
    Page("supply:clearance", "unit_head", {"pk": "{world.newcomer_at_ward}"}),
    Page("supply:goals", "learner", {"enrolment_pk": "{world.own_enrolment}"}),
    Page("supply:pool_decide", arguments={"region_code": "REG-20"}),
    Page("supply:facts", "unit_head", _WARD),
    Page("supply:fact_new", "unit_head", _WARD | {"kind": "stangt"}),
    Page("supply:fact", "unit_head", _WARD | {"kind": "platser", "pk": "{world.ward_seats}"}),
    Page("supply:objectives", "unit_head", _WARD),
    Page("supply:history", "unit_head", _WARD),
    Page("supply:late_changes", "unit_head", _WARD),
    Page("supply:claims", "unit_head", _WARD),
    Page("supply:replacement", arguments={"code": "{world.away_at}", "enrolment_pk": "{world.left_alone}"}),
    Page("placements:grid", arguments=_PLAN),
    Page("placements:grid#draft", arguments=_DRAFT),
    Page("placements:block", arguments=_DRAFT | {"block_pk": "{world.block.pk}"}),
    Page("placements:plan", arguments=_PLAN),
    Page("placements:plan#gaps", arguments=_DRAFT, query="?visa=luckor"),
    Page("placements:plan#nothing", arguments=_DRAFT, query="?region=REG-03"),
    Page("placements:plan_units", arguments=_PLAN),
    Page("placements:plan_units#draft", arguments=_DRAFT),
    Page("placements:plan_unplaced", arguments=_DRAFT),
    Page("placements:plan_facts", arguments=_PLAN),
    Page("placements:compare", arguments=_DRAFT),
    Page("placements:compare#published", arguments=_PLAN),
    Page("placements:rearrange", arguments=_DRAFT),
    Page("placements:rearrange#published", "administrator", _PLAN),
    Page("placements:publish", arguments=_DRAFT),
    Page("placements:plan_import", arguments=_DRAFT),
    Page("proposals:index", "coordinator"),
    Page("proposals:plan", arguments=_DRAFT),
    Page("exchange:index", "coordinator"),
    Page("exchange:index#lead", "programme_lead"),
    Page("exchange:asked", "coordinator"),
    Page("exchange:new", "coordinator"),
    Page("exchange:groups", "programme_lead"),
    Page("exchange:group_new", "programme_lead"),
    Page("exchange:group", "programme_lead", {"pk": "{world.student_group.pk}"}),
    Page("exchange:allocate", "programme_lead", {"pk": "{world.student_group.pk}"}),
    Page("exchange:swap", "programme_lead", {"pk": "{world.student_group.pk}"}),
    Page("exchange:reason", "programme_lead", {"pk": "{world.considered}"}),
    Page("exchange:mine", "learner"),
    Page("exchange:queues", "coordinator"),
    Page("exchange:queue_new", "coordinator"),
    Page("exchange:queue", arguments=_QUEUE),
    Page("exchange:queue_join", arguments=_QUEUE),
    Page("exchange:queue_seat", "coordinator", _QUEUE),
    Page("exchange:queue_shares", "coordinator", _QUEUE),
    Page("exchange:queue_place", arguments={"pk": "{world.queue_place.pk}"}),
    Page("exchange:my_queues", "learner"),
    Page("exchange:list", "programme_lead", {"pk": "{world.student_group.pk}"}),
    Page("exchange:request", arguments={"pk": "{world.requests[waits].pk}"}),
    Page("exchange:inquiry", "coordinator", {"pk": "{world.threads[confirmed].pk}"}),
    Page("exchange:inquiry#offered", arguments={"pk": "{world.threads[offered].pk}"}),
    Page("exchange:inquiry#declined", arguments={"pk": "{world.threads[declined].pk}"}),
    Page("exchange:offer", arguments={"pk": "{world.threads[to-answer].pk}"}),
    Page("exchange:counter", arguments={"pk": "{world.threads[offered].pk}"}),
    Page("people:import"),
    Page("identity:directory", "administrator"),
    Page("people:identity_number", "administrator", {"pk": "{world.manager.pk}"}),
    Page("people:merge_find", "administrator", {"pk": "{world.people[learner].pk}"}),
    Page("people:merge", "administrator", {"pk": "{world.people[learner].pk}", "other_pk": "{world.manager.pk}"}),
    Page("placements:run#forbidden", "auditor", status=403),
    Page("organisations:detail#missing", arguments={"code": "FINNS-EJ"}, status=404),
)

# Routes that answer with something else than a page one looks at, and why.
NOT_PAGES = {
    **dict.fromkeys(("records:register_pdf", "records:file", "records:refusal"), "a file"),
    **dict.fromkeys(
        (
            "records:file_new", "records:mark", "records:mark_lift", "identity:directory_group_map", "identity:directory_group_unmap",
            "identity:directory_token_make", "identity:directory_token_revoke", "people:identity_number_show", "people:import_store",
            "people:import_undo", "people:invitation_act", "people:leaving_undo",
            "supply:leave_withdraw", "supply:claim_act", "supply:offer_withdraw",
        ),
        "leads to another page",
    ),
    "mfa_login_webauthn": "speaks with a script, and leads to the page where one signs in",
    **dict.fromkeys(
        ("mfa_edit_webauthn", "mfa_remove_webauthn", "mfa_reauthenticate_webauthn"),
        "opens only for an account with a passkey; test_passkeys.py goes there",
    ),
    "people:merge_undo": "opens only after a merge; test_merging.py goes there",
    "audit:export": "a file",
    "audit:event": "its number differs from world to world; test_audit_log.py goes there",
    "audit:why": "opens only on the way to a record outside one's own duty; test_audit_log.py goes there",
    "people:bulk": "opens only for people chosen in the list; test_changing_roles.py goes there",
    **dict.fromkeys(
        (
            "people:sharing_answer", "people:sharing_end",
            "privacy:export_ask", "privacy:request_withdraw", "privacy:request_answer", "privacy:request_extend", "privacy:request_export",
            "privacy:request_lift", "privacy:register_index", "privacy:retention_index", "privacy:hold_lift", "privacy:run_new",
            "privacy:run_approve", "privacy:run_reject", "privacy:run_apply",
        ),
        "leads to another page",
    ),
    **dict.fromkeys(("privacy:own_pdf", "privacy:export_file", "privacy:register_pdf", "privacy:run_protocol"), "a file"),
    **dict.fromkeys(
        ("placements:swap_propose", "placements:swap", "placements:swap_decision"),
        "opens for a swap that was proposed; test_swapping.py goes there",
    ),
    **dict.fromkeys(("privacy:export", "privacy:request"), "opens only for what was asked for; test_own_data.py goes there"),
    "privacy:run": "opens only for a removal that was proposed; test_retention.py goes there",
    **dict.fromkeys(
        (
            "home:try_as_start", "home:choose_role", "home:tour_step", "set_language", "ui:theme", "jobs:cancel", "ui:sample_toast",
            "dimensioning:plan_save", "dimensioning:cell_take_over", "dimensioning:plan_input_correct", "dimensioning:plan_input_save",
            "dimensioning:revision_undo", "dimensioning:scenario_create", "dimensioning:scenario_save", "dimensioning:scenario_remove",
            "people:bulk_undo", "people:account_reopen",
            "placements:copy_plan", "placements:grid_edit",
            "integrations:key_revoke", "integrations:webhook_switch", "integrations:webhook_test", "integrations:webhook_remove",
            "integrations:delivery_again", "calendars:renew", "calendars:withdraw",
            "notifications:everything", "notifications:address_works", "notifications:later", "notifications:read",
            "notifications:done",
            "identity:kept_throw_away", "identity:session_end", "identity:sessions_end_all",
            "identity:unlink", "identity:provider_switch",
            "proposals:withdraw", "proposals:remind", "proposals:accept", "proposals:answer",
            "exchange:withdraw", "exchange:confirm", "exchange:end", "exchange:list_store",
            "exchange:queue_close", "exchange:queue_leave",
            "identity:provider_read_again", "identity:provider_own_key",
        ),
        "takes a form and leads to another page",
    ),
    **dict.fromkeys(
        (
            "placements:grid_data", "placements:grid_changes",
            "people:import_export", "people:import_faults", "exchange:list_faults",
            "ui:sample_chart", "dimensioning:overview_chart", "dimensioning:overview_pdf", "dimensioning:forecast_export",
            "dimensioning:forecast_pdf", "dimensioning:shared_chart", "dimensioning:drivers_pdf", "dimensioning:lost_weeks_pdf",
            "dimensioning:lost_weeks_export", "dimensioning:drivers_chart", "dimensioning:supervision_export",
            "dimensioning:scenario_compare_export", "dimensioning:ceilings_export",
            "dimensioning:plan_export", "dimensioning:plan_input_reasons", "placements:plan_xlsx", "mfa_download_recovery_codes",
            "calendars:own_file", "calendars:supervisor_file", "calendars:unit_file", "calendars:learner_file", "calendars:follow",
        ),
        "a file",
    ),
    "proposals:unit": "opens only for a draft that has been sent; test_proposing.py goes there",
    "placements:rearrangement": "opens only for a run that has been asked for; test_replanning.py goes there",
    "notifications:open": "leads to what the notification is about",
    "notifications:bell": "a part of every page",
    "account_email": "asks for a fresh sign-in first; the people of the demo world have none",
    **dict.fromkeys(
        ("exchange:list_columns", "exchange:list_preview", "exchange:wish", "exchange:ask_reason"),
        "opens only with a list on its way in, or for the student; test_student_groups.py goes there",
    ),
    **dict.fromkeys(
        ("people:import_columns", "people:import_preview"),
        "opens only with a file on its way in; test_people_import.py goes there",
    ),
    **dict.fromkeys(
        ("healthz", "readyz", "search:palette", "identity:session", "identity:saml_metadata"), "for programs"
    ),
    **dict.fromkeys(
        ("identity:begin", "identity:callback", "identity:saml_acs", "identity:link"),
        "a step on the way to a provider and back; test_single_sign_on.py goes there",
    ),
    **dict.fromkeys(
        ("account_reauthenticate", "account_change_password", "mfa_authenticate", "mfa_reauthenticate", "mfa_activate_totp",
         "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "identity:kept"),
        "opens only on the way through an account with a password; test_account.py goes there",
    ),
}  # fmt: skip


def route_names(patterns: Iterable[URLPattern | URLResolver] | None = None, prefix: str = "") -> set[str]:
    """Return the names of all routes except those of the programming interface."""
    names: set[str] = set()
    for one in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(one, URLResolver):
            if one.namespace not in {"api", "scim"}:
                inner = f"{prefix}{one.namespace}:" if one.namespace else prefix
                names |= route_names(one.url_patterns, inner)
        elif one.name:
            names.add(prefix + one.name)
    return names
