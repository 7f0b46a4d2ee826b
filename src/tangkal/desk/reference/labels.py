"""Fields, steps and events in words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tangkal.desk.reference.forms import FORMS

STEPS: Mapping[str, Promise] = {
    "submit": _("Put before an approver"),
    "return": _("Send back"),
    "publish": _("Publish"),
    "withdraw": _("Withdraw from the portal"),
}
EVENTS: Mapping[str, Promise] = {
    "public_reference.begun": _("Begun"),
    "public_reference.written": _("New version written"),
    "public_reference.submitted": _("Submitted"),
    "public_reference.returned": _("Sent back"),
    "public_reference.published": _("Published"),
    "public_reference.withdrawn": _("Withdrawn"),
}


def field_labels(kind: str) -> dict[str, object]:
    """The form's labels by field, for showing a version as it was filled in."""
    form = FORMS.get(kind)
    return {name: field.label for name, field in form.base_fields.items()} if form else {}
