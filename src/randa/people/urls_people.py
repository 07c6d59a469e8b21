"""The pages about people and roles. Those about one's own account are in `urls.py`."""

from django.urls import URLPattern

app_name = "people"
urlpatterns: list[URLPattern] = []
