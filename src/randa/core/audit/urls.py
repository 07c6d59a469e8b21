"""Pages of the audit log."""

from django.urls import path

from randa.core.audit import views, views_log

app_name = "audit"
urlpatterns = [
    path("", views_log.index, name="index"),
    path("<int:pk>/", views_log.event, name="event"),
    path("utdrag/", views_log.export, name="export"),
    path("kedjan/", views_log.chain, name="chain"),
    path("mina/", views.mine, name="mine"),
    path("varfor/", views.why, name="why"),
]
