"""Passkeys. Included under /konto/passernycklar/; the names are allauth's own, because allauth looks its pages up by them."""

from django.urls import path

from randa.identity.passkeys import views

urlpatterns = [
    path("", views.PasskeysView.as_view(), name="mfa_list_webauthn"),
    path("ny/", views.AddPasskeyView.as_view(), name="mfa_add_webauthn"),
    path("logga-in/", views.PasskeySignInView.as_view(), name="mfa_login_webauthn"),
    path("bekrafta/", views.ConfirmWithPasskeyView.as_view(), name="mfa_reauthenticate_webauthn"),
    path("<int:pk>/namn/", views.RenamePasskeyView.as_view(), name="mfa_edit_webauthn"),
    path("<int:pk>/ta-bort/", views.RemovePasskeyView.as_view(), name="mfa_remove_webauthn"),
]
