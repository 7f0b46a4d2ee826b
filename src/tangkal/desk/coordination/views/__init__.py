"""Pages of coordination."""

from tangkal.desk.coordination.views.allowing import allowed, end_allowed
from tangkal.desk.coordination.views.community import community_page
from tangkal.desk.coordination.views.running import download, overview, run_page, start

__all__ = [
    "allowed",
    "community_page",
    "download",
    "end_allowed",
    "overview",
    "run_page",
    "start",
]
