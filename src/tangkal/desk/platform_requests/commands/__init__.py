"""What people do with requests to platforms; each is one transaction with one audit event."""

from tangkal.desk.platform_requests.commands.drafting import (
    begin,
    drop,
    edit,
    start_test,
    submit,
    weigh,
)
from tangkal.desk.platform_requests.commands.objecting import (
    ask_restoration,
    mark_reported,
    restored,
)
from tangkal.desk.platform_requests.commands.reviewing import (
    clear,
    clear_data,
    refuse,
    send_back,
    sign,
)
from tangkal.desk.platform_requests.commands.sending import (
    answer,
    expire,
    receive,
    send,
    send_letter,
)

__all__ = [
    "answer",
    "ask_restoration",
    "begin",
    "clear",
    "clear_data",
    "drop",
    "edit",
    "expire",
    "mark_reported",
    "receive",
    "refuse",
    "restored",
    "send",
    "send_back",
    "send_letter",
    "sign",
    "start_test",
    "submit",
    "weigh",
]
