"""Addresses of the forecast, the lost weeks and the scenarios."""

from django.urls import path

from randa.dimensioning.views import bases, ceilings, forecast, forecast_files, forecast_more, lost_weeks, scenarios

forecast_urls = [
    path("prognos/", forecast.forecast, name="forecast"),
    path("prognos/export.<str:file_format>", forecast.export, name="forecast_export"),
    path("prognos/sida.pdf", forecast_more.forecast_pdf, name="forecast_pdf"),
    path("prognos/platser/", forecast_more.shared, name="shared"),
    path(
        "prognos/platser/<slug:where>/<int:scenario_pk>/psykiatri.<str:file_format>",
        forecast_more.shared_chart,
        name="shared_chart",
    ),
    path("prognos/tak/", ceilings.page, name="ceilings"),
    path("prognos/tak/export.<str:file_format>", forecast_files.ceilings_export, name="ceilings_export"),
    path("prognos/tak/sida.pdf", ceilings.pdf, name="ceilings_pdf"),
    path("prognos/tak/grunder/", bases.index, name="bases"),
    path("prognos/tak/grunder/patienter/", bases.need_new, name="need_new"),
    path("prognos/tak/grunder/budget/", bases.budget_new, name="budget_new"),
    path("prognos/handledning/", forecast_more.supervision, name="supervision"),
    path("prognos/handledning/export.<str:file_format>", forecast_files.supervision_export, name="supervision_export"),
    path("prognos/avgor/", forecast_more.drivers, name="drivers"),
    path(
        "prognos/avgor/<slug:where>/<int:scenario_pk>/drivkrafter.<str:file_format>",
        forecast_more.drivers_chart,
        name="drivers_chart",
    ),
    path("prognos/avgor/sida.pdf", forecast_more.drivers_pdf, name="drivers_pdf"),
    path("prognos/<slug:region>/<str:area>/<str:quarter>/", forecast.cell, name="forecast_cell"),
    path("veckor/", lost_weeks.page, name="lost_weeks"),
    path("veckor/sida.pdf", lost_weeks.pdf, name="lost_weeks_pdf"),
    path(
        "veckor/export/<slug:where>/<int:scenario_pk>/veckor.<str:file_format>",
        lost_weeks.export,
        name="lost_weeks_export",
    ),
    path("scenarier/", scenarios.scenario_list, name="scenarios"),
    path("scenarier/grundfallet/", scenarios.scenario, name="scenario_base"),
    path("scenarier/prova/", scenarios.try_out, name="scenario_try"),
    path("scenarier/jamfor/", scenarios.compare, name="scenario_compare"),
    path("scenarier/jamfor/export.<str:file_format>", forecast_files.compare_export, name="scenario_compare_export"),
    path("scenarier/nytt/", scenarios.create, name="scenario_create"),
    path("scenarier/<int:scenario_pk>/", scenarios.scenario, name="scenario"),
    path("scenarier/<int:scenario_pk>/spara/", scenarios.save, name="scenario_save"),
    path("scenarier/<int:scenario_pk>/ta-bort/", scenarios.remove, name="scenario_remove"),
]
