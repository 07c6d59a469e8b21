from django.urls import path

from randa.supply.views import supervisors, units

app_name = "supply"
urlpatterns = [
    path("", units.index, name="units"),
    path("<slug:code>/", units.calendar, name="unit"),
    path("<slug:code>/handledare/", supervisors.supervisors, name="supervisors"),
    path("<slug:code>/handledare/<int:supervisor_pk>/borta/", supervisors.leave, name="leave"),
    path("<slug:code>/handledare/borta/<int:pk>/ta-tillbaka/", supervisors.leave_withdraw, name="leave_withdraw"),
    path("<slug:code>/ersattare/<uuid:enrolment_pk>/", supervisors.replacement, name="replacement"),
]
