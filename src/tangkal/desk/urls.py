"""Every address of the desk and of the portal. The portal is the front door."""

from django.urls import URLPattern, URLResolver, include, path

from tangkal.desk.cases.views import counting
from tangkal.desk.directives.urls import public_patterns as directive_links

# The desk's screens live under /desk/, one package a stage; the public portal is the root.
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("tangkal.desk.accounts.urls")),
    path("", include("tangkal.desk.api.urls")),
    path("desk/audit/", include("tangkal.desk.audit.urls")),
    path("desk/signals/", include("tangkal.desk.early_warning.urls")),
    path("desk/watch/", include("tangkal.desk.early_warning.watching.urls")),
    path("desk/deadlines/", include("tangkal.desk.deadlines.urls")),
    path("desk/alerts/", include("tangkal.desk.alerts.urls")),
    path("desk/situation-reports/", include("tangkal.desk.situation_reports.urls")),
    path("desk/crisis/", include("tangkal.desk.crisis.urls")),
    path("desk/coordination/", include("tangkal.desk.coordination.urls")),
    path("desk/narratives/", include("tangkal.desk.situational_insight.spread.urls")),
    path("desk/narratives/", include("tangkal.desk.situational_insight.urls")),
    path("desk/voids/", include("tangkal.desk.situational_insight.voids.urls")),
    path("desk/trends/", include("tangkal.desk.situational_insight.trends.urls")),
    path("desk/mood/", include("tangkal.desk.situational_insight.mood.urls")),
    path("desk/inbox/", include("tangkal.desk.inbox.urls")),
    path("desk/", include("tangkal.desk.rights.urls")),
    path("desk/counts/", counting.counts, name="case-counts"),
    path("desk/cases/", include("tangkal.desk.cases.urls")),
    path("desk/", include("tangkal.desk.impact_analysis.urls")),
    path("desk/", include("tangkal.desk.cases.matching.urls")),
    path("desk/known-claims/", include("tangkal.desk.recognise.urls")),
    path("desk/messages/", include("tangkal.desk.strategic_communication.urls")),
    path("desk/channels/", include("tangkal.desk.channels.urls")),
    path("", include("tangkal.desk.channels.public_urls")),
    path("", include("tangkal.desk.following.urls")),
    path("desk/tipline/", include("tangkal.desk.tipline.urls")),
    path("", include("tangkal.desk.tipline.public_urls")),
    path("desk/reference/", include("tangkal.desk.reference.urls")),
    path("desk/directives/", include("tangkal.desk.directives.urls")),
    path("desk/alignment/", include("tangkal.desk.alignment.urls")),
    path("desk/platform-requests/", include("tangkal.desk.platform_requests.urls")),
    path("desk/transparency/", include("tangkal.desk.transparency.urls")),
    path("permintaan/", include("tangkal.desk.platform_requests.public_urls")),
    path("transparansi/", include("tangkal.desk.transparency.public_urls")),
    path("desk/intake/", include("tangkal.desk.intake.urls")),
    path("desk/effectiveness/", include("tangkal.desk.tracking_effectiveness.urls")),
    path("desk/", include("tangkal.desk.ui.urls")),
    path("", include(directive_links)),
    path("", include("tangkal.desk.questions.urls")),
    path("", include("tangkal.desk.portal.urls")),
]

handler403 = "tangkal.desk.ui.errors.permission_denied"
handler404 = "tangkal.desk.ui.errors.page_not_found"
