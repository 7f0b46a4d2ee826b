"""Pages of coordination: who sees what, in which words, at which cost; files and their record."""

import io
import json
import re
import xml.etree.ElementTree as ET
import zipfile
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.cases import items
from tangkal.desk.coordination import commands
from tangkal.desk.coordination.models import AllowedEntry, Community, Run
from tangkal.desk.jobs import coordination as job
from tangkal.desk.workflow import ActionDenied
from tests.desk.conftest import NOON
from tests.desk.coordination.worlds import group, lake_of, members, noise

pytestmark = pytest.mark.django_db


@pytest.fixture
def lake():
    return lake_of(noise(NOON), group("a", NOON))


@pytest.fixture
def community(lake, monkeypatch, organisations) -> Community:
    monkeypatch.setattr(items, "open_lake", lambda _place: lake)
    commands.ask_for_run(by=None, until=NOON, days=7)
    job.work(lake, now=NOON)
    return Community.objects.get()


def page(client, name, *arguments, **query):
    answer = client.get(reverse(name, args=arguments), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_list_says_what_was_shared_when_in_which_narratives_and_regions(signed_in, community):
    text = page(signed_in("pemantau"), "coordination")
    assert community.label in text
    assert "6 accounts, 4 objects shared together" in text
    assert "the same link" in text
    assert "/desk/narratives/N1/" in text
    assert "Kabupaten Contoh" in text
    assert "news alert" in text


def test_every_page_says_coordinated_and_none_says_more(signed_in, community):
    client = signed_in("analis")
    for name, arguments in (
        ("coordination", ()),
        ("coordination-run", (Run.objects.get().pk,)),
        ("coordination-community", (community.pk,)),
    ):
        text = page(client, name, *arguments).lower()
        assert "coordinated" in text
        for word in ("inauthentic", "bots", "buzzer", "troll", "fake"):
            assert not re.search(rf"\b{word}\b", text)


def test_a_communitys_page_shows_graph_objects_pairs_and_their_evidence(signed_in, community):
    text = page(signed_in("verifikator"), "coordination-community", community.pk)
    drawings = re.findall(r"<svg class=\"(?:wide|middle|narrow)\" role=\"img\".*?</svg>", text)
    graph = [each for each in drawings if "network-dot" in each]
    assert [each.count("network-dot") for each in graph] == [6, 6, 6]
    assert [each.count("network-line") for each in graph] == [15, 15, 15]
    assert [each.count("<text") for each in graph] == [1, 1, 1]  # one label a community
    assert text.count("s apart") == 15 * 4
    for place in range(4):
        assert f"https://a.example/{place}" in text
    assert f"/desk/signals/{community.signal_id}/" in text


def test_accounts_are_short_codes_and_lead_nowhere(signed_in, community):
    text = page(signed_in("analis"), "coordination-community", community.pk)
    for name in members("a"):
        assert name not in text
        assert name[:8] in text
    assert not re.search(r"href=\"[^\"]*a-0\d-", text)


def test_the_same_community_is_always_drawn_alike(lake, community):
    first = community.sightings.get().drawing
    commands.ask_for_run(by=None, until=NOON, days=7)
    job.work(lake, now=NOON)
    assert community.sightings.first().drawing == first
    assert community.sightings.count() == 2


@pytest.mark.parametrize(
    ("place", "region", "sees"),
    [
        ("province", "99.01", True),
        ("district", "99.01", True),
        ("province", "99", True),
        ("district", "99", False),
        ("province", "98.01", False),
        ("province", None, False),
        ("ministry", None, True),
    ],
)
def test_an_office_of_a_region_reads_what_touches_its_region(
    signed_in, people, community, place, region, sees
):
    Community.objects.update(regions=[[region, 24]] if region else [])
    who = "analis" if place == "ministry" else f"{place}_analis"
    client = signed_in(who)
    answer = client.get(reverse("coordination-community", args=[community.pk]))
    assert answer.status_code == (200 if sees else 404)
    for name, arguments in (("coordination", ()), ("coordination-run", (Run.objects.get().pk,))):
        assert (community.label in page(client, name, *arguments)) is sees


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("analis", True),
        ("foreign_analis", True),
        ("province_analis", False),
        ("verifikator", False),
        ("auditor", False),
        ("admin_daerah", False),
    ],
)
def test_runs_files_and_the_allow_list_are_for_national_analysts(people, community, who, may):
    by, run = people[who], Run.objects.get()
    acts = (
        lambda: commands.ask_for_run(by=by, until=NOON, days=1),
        lambda: commands.note_download(run, "csv", by=by),
        lambda: commands.allow(
            kind="domain", value="b.example", reason="x", until=timezone.localdate(), by=by
        ),
    )
    for act in acts:
        if may:
            act()
        else:
            with pytest.raises(ActionDenied):
                act()


@pytest.mark.parametrize("form", ["csv", "parquet", "json", "gexf", "graphml"])
def test_a_network_leaves_as_a_file_with_its_provenance_and_on_record(
    signed_in, community, chain_holds, form
):
    run = Run.objects.get()
    answer = signed_in("analis").get(reverse("coordination-download", args=[run.pk, form]))
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    if form in ("csv", "parquet"):
        names = zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
        parts = {name.split(".", 1)[1] for name in names}
        assert parts == {
            f"{part}.{form}" for part in ("edges", "nodes", "communities", "evidence")
        } | {"provenance.json"}
    elif form == "json":
        found = json.loads(answer.content)
        assert len(found["edges"]) == 15
        assert found["provenance"]["settings"]["window_seconds"] == 60
    else:
        root = ET.fromstring(answer.content)
        assert sum(element.tag.endswith("}edge") for element in root.iter()) == 15
    event = AuditEvent.objects.get(action="coordination.exported")
    assert (event.actor_name, event.details["form"]) == ("Analis", form)
    chain_holds()


def test_nothing_leaves_without_a_run_that_found_something(signed_in, community):
    client, run = signed_in("analis"), Run.objects.get()
    assert client.get(reverse("coordination-download", args=[run.pk, "exe"])).status_code == 404
    waiting = commands.ask_for_run(by=None, until=NOON, days=1)
    address = reverse("coordination-download", args=[waiting.pk, "csv"])
    assert client.get(address).status_code == 404


def test_an_analyst_sees_how_much_a_run_would_read_before_starting_it(signed_in, community):
    client = signed_in("analis")
    asked = {"days": 7, "window_seconds": 60, "min_weight": 2, "definition": "tangkal"}
    before = Run.objects.count()
    assert "item" in page(client, "coordination", **asked)
    assert Run.objects.count() == before
    answer = client.post(reverse("coordination-start"), asked | {"window_seconds": 300})
    run = Run.objects.first()
    assert answer.url == reverse("coordination-run", args=[run.pk])
    assert (run.window_seconds, run.state, run.asked_by.username) == (300, "waiting", "analis")


@pytest.mark.parametrize(
    "wrong", [{"window_seconds": 0}, {"days": 400}, {"min_weight": "x"}, {"definition": "secret"}]
)
def test_settings_that_cannot_be_start_nothing(signed_in, organisations, wrong):
    asked = {"days": 7, "window_seconds": 60, "min_weight": 2, "definition": "tangkal"} | wrong
    signed_in("analis").post(reverse("coordination-start"), asked)
    assert not Run.objects.exists()


def test_many_waiting_runs_are_refused(people):
    for _ in range(commands.MOST_WAITING):
        commands.ask_for_run(by=people["analis"], until=NOON, days=1)
    with pytest.raises(commands.ValidationError):
        commands.ask_for_run(by=people["analis"], until=NOON, days=1)


def test_the_allow_list_tells_reason_name_and_last_day_and_ends_with_a_reason(
    signed_in, people, community, chain_holds
):
    client = signed_in("analis")
    until = timezone.localdate() + timedelta(days=30)
    entry = {"kind": "object", "value": "https://a.example/0", "reason": "peringatan dini"}
    answer = client.post(reverse("coordination-allowed"), entry | {"until": until.isoformat()})
    assert answer.status_code == 302
    text = page(signed_in("pemantau"), "coordination-allowed")
    assert "https://a.example/0" in text
    assert "peringatan dini" in text
    kept = AllowedEntry.objects.get()
    address = reverse("coordination-allowed-end", args=[kept.pk])
    client.post(address, {"why": ""})
    kept.refresh_from_db()
    assert kept.ended_at is None
    client.post(address, {"why": "bukan peringatan"})
    kept.refresh_from_db()
    assert kept.ended_why == "bukan peringatan"
    actions = AuditEvent.objects.filter(action__startswith="coordination.allowed")
    assert [event.action for event in actions] == [
        "coordination.allowed",
        "coordination.allowed_ended",
    ]
    chain_holds()


@pytest.mark.parametrize(
    "wrong",
    [
        {"reason": "  "},
        {"value": " "},
        {"until": timezone.localdate() - timedelta(days=1)},
        {"until": timezone.localdate() + timedelta(days=400)},
    ],
)
def test_nothing_is_left_out_without_a_reason_a_name_and_a_near_end(people, wrong):
    entry = {"kind": "domain", "value": "a.example", "reason": "x", "until": timezone.localdate()}
    with pytest.raises(commands.ValidationError):
        commands.allow(by=people["analis"], **(entry | wrong))
    assert not AllowedEntry.objects.exists()


def test_an_entry_whose_last_day_is_over_leaves_nothing_out(people, lake):
    commands.allow(
        kind="domain",
        value="a.example",
        reason="x",
        until=timezone.localdate(),
        by=people["analis"],
    )
    AllowedEntry.objects.update(until=NOON.date() - timedelta(days=1))
    commands.ask_for_run(by=None, until=NOON, days=7)
    job.work(lake, now=NOON)
    assert Run.objects.get().provenance["allowed"] == []
    assert Community.objects.exists()


def test_a_signal_leads_to_its_community(signed_in, community):
    text = page(signed_in("analis"), "signal", community.signal_id)
    assert reverse("coordination-community", args=[community.pk]) in text
    assert "coordinated: 6 accounts shared 4 objects together" in text


def test_a_community_that_another_took_up_leads_there(signed_in, community):
    other = Community.objects.get(pk=community.pk)
    other.pk = None
    other.merged_into = community
    other.save()
    answer = signed_in("analis").get(reverse("coordination-community", args=[other.pk]))
    assert answer.url == reverse("coordination-community", args=[community.pk])


@pytest.mark.parametrize("n", [1, 8])
def test_pages_ask_the_database_a_fixed_number_of_questions(
    signed_in, people, community, django_assert_num_queries, n
):
    for _ in range(n - 1):
        again = Community.objects.get(pk=community.pk)
        sighting = again.sightings.get()
        again.pk = None
        again.save()
        sighting.pk, sighting.community, sighting.number = None, again, 100 + again.pk
        sighting.save()
    client = signed_in("analis")
    for (name, arguments), queries in {
        ("coordination", ()): OVERVIEW,
        ("coordination-community", (community.pk,)): COMMUNITY,
        ("coordination-run", (Run.objects.get().pk,)): RUN,
        ("coordination-allowed", ()): ALLOWED,
    }.items():
        with django_assert_num_queries(queries):
            page(client, name, *arguments)


OVERVIEW, COMMUNITY, RUN, ALLOWED = 12, 11, 8, 7
