"""One message for one case: checked, approved by hash, in force; a changed fact is told."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.inbox.models import Notice
from tangkal.desk.strategic_communication import house_commands, house_queries
from tangkal.desk.strategic_communication.house_models import MessageHouse
from tangkal.desk.strategic_communication.house_states import HOUSE, HouseState
from tangkal.desk.workflow import ActionDenied, StaleObject
from tests.desk.strategic_communication.contents import HOUSE as CONTENT

pytestmark = pytest.mark.django_db


def in_turn(house: MessageHouse, action: str, by, comment: str = "") -> MessageHouse:
    return house_commands.take_house_step(
        house, action, by=by, expected_version=house.version, comment=comment
    )


def approve(house: MessageHouse, people) -> MessageHouse:
    house = in_turn(house, "submit", people["penyusun"])
    house = in_turn(house, "confirm_facts", people["second_verifikator"])
    return in_turn(house, "approve", people["penyetuju"])


@pytest.fixture
def draft(case, people) -> MessageHouse:
    return house_commands.draft_house(
        case, title="Harga Pertalite", content=CONTENT, by=people["penyusun"]
    )


@pytest.fixture
def house(draft, people) -> MessageHouse:
    return approve(draft, people)


def test_a_house_comes_into_force_past_a_verifier_and_an_approver(house, people, chain_holds):
    version = house_queries.in_force(house)

    assert house.state == HouseState.IN_FORCE
    assert version.approved_by == people["penyetuju"]
    assert [message.id for message in house_queries.key_messages(version)] == ["0", "p1", "p2"]
    assert [message.importance for message in house_queries.key_messages(version)] == [3, 3, 2]
    assert [each.id for each in house_queries.key_messages(version, "jv")] == ["0"]
    assert chain_holds() > 10


def test_the_pages_show_what_is_locked_and_take_it_through_its_steps(client, case, people):
    def post(address: str, who: str, **values: object):
        client.force_login(people[who])
        return client.post(address, values)

    address = f"/desk/messages/houses/new/{case.number}/"
    words = {
        "title": "Harga Pertalite",
        "umbrella": "Harga Pertalite tetap Rp10.000 per liter sampai 31 Maret 2026.",
        "p1_text": "Pasokan cukup untuk 21 hari.",
        "p1_importance": "2",
        "p1_proof": "Laporan stok",
        "p1_source": "https://energi.example/stok",
        "truth_as_of": "2026-03-01T08:00",
    }
    found = post(address, "penyusun", find="1", **words)
    assert not MessageHouse.objects.exists()
    assert "<mark>Rp10.000 per liter</mark>" in found.content.decode()

    made = post(address, "penyusun", propose=["figure|Rp10.000 per liter"], **words)
    house = MessageHouse.objects.get()
    page = f"/desk/messages/houses/{house.pk}/"
    assert made.headers["Location"] == page
    for who, action in [
        ("penyusun", "submit"),
        ("second_verifikator", "confirm_facts"),
        ("penyetuju", "approve"),
    ]:
        house.refresh_from_db()
        answer = post(f"{page}steps/{action}/", who, version=house.version)
        assert answer.status_code == 302, answer.content.decode()[:300]
    house.refresh_from_db()
    assert house.state == HouseState.IN_FORCE

    changed = words | {
        "umbrella": "Harga Pertalite naik menjadi Rp11.000 per liter mulai 1 April 2026.",
        "lock_0_text": "Rp10.000 per liter",
        "lock_0_kind": "figure",
        "version": house.version,
    }
    refused = post(f"{page}edit/", "penyusun", **changed)
    assert refused.status_code == 422
    assert "neither the umbrella nor a pillar" in refused.content.decode()
    post(f"{page}edit/", "penyusun", **changed | {"lock_0_text": "Rp11.000 per liter"})
    post(f"{page}languages/jv/", "penyusun", version=house.version + 1, umbrella="Rega mundhak")
    shown = client.get(page).content.decode()
    assert "What changed from version 2 to 3" in shown
    assert "Rega mundhak" in shown
    assert "<del>" in client.get(page + "?against=1").content.decode()
    assert house.title in client.get("/desk/messages/houses/").content.decode()


def test_a_changed_locked_fact_calls_the_hooks_and_tells_everyone_on_the_case(
    house, people, monkeypatch
):
    heard: list[tuple[str, int, int]] = []
    for name in ("facts_changed", "came_into_force"):
        hooks = [lambda old, new, by, name=name: heard.append((name, old.number, new.number))]
        monkeypatch.setattr(house_commands, name, hooks)
    same = {**CONTENT, "do_not_say": ["kelangkaan", "antrean"]}
    other = {
        **CONTENT,
        "umbrella": "Harga Pertalite Rp10.500 per liter sampai 31 Maret 2026.",
        "pillars": [],
        "locked": [
            {"text": "Rp10.500 per liter", "kind": "figure"},
            {"text": "31 maret  2026", "kind": "date"},
        ],
    }
    for content in (same, other):
        house.refresh_from_db()
        house_commands.save_house_version(
            house, content, by=people["penyusun"], expected_version=house.version
        )
        house.refresh_from_db()
        if content is other:
            content["pillars"] = CONTENT["pillars"][1:]
            house_commands.save_house_version(
                house, content, by=people["penyusun"], expected_version=house.version
            )
            house.refresh_from_db()
        house = approve(house, people)

    assert heard == [
        ("came_into_force", 1, 2),
        ("came_into_force", 2, 4),
        ("facts_changed", 2, 4),
    ]
    told = Notice.objects.filter(title__startswith="Facts changed")
    assert {each.user for each in told} >= {people["penyusun"], people["juru_bicara"]}
    assert "from Rp10.000 per liter to Rp10.500 per liter" in told.first().title
    assert not told.filter(user=people["foreign_penyusun"]).exists()
    assert not told.filter(user=people["penyetuju"]).exists()  # who approved it knows


def test_a_hook_that_fails_leaves_nothing_in_force(draft, people, monkeypatch):
    def fails(old, new, by):
        raise RuntimeError("the directives are on fire")

    house = in_turn(draft, "submit", people["penyusun"])
    house = in_turn(house, "confirm_facts", people["second_verifikator"])
    monkeypatch.setattr(house_commands, "came_into_force", [fails])
    with pytest.raises(RuntimeError):
        in_turn(house, "approve", people["penyetuju"])
    assert house_queries.in_force(MessageHouse.objects.get()) is None


def test_an_approval_is_of_one_version_and_never_the_writers_own(draft, people, organisations):
    from tangkal.desk.accounts.models import RoleAssignment

    helper = people["second_penyusun"]
    RoleAssignment.objects.create(user=helper, role="penyetuju", scope=organisations["ministry"])
    helper.__dict__.pop("active_assignments", None)
    house_commands.save_house_version(draft, CONTENT, by=helper, expected_version=draft.version)
    draft.refresh_from_db()
    house = in_turn(draft, "submit", people["penyusun"])
    house = in_turn(house, "confirm_facts", people["second_verifikator"])
    with pytest.raises(ActionDenied, match="second person"):
        in_turn(house, "approve", helper)
    house = in_turn(house, "return", people["penyetuju"], "Angka belum cocok.")
    house_commands.save_house_version(
        house,
        {**CONTENT, "do_not_say": []},
        by=people["penyusun"],
        expected_version=house.version,
    )
    MessageHouse.objects.filter(pk=house.pk).update(state=HouseState.APPROVER)
    house.refresh_from_db()
    with pytest.raises(ActionDenied, match="this very version"):
        in_turn(house, "approve", people["penyetuju"])


@pytest.mark.parametrize("action", ["submit", "confirm_facts", "approve", "return"])
def test_only_the_roles_of_the_table_take_a_step(draft, people, action):
    source = {"submit": "DRAF", "confirm_facts": "CEK_FAKTA"}.get(action, "PENYETUJU")
    MessageHouse.objects.filter(pk=draft.pk).update(state=source)
    draft.refresh_from_db()
    allowed = HOUSE.step(source, action).roles
    for role in ("pemantau", "analis", "juru_bicara", "auditor", "admin_sistem", "mitra"):
        assert role not in allowed
        with pytest.raises(ActionDenied):
            in_turn(draft, action, people[role], "mengapa")
    for role in allowed:
        with pytest.raises(ActionDenied):
            in_turn(draft, action, people[f"foreign_{role}"], "mengapa")


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"umbrella": "kata " * 28 + "Rp10.000 per liter 31 Maret 2026"}, "at most 27"),
        ({"pillars": []}, "at least one pillar"),
        ({"pillars": [CONTENT["pillars"][0] | {"proof": []}]}, "Pillar 1 lacks its proof"),
        ({"locked": []}, "Lock at least one fact"),
        ({"questions": [{"question": "Kapan?", "answer": ""}]}, "Kapan?"),
        ({"do_not_say": ["x"], "questions": [{"question": "Q", "answer": "[isi]"}]}, "[isi]"),
    ],
)
def test_an_unfinished_house_is_not_submitted_and_says_what_is_missing(case, people, changes, says):
    house = house_commands.draft_house(
        case, title="Harga", content={**CONTENT, **changes}, by=people["penyusun"]
    )
    with pytest.raises(ActionDenied) as refusal:
        in_turn(house, "submit", people["penyusun"])
    assert says in str(refusal.value)


@pytest.mark.parametrize(
    "changes",
    [
        {"locked": [{"text": "Rp9.999", "kind": "figure"}]},
        {"locked": [{"text": "31 Maret 2026", "kind": "guess"}]},
        {"pillars": CONTENT["pillars"] * 3},
        {"pillars": [CONTENT["pillars"][0], CONTENT["pillars"][0]]},
        {"translations": {"tlh": {"umbrella": "x"}}},
        {"umbrella": "x" * 2001},
        {"rumour": "y"},
        {"questions": "why?"},
    ],
)
def test_nonsense_is_refused_at_birth(case, people, changes):
    with pytest.raises(ValidationError):
        house_commands.draft_house(
            case, title="Harga", content={**CONTENT, **changes}, by=people["penyusun"]
        )
    assert not MessageHouse.objects.exists()


def test_a_case_has_one_house_until_it_is_withdrawn(house, case, people, monkeypatch):
    heard: list[int] = []
    monkeypatch.setattr(
        house_commands, "withdrawn", [lambda version, by: heard.append(version.number)]
    )
    with pytest.raises(ActionDenied, match="Harga Pertalite"):
        house_commands.draft_house(case, title="Lain", content={}, by=people["penyusun"])
    house_commands.withdraw_house(
        house, by=people["penyetuju"], expected_version=house.version, reason="Salah sumber."
    )
    assert heard == [1]
    assert house_queries.in_force(house) is None
    house_commands.draft_house(case, title="Baru", content={}, by=people["penyusun"])


def test_what_has_expired_is_in_force_no_longer_to_the_second(draft, people):
    ends = timezone.now() + timedelta(hours=1)
    house_commands.save_house_version(
        draft, CONTENT, by=people["penyusun"], expected_version=draft.version, expires_at=ends
    )
    draft.refresh_from_db()
    house = approve(draft, people)
    version = house_queries.in_force(house)
    assert not version.has_expired(ends - timedelta(seconds=1))
    assert version.has_expired(ends)
    type(version).objects.filter(pk=version.pk).update(expires_at=timezone.now())
    assert house_queries.in_force(house) is None
    assert house_queries.standing(house) == version


def test_the_editor_calls_optional_only_what_a_house_in_force_can_do_without(client, case, people):
    client.force_login(people["penyusun"])
    page = client.get(f"/desk/messages/houses/new/{case.number}/").content.decode()
    marked = re.findall(r">([^<>]+) <span class=\"optional\">", page)
    wanted = ["What people can do, or what is being done"] * 5
    wanted += ["Pillar 2", "Pillar 3", "Not to be said", "Questions and answers"]
    wanted += ["Places for local words", "Holds until"]
    assert sorted(marked) == sorted(wanted)


def test_a_stale_page_changes_nothing(draft, people):
    house_commands.save_house_version(
        draft, CONTENT, by=people["penyusun"], expected_version=draft.version
    )
    with pytest.raises(StaleObject):
        in_turn(draft, "submit", people["penyusun"])
    assert draft.versions.count() == 2


def test_foreign_offices_find_no_house(house, client, people):
    client.force_login(people["foreign_penyusun"])
    assert client.get(f"/desk/messages/houses/{house.pk}/").status_code == 404
    assert house.title not in client.get("/desk/messages/houses/").content.decode()


def test_each_change_is_one_event_of_the_audit_trail(house, people):
    events = AuditEvent.objects.filter(action__startswith="house.")
    assert [event.action for event in events.order_by("pk")] == [
        "house.drafted",
        "house.submit",
        "house.confirm_facts",
        "house.approve",
    ]
