from django.urls import path

from randa.home import views

app_name = "home"
urlpatterns = [
    path("", views.start, name="start"),
    path("prova/", views.try_as, name="try_as"),
    path("prova/<uuid:pk>/", views.try_as_start, name="try_as_start"),
]
