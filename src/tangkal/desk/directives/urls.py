"""Addresses of directives, under /desk/directives/."""

from django.urls import path

from tangkal.desk.directives.views import centre, links, offices, partners

OFFICE = "<int:directive_id>/offices/<int:organisation_id>/"

urlpatterns = [
    path("", centre.overview, name="directives"),
    path("new/", centre.new, name="directive-new"),
    path("<int:directive_id>/", centre.page, name="directive"),
    path("<int:directive_id>/edit/", centre.edit, name="directive-edit"),
    path("<int:directive_id>/steps/<slug:action>/", centre.step, name="directive-step"),
    path("<int:directive_id>/links/", links.listing, name="directive-links"),
    path("<int:directive_id>/links/make/", links.make, name="directive-links-make"),
    path("<int:directive_id>/links/csv/", links.as_csv, name="directive-links-csv"),
    path(
        "<int:directive_id>/links/<int:link_id>/revoke/", links.revoke, name="directive-link-revoke"
    ),
    path("<int:directive_id>/offices/", offices.below, name="directive-offices"),
    path(OFFICE, offices.office, name="directive-office"),
    path(f"{OFFICE}publish/", offices.publish, name="directive-publish"),
    path(f"{OFFICE}marks/<slug:action>/", offices.mark, name="directive-mark"),
    path(
        f"{OFFICE}wordings/<int:wording_id>/<slug:action>/",
        offices.wording,
        name="directive-wording",
    ),
    path(f"{OFFICE}<slug:action>/", offices.answer, name="directive-answer"),
    path("publications/<int:publication_id>/file/", offices.file, name="directive-file"),
    path("briefings/", partners.listing, name="briefings"),
    path("briefings/new/", partners.new, name="briefing-new"),
    path("briefings/<int:briefing_id>/", partners.briefing, name="briefing"),
    path("briefings/<int:briefing_id>/pdf/", partners.as_pdf, name="briefing-pdf"),
    path("briefings/<int:briefing_id>/approve/", partners.approve, name="briefing-approve"),
    path("briefings/<int:briefing_id>/hand-out/", partners.hand_out, name="briefing-hand-out"),
    path("contacts/", partners.contacts, name="contacts"),
    path("contacts/new/", partners.new_contact, name="contact-new"),
    path("contacts/<int:contact_id>/withdraw/", partners.withdraw, name="contact-withdraw"),
]

# Public, in Indonesian as all public addresses: what an office without an account is sent.
public_patterns = [path("arahan/<str:token>/", links.behind, name="directive-link")]
