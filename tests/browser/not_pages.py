"""Routes that are no pages of their own, and why none of them is opened by itself."""

from collections.abc import Iterable

from django.urls import URLPattern, URLResolver, get_resolver

NOT_PAGES = {
    **dict.fromkeys(("records:register_pdf", "records:file", "records:refusal"), "a file"),
    **dict.fromkeys(
        (
            "records:file_new", "records:mark", "records:mark_lift", "identity:directory_group_map", "identity:directory_group_unmap",
            "identity:directory_token_make", "identity:directory_token_revoke", "people:identity_number_show", "people:import_store",
            "people:import_undo", "people:invitation_act", "people:leaving_undo",
            "supply:leave_withdraw", "supply:claim_act", "supply:opening_answer", "supply:offer_withdraw",
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
            "placements:copy_plan", "placements:grid_edit", "placements:explain",
            "integrations:key_revoke", "integrations:webhook_switch", "integrations:webhook_test", "integrations:webhook_remove",
            "integrations:delivery_again", "calendars:renew", "calendars:withdraw",
            "notifications:everything", "notifications:address_works", "notifications:later", "notifications:read",
            "notifications:done",
            "identity:kept_throw_away", "identity:session_end", "identity:sessions_end_all",
            "identity:unlink", "identity:provider_switch",
            "proposals:withdraw", "proposals:remind", "proposals:accept", "proposals:answer",
            "exchange:withdraw", "exchange:confirm", "exchange:end", "exchange:list_store",
            "exchange:queue_close", "exchange:queue_leave", "exchange:order_rule_take_back",
            "identity:provider_read_again", "identity:provider_own_key",
            "regulations:draft_start", "regulations:draft_discard", "regulations:withdraw",
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
            "dimensioning:ceilings_pdf",
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
