from django.urls import path

from randa.core.jobs import views

app_name = "jobs"
urlpatterns = [
    path("<uuid:pk>/", views.detail, name="detail"),
    path("<uuid:pk>/avbryt/", views.cancel, name="cancel"),
]
