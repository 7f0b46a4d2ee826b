"""What a message's page says of its ways out, and of a machine's share in it."""

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from tangkal.desk.accounts.models import User
from tangkal.desk.channels import queries, rules
from tangkal.desk.channels.assistant import asking, drafts
from tangkal.desk.strategic_communication.models import Message, MessageVersion
from tangkal.desk.strategic_communication.states import MESSAGE, MessageState


def of_message(message: Message, version: MessageVersion, reader: User) -> SafeString:
    """The panel beside one version, for one reader."""
    roles = reader.roles_at(message.case.lead_organisation)
    return render_to_string(
        "channels/panel.html",
        {
            "message": message,
            "dispatches": list(queries.of_message(reader, message.pk)[:5]),
            "is_approved": message.state in rules.APPROVED,
            "assisted": drafts.mark_of(version),
            "may_translate": asking.is_on()
            and "submit" in MESSAGE.actions(MessageState.DRAFT, roles),
        },
    )
