from django.urls import path

from randa.exchange.views import allocating, groups, housing, inquiries, lists, mine, requests
from randa.exchange.views.queues import one as queue
from randa.exchange.views.queues import overview, places, rules

app_name = "exchange"
urlpatterns = [
    path("", requests.index, name="index"),
    path("fragade/", requests.asked, name="asked"),
    path("ny/", requests.new, name="new"),
    path("kurstillfallen/", groups.index, name="groups"),
    path("kurstillfallen/nytt/", groups.new, name="group_new"),
    path("kurstillfallen/<uuid:pk>/", groups.detail, name="group"),
    path("kurstillfallen/<uuid:pk>/fordela/", allocating.allocate_group, name="allocate"),
    path("kurstillfallen/<uuid:pk>/byt/", allocating.swap, name="swap"),
    path("kurstillfallen/skal/<uuid:pk>/", allocating.decide, name="reason"),
    path("kurstillfallen/<uuid:pk>/bostader/", housing.index, name="housing"),
    path("kurstillfallen/bostad/<uuid:pk>/", housing.answer, name="housing_answer"),
    path("koer/", overview.index, name="queues"),
    path("koer/ny/", overview.new, name="queue_new"),
    path("koer/ordning/<slug:code>/", rules.index, name="order_rules"),
    path("koer/ordning/<slug:code>/ny/", rules.new, name="order_rule_new"),
    path("koer/ordning/<slug:code>/<int:pk>/", rules.detail, name="order_rule"),
    path("koer/ordning/<slug:code>/<int:pk>/ta-tillbaka/", rules.take_back, name="order_rule_take_back"),
    path("koer/<uuid:pk>/", queue.detail, name="queue"),
    path("koer/<uuid:pk>/stall-i-ko/", queue.join, name="queue_join"),
    path("koer/<uuid:pk>/slapp-plats/", queue.leave_seat, name="queue_seat"),
    path("koer/<uuid:pk>/andelar/", queue.shares, name="queue_shares"),
    path("koer/<uuid:pk>/stang/", queue.close, name="queue_close"),
    path("koer/plats/<uuid:pk>/", places.detail, name="queue_place"),
    path("koer/plats/<uuid:pk>/ta-ut/", places.take_out, name="queue_leave"),
    path("mina/koer/", places.mine, name="my_queues"),
    path("mina/", mine.index, name="mine"),
    path("mina/<uuid:pk>/onskemal/", mine.wish, name="wish"),
    path("mina/<uuid:pk>/skal/", mine.ask, name="ask_reason"),
    path("kurstillfallen/<uuid:pk>/lista/", lists.upload, name="list"),
    path("kurstillfallen/lista/<uuid:pk>/kolumner/", lists.columns, name="list_columns"),
    path("kurstillfallen/lista/<uuid:pk>/", lists.preview, name="list_preview"),
    path("kurstillfallen/lista/<uuid:pk>/fel/", lists.faults, name="list_faults"),
    path("kurstillfallen/lista/<uuid:pk>/las-in/", lists.store, name="list_store"),
    path("<uuid:pk>/", requests.detail, name="request"),
    path("<uuid:pk>/ta-tillbaka/", requests.withdraw, name="withdraw"),
    path("fraga/<uuid:pk>/", inquiries.detail, name="inquiry"),
    path("fraga/<uuid:pk>/erbjud/", inquiries.offer, name="offer"),
    path("fraga/<uuid:pk>/motbud/", inquiries.counter, name="counter"),
    path("fraga/<uuid:pk>/bekrafta/", inquiries.confirm, name="confirm"),
    path("fraga/<uuid:pk>/avsluta/", inquiries.end, name="end"),
]
