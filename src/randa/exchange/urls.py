from django.urls import path

from randa.exchange.views import inquiries, requests

app_name = "exchange"
urlpatterns = [
    path("", requests.index, name="index"),
    path("fragade/", requests.asked, name="asked"),
    path("ny/", requests.new, name="new"),
    path("<uuid:pk>/", requests.detail, name="request"),
    path("<uuid:pk>/ta-tillbaka/", requests.withdraw, name="withdraw"),
    path("fraga/<uuid:pk>/", inquiries.detail, name="inquiry"),
    path("fraga/<uuid:pk>/erbjud/", inquiries.offer, name="offer"),
    path("fraga/<uuid:pk>/motbud/", inquiries.counter, name="counter"),
    path("fraga/<uuid:pk>/bekrafta/", inquiries.confirm, name="confirm"),
    path("fraga/<uuid:pk>/avsluta/", inquiries.end, name="end"),
]
