"""Addresses of the plan table, its inputs and its revisions."""

from django.urls import path

from randa.dimensioning.views import cells, inputs, plan, revisions

plan_urls = [
    path("plan/", plan.plan, name="plan"),
    path("plan/spara/", plan.save, name="plan_save"),
    path("plan/export.<str:file_format>", plan.export, name="plan_export"),
    path("plan/cell/<str:key>/", cells.cell, name="cell"),
    path("plan/cell/<str:key>/ansvar/", cells.take_over, name="cell_take_over"),
    path("plan/las-in/", inputs.new, name="plan_input_new"),
    path("plan/las-in/<uuid:pk>/", inputs.preview, name="plan_input"),
    path("plan/las-in/<uuid:pk>/ratta/", inputs.correct, name="plan_input_correct"),
    path("plan/las-in/<uuid:pk>/spara/", inputs.save, name="plan_input_save"),
    path("plan/las-in/<uuid:pk>/orsaker.csv", inputs.reasons, name="plan_input_reasons"),
    path("plan/revisioner/", revisions.revision_list, name="revisions"),
    path("plan/revisioner/<int:number>/", revisions.detail, name="revision"),
    path("plan/revisioner/<int:number>/angra/", revisions.undo, name="revision_undo"),
    path("plan/jamfor/", revisions.compare, name="compare"),
]
