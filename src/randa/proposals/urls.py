from django.urls import path

from randa.proposals.views import planners, suggesting, units

app_name = "proposals"
urlpatterns = [
    path("", units.index, name="index"),
    path("plan/<uuid:pk>/", planners.plan, name="plan"),
    path("plan/<uuid:pk>/dra-tillbaka/", planners.withdraw, name="withdraw"),
    path("plan/<uuid:pk>/paminn/", planners.remind, name="remind"),
    path("plan/<uuid:pk>/foreslagna-veckor/", suggesting.suggested, name="suggested"),
    path("<uuid:pk>/<slug:code>/", units.unit, name="unit"),
    path("<uuid:pk>/<slug:code>/ja/", units.accept, name="accept"),
    path("<uuid:pk>/<slug:code>/svar/<uuid:block_pk>/", units.answer, name="answer"),
]
