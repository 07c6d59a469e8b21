from django.urls import URLPattern

app_name = "dimensioning"
urlpatterns: list[URLPattern] = []
