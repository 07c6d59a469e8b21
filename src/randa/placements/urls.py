from django.urls import path

from randa.placements.views import (
    blocks,
    files,
    grid,
    mandates,
    mine,
    plan,
    plans,
    publication,
    rearranging,
    swap_decisions,
    swaps,
)

app_name = "placements"
urlpatterns = [
    path("", plans.index, name="plans"),
    path("ny/", plans.new_run, name="run"),
    path("mina/", mine.own, name="mine"),
    path("mina/byt/<uuid:block_pk>/", swaps.propose, name="swap_propose"),
    path("mina/byten/<uuid:pk>/", swaps.swap, name="swap"),
    path("byten/", swap_decisions.index, name="swaps"),
    path("byten/<uuid:pk>/", swap_decisions.decide, name="swap_decision"),
    path("uppdrag/", mandates.index, name="mandates"),
    path("uppdrag/<slug:unit_code>/", mandates.change, name="mandate_change"),
    path("<uuid:pk>/", plan.learners, name="plan"),
    path("<uuid:pk>/enheter/", plan.units, name="plan_units"),
    path("<uuid:pk>/ej-placerade/", plan.unplaced, name="plan_unplaced"),
    path("<uuid:pk>/korning/", plan.run_facts, name="plan_facts"),
    path("<uuid:pk>/publicera/", publication.publish, name="publish"),
    path("<uuid:pk>/jamfor/", publication.compare, name="compare"),
    path("<uuid:pk>/rutnat/", grid.page, name="grid"),
    path("<uuid:pk>/rutnat/allt.json", grid.data, name="grid_data"),
    path("<uuid:pk>/rutnat/nytt.json", grid.changes, name="grid_changes"),
    path("<uuid:pk>/rutnat/andra/", grid.edit, name="grid_edit"),
    path("<uuid:pk>/block/<uuid:block_pk>/", blocks.block, name="block"),
    path("<uuid:pk>/planera-om/", rearranging.rearrange, name="rearrange"),
    path("<uuid:pk>/planera-om/<uuid:rearrangement_pk>/", rearranging.rearrangement, name="rearrangement"),
    path("<uuid:pk>/kopiera/", plan.copy, name="copy_plan"),
    path("<uuid:pk>/plan.xlsx", files.plan_file, name="plan_xlsx"),
    path("<uuid:pk>/las-in/", files.import_plan, name="plan_import"),
]
