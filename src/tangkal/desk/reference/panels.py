"""Beside a message whose answer stands: in which languages it can be read, and add one."""

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from tangkal.desk.accounts.models import User
from tangkal.desk.portal.languages import OWN_NAMES, own_name
from tangkal.desk.portal.models import Clarification
from tangkal.desk.reference import queries, rules
from tangkal.desk.strategic_communication.models import Message, MessageVersion
from tangkal.desk.strategic_communication.states import MessageState


def of_message(message: Message, _version: MessageVersion, reader: User) -> SafeString:
    """The panel beside a published message; nothing beside any other."""
    if message.state != MessageState.PUBLISHED or not message.clarification_slug:
        return mark_safe("")
    answer = Clarification.objects.filter(slug=message.clarification_slug).first()
    if answer is None:
        return mark_safe("")
    entries = queries.translations_of(reader, answer)
    begun = {each.language for each in entries} | {answer.language}
    return render_to_string(
        "reference/panel.html",
        {
            "clarification": answer,
            "entries": [
                (each, own_name(each.language), queries.is_out_of_date(each)) for each in entries
            ],
            "languages": [(tag, name) for tag, name in OWN_NAMES.items() if tag not in begun],
            "can_begin": rules.can_begin(reader.organisation, reader),
        },
    )
