"""The list of people, the page of one, and everything about who has which role."""

from django.urls import path

from randa.people.views import access, bulk, history, invitations, leaving, people, registrations, roles

urlpatterns = [
    path("", people.people_list, name="list"),
    path("roller/", access.role_matrix, name="role_matrix"),
    path("roller/<int:pk>/avsluta/", roles.role_end, name="role_end"),
    path("roller/<int:pk>/period/", roles.role_period, name="role_period"),
    path("roller/<int:pk>/vikarie/", roles.role_lend, name="role_lend"),
    path("inbjudningar/", invitations.invitation_list, name="invitations"),
    path("inbjudningar/ny/", invitations.invitation_new, name="invitation_new"),
    path("inbjudningar/<int:pk>/", invitations.invitation, name="invitation"),
    path("inbjudningar/<int:pk>/gor/", invitations.invitation_act, name="invitation_act"),
    path("inbjudan/<str:token>/", invitations.invitation_accept, name="invitation_accept"),
    path("flera/<slug:kind>/", bulk.bulk, name="bulk"),
    path("flera/<int:pk>/angra/", bulk.bulk_undo, name="bulk_undo"),
    path("konto/", registrations.registration_new, name="registration_new"),
    path("konto/skickad/", registrations.registration_sent, name="registration_sent"),
    path("begaran/", registrations.registrations, name="registrations"),
    path("begaran/<int:pk>/", registrations.registration, name="registration"),
    path("regler/<slug:code>/", registrations.account_rules, name="account_rules"),
    path("jag/behorighet/", access.my_access, name="my_access"),
    path("behorighet/<slug:code>/", access.who_may, name="who_may"),
    path("<uuid:pk>/", people.person, name="person"),
    path("<uuid:pk>/uppgifter/", people.person_details, name="person_details"),
    path("<uuid:pk>/historik/", history.person_history, name="person_history"),
    path("<uuid:pk>/vem-har-sett/", history.person_seen, name="person_seen"),
    path("<uuid:pk>/slutar/", leaving.person_leaves, name="person_leaves"),
    path("slutar/<int:pk>/angra/", leaving.leaving_undo, name="leaving_undo"),
    path("<uuid:pk>/oppna-konto/", leaving.account_reopen, name="account_reopen"),
    path("<uuid:pk>/roller/ny/", roles.role_new, name="role_new"),
]
