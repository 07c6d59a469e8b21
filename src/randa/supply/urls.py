from django.urls import path

from randa.supply.views import pool, supervisors, units

app_name = "supply"
urlpatterns = [
    path("", units.index, name="units"),
    path("pott/", pool.pool, name="pool"),
    path("pott/<slug:region_code>/ny/", pool.decide, name="pool_decide"),
    path("<slug:code>/", units.calendar, name="unit"),
    path("<slug:code>/handledare/", supervisors.supervisors, name="supervisors"),
    path("<slug:code>/handledare/<int:supervisor_pk>/borta/", supervisors.leave, name="leave"),
    path("<slug:code>/handledare/borta/<int:pk>/ta-tillbaka/", supervisors.leave_withdraw, name="leave_withdraw"),
    path("<slug:code>/pott/", pool.claims, name="claims"),
    path("<slug:code>/pott/<int:pk>/", pool.claim_act, name="claim_act"),
    path("<slug:code>/ersattare/<uuid:enrolment_pk>/", supervisors.replacement, name="replacement"),
]
