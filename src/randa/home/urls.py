from django.urls import path

from randa.home import views

app_name = "home"
urlpatterns = [
    path("", views.start, name="start"),
    path("prova/", views.try_as, name="try_as"),
    path("prova/<uuid:pk>/", views.try_as_start, name="try_as_start"),
    path("roll/", views.choose_role, name="choose_role"),
    path("rundtur/", views.tour_page, name="tour"),
    path("rundtur/steg/", views.tour_step, name="tour_step"),
]
