from django.urls import path

from randa.calendars.views import files, follow, pages

app_name = "calendars"
urlpatterns = [
    path("", pages.index, name="index"),
    path("ny/", pages.new, name="new"),
    path("<uuid:pk>/fornya/", pages.renew, name="renew"),
    path("<uuid:pk>/ta-bort/", pages.withdraw, name="withdraw"),
    path("mina.ics", files.own, name="own_file"),
    path("handleder.ics", files.supervisor, name="supervisor_file"),
    path("enhet/<slug:code>.ics", files.unit, name="unit_file"),
    path("person/<uuid:enrolment_pk>.ics", files.learner, name="learner_file"),
    # Without session; named in core.access.middleware, core.protection and home.limits.
    path("folj/<str:token>.ics", follow.follow, name="follow"),
]
