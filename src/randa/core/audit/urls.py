"""Pages of the audit log."""

from django.urls import path

from randa.core.audit import views

app_name = "audit"
urlpatterns = [
    path("mina/", views.mine, name="mine"),
    path("varfor/", views.why, name="why"),
]
