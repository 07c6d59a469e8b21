from django.urls import path

from randa.records.views import document, register, release

app_name = "records"
urlpatterns = [
    path("", register.register, name="register"),
    path("ny/", register.new, name="new"),
    path("register/<str:code>/<int:year>/pdf/", register.register_pdf, name="register_pdf"),
    path("<uuid:pk>/", document.document, name="document"),
    path("<uuid:pk>/ratta/", document.correct, name="correct"),
    path("<uuid:pk>/fil/", document.file_new, name="file_new"),
    path("<uuid:pk>/fil/<int:version>/", document.file, name="file"),
    path("<uuid:pk>/sekretess/", document.mark, name="mark"),
    path("<uuid:pk>/sekretess/<int:marking>/hav/", document.mark_lift, name="mark_lift"),
    path("<uuid:pk>/lamna-ut/", release.release, name="release"),
    path("<uuid:pk>/neka/", release.refuse, name="refuse"),
    path("<uuid:pk>/neka/<int:number>/pdf/", release.refusal, name="refusal"),
]
