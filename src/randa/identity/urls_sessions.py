"""Sessions, kept forms and fresh sign-in. Included under /inloggning/, in the namespace `identity`."""

from django.urls import path

from randa.identity.kept import views as kept
from randa.identity.sessions import views as sessions

urlpatterns = [
    path("kvar/<uuid:pk>/", kept.kept, name="kept"),
    path("kvar/<uuid:pk>/slang/", kept.throw_away, name="kept_throw_away"),
    path("igen/", sessions.sign_in_again, name="sign_in_again"),
    path("klart/", sessions.back_again, name="back_again"),
    path("session/", sessions.session_state, name="session"),
    path("sessioner/", sessions.sessions, name="sessions"),
    path("sessioner/<int:pk>/avsluta/", sessions.end, name="session_end"),
    path("sessioner/avsluta-alla/", sessions.end_everywhere, name="sessions_end_all"),
]
