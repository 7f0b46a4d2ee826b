"""The lines that `tipline.burst` writes to, and what the desk holds of it at the end.

Each function sets Django up in the process that calls it, with the home that its environment names.
"""

from collections import Counter


def make_lines() -> dict[str, dict[str, str]]:
    """One line a service; answers where each is called and by which secrets."""
    from tangkal.desk import entry  # noqa: PLC0415 - after the home is known

    entry.set_up()
    from tangkal.desk.accounts.models import Organisation, RoleAssignment, User  # noqa: PLC0415
    from tangkal.desk.tipline import lines  # noqa: PLC0415

    office = Organisation.objects.get(name="Kementerian")
    keeper = User.objects.create(username="penjaga", display_name="Penjaga", organisation=office)
    RoleAssignment.objects.create(user=keeper, role="admin_sistem", scope=office)
    found = {}
    for channel, address, secret in (
        ("telegram", "CekFaktaBot", {"token": "123456789:" + "A" * 35}),
        ("whatsapp", "104", {"token": "EAAG", "app_secret": "r" * 32, "verify_token": "v" * 32}),
    ):
        made = lines.make(
            office,
            by=keeper,
            secret=secret,
            channel=channel,
            address=address,
            sender_name="Kementerian",
        )
        found[channel] = {
            "path": f"/kait/{made.slug}/",
            "address": address,
            **lines.opened(made),
        }
    return found


def held() -> dict[str, int]:
    """How many messages came to what, and how far the answers came."""
    from tangkal.desk import entry  # noqa: PLC0415

    entry.set_up()
    from tangkal.desk.questions.models import Outgoing  # noqa: PLC0415
    from tangkal.desk.tipline.models import Inbound  # noqa: PLC0415

    came = Counter(each or "waits" for each in Inbound.objects.values_list("came_of_it", flat=True))
    sent = Counter(Outgoing.objects.values_list("state", flat=True))
    return dict(came) | {f"replies_{state}": number for state, number in sent.items()}
