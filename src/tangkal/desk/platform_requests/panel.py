"""On a case's page: its requests to platforms, and the way to a new one."""

from collections.abc import Mapping
from typing import Any

from tangkal.desk.accounts.models import User
from tangkal.desk.cases import held
from tangkal.desk.cases.models import Case
from tangkal.desk.cases.rules import standing_verdict
from tangkal.desk.platform_requests import rules
from tangkal.desk.platform_requests.models import PlatformRequest


def of_case(case: Case, reader: User) -> Mapping[str, Any] | None:
    """One query at most; nothing where there is no request and none may be begun."""
    rows = PlatformRequest.objects.filter(case=case).only("pk", "number", "kind", "state")
    found = list(rows) if held.may_hold(case, PlatformRequest._meta.label) else []
    may_begin = standing_verdict(case) is not None and rules.can_begin(reader, case)
    if not found and not may_begin:
        return None
    return {"requests": found, "may_begin": may_begin}
