from django.urls import path

from randa.compensation.views import basis, rates

app_name = "compensation"
urlpatterns = [
    path("", basis.index, name="index"),
    path("per-vecka/", rates.index, name="rates"),
    path("per-vecka/ny/", rates.new, name="rate_new"),
    path("per-vecka/dagar/", rates.new_rule, name="counting_new"),
]
