"""Sign-in and one's own account.

The actors have neither password nor second factor, like the people of the demo world: they may set one up, cannot confirm who they
are with one (403), and have no recovery codes to see (404). With both, `tests/people/test_sign_in.py` goes the whole way.
"""

ANYBODY = {"anonymous": 200, "outsider": 200, "learner": 200, "training_manager": 200, "administrator": 200}
ONE_S_OWN = {"anonymous": 302, "outsider": 200, "learner": 200, "training_manager": 200, "administrator": 200}
FOR_THE_SIGNED_OUT = {"anonymous": 200, "outsider": 302, "learner": 302, "training_manager": 302, "administrator": 302}
MOVES_ON = {"anonymous": 302, "outsider": 302, "learner": 302, "training_manager": 302, "administrator": 302}
CANNOT_CONFIRM = {"anonymous": 302, "outsider": 403, "learner": 403, "training_manager": 403, "administrator": 403}
NOT_THERE = {"anonymous": 302, "outsider": 404, "learner": 404, "training_manager": 404, "administrator": 404}

ROWS: dict[str, dict[str, int]] = {
    "account_login": FOR_THE_SIGNED_OUT,
    "account_logout": ONE_S_OWN,
    "account_inactive": ANYBODY,
    "account_signup": FOR_THE_SIGNED_OUT,  # says who makes accounts
    "account_reauthenticate": CANNOT_CONFIRM,
    "account_change_password": MOVES_ON,
    "account_set_password": ONE_S_OWN,
    "account_reset_password": ANYBODY,
    "account_reset_password_done": ANYBODY,
    "account_reset_password_from_key": ANYBODY,
    "account_reset_password_from_key_done": ANYBODY,
    "mfa_index": ONE_S_OWN,
    "mfa_authenticate": MOVES_ON,
    "mfa_reauthenticate": CANNOT_CONFIRM,
    "mfa_activate_totp": ONE_S_OWN,
    "mfa_deactivate_totp": NOT_THERE,
    "mfa_view_recovery_codes": NOT_THERE,
    "mfa_generate_recovery_codes": ONE_S_OWN,
    "mfa_download_recovery_codes": NOT_THERE,
}
