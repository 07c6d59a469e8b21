from django.urls import path

from randa.supply.views import agreements, bank, clearance, coming, facts, goals, late_changes, pool, supervisors, units

app_name = "supply"
urlpatterns = [
    path("", units.index, name="units"),
    path("delmal/<uuid:enrolment_pk>/", goals.goals, name="goals"),
    path("platsbank/", bank.index, name="bank"),
    path("avtal/", agreements.index, name="agreements"),
    path("avtal/nytt/", agreements.agreement, name="agreement_new"),
    path("avtal/<int:pk>/", agreements.agreement, name="agreement"),
    path("klart/<uuid:pk>/", clearance.placement, name="clearance"),
    path("pott/", pool.pool, name="pool"),
    path("pott/<slug:region_code>/ny/", pool.decide, name="pool_decide"),
    path("<slug:code>/", units.calendar, name="unit"),
    path("<slug:code>/handledare/", supervisors.supervisors, name="supervisors"),
    path("<slug:code>/handledare/<int:supervisor_pk>/borta/", supervisors.leave, name="leave"),
    path("<slug:code>/handledare/borta/<int:pk>/ta-tillbaka/", supervisors.leave_withdraw, name="leave_withdraw"),
    path("<slug:code>/pott/", pool.claims, name="claims"),
    path("<slug:code>/pott/<int:pk>/", pool.claim_act, name="claim_act"),
    path("<slug:code>/delmal/", facts.objectives, name="objectives"),
    path("<slug:code>/uppgifter/", facts.facts, name="facts"),
    path("<slug:code>/uppgifter/<slug:kind>/", facts.fact, name="fact_new"),
    path("<slug:code>/uppgifter/<slug:kind>/<int:pk>/", facts.fact, name="fact"),
    path("<slug:code>/platsbank/", bank.offer, name="offer_new"),
    path("<slug:code>/platsbank/<int:pk>/", bank.withdraw, name="offer_withdraw"),
    path("<slug:code>/kommande/", coming.coming, name="coming"),
    path("<slug:code>/kommande/<uuid:pk>/", coming.confirm, name="confirm"),
    path("<slug:code>/kontakt/", coming.contact, name="contact"),
    path("<slug:code>/sena-andringar/", late_changes.late_changes, name="late_changes"),
    path("<slug:code>/historik/", facts.history, name="history"),
    path("<slug:code>/ersattare/<uuid:enrolment_pk>/", supervisors.replacement, name="replacement"),
]
