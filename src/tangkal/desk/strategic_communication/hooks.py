"""What apps above this one hang on a message: panels of its page, and what follows its end."""

from collections.abc import Callable

from django.utils.safestring import SafeString

from tangkal.desk.accounts.models import User
from tangkal.desk.strategic_communication.models import Message, MessageVersion

# Drawn beside a message, in order; "" where there is nothing to say to this reader.
message_panels: list[Callable[[Message, MessageVersion, User], SafeString]] = []
# Called in the transaction in which a published text is taken back: message, reason, by whom.
taken_back: list[Callable[[Message, str, User], None]] = []
# Called in the transaction in which a correction takes a text's place: the old, the new, by whom.
replaced: list[Callable[[Message, Message, User], None]] = []
