from django.urls import path

from randa.core.search import views

app_name = "search"
urlpatterns = [
    path("", views.page, name="page"),
    path("palett", views.palette, name="palette"),
]
