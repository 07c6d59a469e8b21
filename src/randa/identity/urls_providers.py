"""Identity providers: signing in through them, one's own links, and their administration. Included under /inloggning/."""

from django.urls import path

from randa.identity.linking import views as linking
from randa.identity.providers.views import admin, sign_in

urlpatterns = [
    path("valj/", sign_in.choose, name="choose"),
    path("via/<uuid:pk>/", sign_in.begin, name="begin"),
    path("via/<uuid:pk>/svar/", sign_in.callback, name="callback"),
    path("via/<uuid:pk>/saml/", sign_in.saml_acs, name="saml_acs"),
    path("via/<uuid:pk>/saml/klart/", sign_in.saml_finish, name="saml_finish"),
    path("via/<uuid:pk>/metadata.xml", sign_in.saml_metadata, name="saml_metadata"),
    path("mina/", linking.own, name="links"),
    path("mina/koppla/", linking.link, name="link"),
    path("mina/<int:link_pk>/ta-bort/", linking.remove, name="unlink"),
    path("tjanster/", admin.index, name="providers"),
    path("tjanster/ny/", admin.begin_from, name="provider_new"),
    path("tjanster/ny/<slug:example>/", admin.create, name="provider_create"),
    path("tjanster/<uuid:pk>/", admin.detail, name="provider"),
    path("tjanster/<uuid:pk>/andra/", admin.change, name="provider_change"),
    path("tjanster/<uuid:pk>/falt/", admin.mapping, name="provider_mapping"),
    path("tjanster/<uuid:pk>/prov/", admin.test, name="provider_test"),
    path("tjanster/<uuid:pk>/pa-av/", admin.switch, name="provider_switch"),
    path("tjanster/<uuid:pk>/nyckel/", admin.own_key, name="provider_own_key"),
    path("tjanster/<uuid:pk>/las-om/", admin.read_metadata_again, name="provider_read_again"),
]
