"""Addresses of narratives and the explorer, under /desk/narratives/."""

from django.urls import path

from tangkal.desk.situational_insight.compare import views as comparing
from tangkal.desk.situational_insight.views import acting, explorer, listing, narrative

urlpatterns = [
    path("", listing.narratives, name="narratives"),
    path("rows/", listing.rows, name="narrative-rows"),
    path("explorer/", explorer.explorer, name="explorer"),
    path("explorer/items.csv", explorer.explorer_csv, name="explorer-csv"),
    path("explorer/items.<slug:form>", explorer.explorer_file, name="explorer-file"),
    path("compare/", comparing.both, name="narratives-compare"),
    path("<str:narrative_id>/compare/", comparing.choose, name="narrative-compare"),
    path("undo/<int:event_id>/", acting.undo, name="narrative-undo"),
    path("<str:narrative_id>/", narrative.overview, name="narrative"),
    path("<str:narrative_id>/items/", narrative.items, name="narrative-items"),
    path("<str:narrative_id>/families/", narrative.texts, name="narrative-families"),
    path("<str:narrative_id>/history/", narrative.past, name="narrative-history"),
    path("<str:narrative_id>/join/", acting.join, name="narrative-join"),
    path("<str:narrative_id>/merge/", acting.merge, name="narrative-merge"),
    path("<str:narrative_id>/split/", acting.split, name="narrative-split"),
    path("<str:narrative_id>/act/<slug:action>/", acting.act, name="narrative-act"),
]
