"""The addresses of accounts: those of allauth that Randa uses, and no others. Included under /konto/."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from django.urls import path, re_path

# The names are allauth's own, because allauth looks its pages up by them.
urlpatterns = [
    path("logga-in/", account.login, name="account_login"),
    path("logga-ut/", account.logout, name="account_logout"),
    path("vilande/", account.account_inactive, name="account_inactive"),
    path(
        "nytt-konto/", account.signup, name="account_signup"
    ),  # closed by the adapter, with a page that says who makes accounts
    path("bekrafta/", account.reauthenticate, name="account_reauthenticate"),
    path("losenord/", account.password_change, name="account_change_password"),
    path("losenord/nytt/", account.password_set, name="account_set_password"),
    path("losenord/glomt/", account.password_reset, name="account_reset_password"),
    path("losenord/glomt/skickat/", account.password_reset_done, name="account_reset_password_done"),
    path("losenord/glomt/klart/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    # The key holds hyphens, so the number before it must not.
    re_path(
        r"^losenord/glomt/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("tvafaktor/", mfa.index, name="mfa_index"),
    path("tvafaktor/logga-in/", mfa.authenticate, name="mfa_authenticate"),
    path("tvafaktor/bekrafta/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("tvafaktor/reservkoder/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("tvafaktor/reservkoder/hamta/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
]
