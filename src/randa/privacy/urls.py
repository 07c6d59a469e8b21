from django.urls import path

from randa.privacy.views import officer, own, register, retention

app_name = "privacy"
urlpatterns = [
    path("", own.own, name="own"),
    path("pdf/", own.own_pdf, name="own_pdf"),
    path("utdrag/", own.export_ask, name="export_ask"),
    path("utdrag/<uuid:pk>/", own.export, name="export"),
    path("utdrag/<uuid:pk>/fil/", own.export_file, name="export_file"),
    path("begaran/ny/", own.request_new, name="request_new"),
    path("begaran/for-in/", officer.request_note, name="request_note"),
    path("begaran/<uuid:pk>/", own.request_page, name="request"),
    path("begaran/<uuid:pk>/aterta/", own.request_withdraw, name="request_withdraw"),
    path("begaran/<uuid:pk>/svara/", officer.request_answer, name="request_answer"),
    path("begaran/<uuid:pk>/forlang/", officer.request_extend, name="request_extend"),
    path("begaran/<uuid:pk>/utdrag/", officer.request_export, name="request_export"),
    path("begaran/<uuid:pk>/hav-begransning/", officer.request_lift, name="request_lift"),
    path("begaranden/", officer.requests, name="requests"),
    path("forteckning/", register.index, name="register_index"),
    path("forteckning/<str:code>/", register.register, name="register"),
    path("forteckning/<str:code>/pdf/", register.register_pdf, name="register_pdf"),
    path("forteckning/<str:code>/ansvarig/", register.controller, name="controller"),
    path("gallring/", retention.index, name="retention_index"),
    path("gallring/korning/<uuid:pk>/", retention.run, name="run"),
    path("gallring/korning/<uuid:pk>/godkann/", retention.run_approve, name="run_approve"),
    path("gallring/korning/<uuid:pk>/avvisa/", retention.run_reject, name="run_reject"),
    path("gallring/korning/<uuid:pk>/genomfor/", retention.run_apply, name="run_apply"),
    path("gallring/korning/<uuid:pk>/protokoll/", retention.run_protocol, name="run_protocol"),
    path("gallring/undantag/<int:pk>/hav/", retention.hold_lift, name="hold_lift"),
    path("gallring/<str:code>/", retention.retention, name="retention"),
    path("gallring/<str:code>/frist/<slug:key>/", retention.period, name="period"),
    path("gallring/<str:code>/undantag/", retention.hold_new, name="hold_new"),
    path("gallring/<str:code>/foresla/", retention.run_new, name="run_new"),
]
