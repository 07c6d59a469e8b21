"""Pages that change a code app or recovery codes. Included under /konto/tvafaktor/; the names are allauth's own, as for passkeys."""

from django.urls import path

from randa.identity import factor_views

urlpatterns = [
    path("app/", factor_views.AddCodeAppView.as_view(), name="mfa_activate_totp"),
    path("app/ta-bort/", factor_views.RemoveCodeAppView.as_view(), name="mfa_deactivate_totp"),
    path("reservkoder/nya/", factor_views.NewRecoveryCodesView.as_view(), name="mfa_generate_recovery_codes"),
]
