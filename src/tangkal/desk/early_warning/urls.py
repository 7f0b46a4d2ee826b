"""Addresses of the queue, under /desk/signals/."""

from django.urls import path

from tangkal.desk.early_warning.views import acting, bursts, detail, listing, many

urlpatterns = [
    path("", listing.queue, name="queue"),
    path("rows/", listing.rows, name="queue-rows"),
    path("views/", listing.save_view, name="queue-view-save"),
    path("views/<int:view_id>/delete/", listing.delete_view, name="queue-view-delete"),
    path("many/", many.act_on_many, name="signals-act"),
    path("undo/", many.undo, name="signals-undo"),
    path("bursts/", bursts.bursts, name="early-warning"),
    path("<int:signal_id>/", detail.signal_page, name="signal"),
    path("<int:signal_id>/dismissal/", acting.dismissal, name="signal-dismissal"),
    path("<int:signal_id>/<slug:action>/", acting.act, name="signal-act"),
]
