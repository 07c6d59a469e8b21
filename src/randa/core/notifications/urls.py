from django.urls import path

from randa.core.notifications import views

app_name = "notifications"
urlpatterns = [
    path("", views.notifications, name="list"),
    path("antal/", views.bell, name="bell"),
    path("alla/", views.everything, name="everything"),
    path("val/", views.choices, name="choices"),
    path("val/adress/", views.address_works, name="address_works"),
    path("senare/", views.later, name="later"),
    path("utskick/", views.mail_status, name="mail_status"),
    path("<uuid:pk>/oppna/", views.open_one, name="open"),
    path("<uuid:pk>/last/", views.read, name="read"),
    path("<uuid:pk>/klar/", views.done, name="done"),
]
