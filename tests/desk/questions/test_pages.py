"""At the desk: families listed, answered, closed, split and put together; who may what."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tangkal.desk.accounts.roles import Role
from tangkal.desk.cases import rules as case_rules
from tangkal.desk.cases.models import Case
from tangkal.desk.portal.models import PublicReport
from tangkal.desk.questions import families, queries, rules
from tangkal.desk.questions.models import Asked, Family, Move, Outgoing
from tangkal.desk.recognise import matcher
from tests.desk.markup import inline_code
from tests.desk.questions.conftest import TEXT

pytestmark = pytest.mark.django_db
State = PublicReport.State
OTHERS = (
    "Apakah benar ijazah lama tidak berlaku untuk melamar kerja mulai tahun depan?",
    "Benarkah kartu pelajar lama tidak berlaku lagi untuk naik bus sekolah mulai Senin?",
    "Apa betul perpustakaan keliling memungut denda kalau buku dongeng telat sehari?",
    "Apa benar pemilik kucing wajib membayar retribusi tujuh puluh ribu per ekor?",
)


def family_of(report) -> Family:
    return Asked.objects.get(report=report).family


def address(family: Family, act: str = "") -> str:
    return f"/desk/questions/families/{family.pk}/" + (f"{act}/" if act else "")


def test_the_list_shows_families_with_how_many_asked_and_by_which_way(signed_in, asks):
    asks(TEXT)
    asks(TEXT, "12345", channel="telegram", via="telegram")
    page = signed_in("analis").get("/desk/questions/").text

    assert page.count("data-row") == 1
    assert "2 questions" in page
    assert "telegram 1" in page
    assert "portal 1" in page
    assert "12345" not in page
    assert inline_code(page) == []


def test_a_family_is_offered_its_likeliest_answer_with_one_press(signed_in, asks, publish):
    first, found = asks(TEXT), publish()
    matcher.live().refresh(force=True)
    page = signed_in("analis").get("/desk/questions/").text

    assert "Same claim, most likely." in page
    assert f'action="{address(family_of(first), "answer")}"' in page
    assert f'name="clarification" value="{found.slug}"' in page


def test_the_most_asked_about_comes_first_and_the_longest_waiting_on_request(signed_in, asks):
    old = asks(OTHERS[0])
    PublicReport.objects.update(created_at=timezone.now() - timezone.timedelta(days=20))
    families.recount(family_of(old))
    for _each in range(2):
        asks(TEXT)
    browser = signed_in("analis")
    top, oldest = (browser.get(f"/desk/questions/?order={o}").text for o in ("top", "oldest"))

    assert top.index("harga BBM") < top.index("ijazah")
    assert oldest.index("ijazah") < oldest.index("harga BBM")
    found = queries.families(State.WAITING, "top", timezone.now())
    assert [each.weight for each in found] == [8, 1]


def test_the_list_and_a_family_ask_the_database_equally_often_however_many_there_are(
    signed_in, asks, publish
):
    publish()
    browser = signed_in("analis")
    asks(TEXT)
    counts = []
    for text in OTHERS:
        asks(text)
        for page in ("/desk/questions/", address(family_of(PublicReport.objects.first()))):
            browser.get(page)
            with CaptureQueriesContext(
                connection,
            ) as asked:
                assert browser.get(page).status_code == 200
            counts.append(len(asked))
        asks(text)

    assert len(set(counts[::2])) == 1
    assert len(set(counts[1::2])) == 1
    assert max(counts) <= 30


def test_one_press_answers_everybody(signed_in, citizen, asks, publish):
    first, second = asks(TEXT), asks(TEXT)
    found, family = publish(), family_of(first)
    reply = signed_in("analis").post(
        address(family, "answer"), {"clarification": found.slug, "version": family.version}
    )

    assert reply.status_code == 302
    for report in (first, second):
        assert found.headline in citizen.get(f"/lapor/{report.receipt}/").text


@pytest.mark.parametrize(
    ("act", "fields"),
    [("answer", {"clarification": ""}), ("answer", {"clarification": "x"}), ("close", {})],
)
def test_an_empty_form_changes_nothing(signed_in, asks, act, fields):
    family = family_of(asks(TEXT))
    reply = signed_in("analis").post(address(family, act), {"version": 1, **fields})
    family.refresh_from_db()

    assert reply.status_code == 302
    assert family.state == State.WAITING


def test_who_saw_an_older_state_is_told_so(signed_in, asks, publish):
    family, found = family_of(asks(TEXT)), publish()
    signed_in("analis").post(address(family, "close"), {"note": "Opini.", "version": 1})
    late = signed_in("second_analis").post(
        address(family, "answer"), {"clarification": found.slug, "version": 1}
    )

    assert late.status_code == 409


def test_answering_many_says_how_many_and_leaves_what_others_changed(signed_in, asks, publish):
    chosen = [family_of(asks(text)) for text in (TEXT, *OTHERS)]
    asks(TEXT)
    found = publish()
    families.close_family(chosen[-1], note="Opini.", by=None)
    reply = signed_in("analis").post(
        "/desk/questions/answer/",
        {
            "clarification": found.slug,
            "families": [f"{each.pk}:{each.version}" for each in chosen] + ["x:y", "0:1"],
        },
        follow=True,
    )

    assert "4 families answered, with 5 questions." in reply.text
    assert "1 was changed by somebody meanwhile" in reply.text
    assert Family.objects.filter(state=State.ANSWERED).count() == 4


def test_split_and_undo_bring_everything_back(signed_in, asks, chain_holds):
    first, second, third = (asks(TEXT) for _each in range(3))
    family, browser = family_of(first), signed_in("analis")
    family.refresh_from_db()
    browser.post(
        address(family, "split"), {"questions": [second.receipt], "version": family.version}
    )
    assert family_of(second) != family
    assert [each.askers for each in Family.objects.order_by("pk")] == [2, 1]
    browser.post(f"/desk/questions/moves/{Move.objects.get().pk}/undo/")

    assert {family_of(each) for each in (first, second, third)} == {family}
    assert family_of(first).askers == 3
    assert chain_holds()


@pytest.mark.parametrize("chosen", ["none", "all"])
def test_a_split_leaves_two_families_with_somebody_in_them(signed_in, asks, chosen):
    both = [asks(TEXT), asks(TEXT)]
    family = family_of(both[0])
    family.refresh_from_db()
    receipts = [each.receipt for each in both] if chosen == "all" else []
    signed_in("analis").post(
        address(family, "split"), {"questions": receipts, "version": family.version}
    )

    assert Family.objects.count() == 1


def test_put_together_one_answer_reaches_both_and_undo_comes_too_late_then(
    signed_in, asks, publish, people
):
    one, other = asks(TEXT), asks(OTHERS[0])
    browser = signed_in("analis")
    browser.post(address(family_of(one), "merge"), {"into": other.receipt, "version": 1})
    assert family_of(one) == family_of(other)
    families.answer_family(family_of(other), publish(), by=people["analis"])
    page = browser.post(f"/desk/questions/moves/{Move.objects.get().pk}/undo/", follow=True).text

    one.refresh_from_db()
    assert one.state == State.ANSWERED
    assert "answered or closed since" in page
    assert family_of(one) == family_of(other)


def test_put_into_an_answered_family_they_get_its_answer(signed_in, asks, publish, people):
    answered, waiting = asks(TEXT), asks(OTHERS[0])
    families.answer_family(family_of(answered), publish(), by=people["analis"])
    signed_in("analis").post(
        address(family_of(waiting), "merge"), {"into": answered.receipt, "version": 1}
    )
    families.spread()

    waiting.refresh_from_db()
    assert waiting.state == State.ANSWERED


def test_what_does_not_fit_is_opened_again_and_told(
    signed_in, asks, publish, people, delivered, service
):
    first = asks(TEXT, "a@warga.example")
    families.answer_family(family_of(first), publish(), by=people["analis"])
    family = family_of(first)
    signed_in("analis").post(
        address(family, "reopen"), {"why": "Untuk daerah lain", "version": family.version}
    )
    delivered()

    first.refresh_from_db()
    assert first.state == State.WAITING
    assert len(service.taken) == 2
    assert (
        "sedang dilihat lagi" in service.taken[-1][1] or "looked at again" in service.taken[-1][1]
    )


def test_a_case_is_opened_once_and_its_answer_reaches_everybody(signed_in, asks, publish):
    first, second = asks(TEXT), asks(TEXT)
    family, browser = family_of(first), signed_in("analis")
    reply = browser.post(f"/desk/cases/for-questions/{family.pk}/")
    case = Case.objects.get()
    assert reply["Location"] == f"/desk/cases/{case.number}/"
    assert case.title.startswith("Awas!!")
    assert browser.post(f"/desk/cases/for-questions/{family.pk}/").status_code == 409
    assert Case.objects.count() == 1
    assert families.answer_case(publish(reference=case.number)) == 1

    for report in (first, second):
        report.refresh_from_db()
        assert report.state == State.ANSWERED


def test_the_two_tables_of_who_opens_cases_agree():
    assert {role.value for role in rules.OPENING} == set(case_rules.OPENERS)


def test_coverage_counts_every_question_once_and_says_what_is_missing(
    signed_in, asks, publish, people
):
    answered, closed = asks(TEXT), asks(OTHERS[0])
    asks(OTHERS[1])
    asks(OTHERS[2])
    families.answer_family(family_of(answered), publish(), by=people["analis"])
    families.close_family(family_of(closed), note="Opini.", by=people["analis"])
    PublicReport.objects.filter(pk=answered.pk).update(
        created_at=timezone.now() - timezone.timedelta(minutes=1),
        answered_at=timezone.now() + timezone.timedelta(minutes=179),
    )
    week = queries.coverage(timezone.now())[0]

    assert (week.asked, week.answered, week.closed, week.waiting) == (4, 1, 1, 2)
    assert (week.answered_percent, week.missing_percent) == (25, 75)
    assert week.median_hours == pytest.approx(3.0)
    page = signed_in("evaluator").get("/desk/questions/coverage/").text
    assert "3.0 h" in page
    assert "75%" in page


def test_a_week_without_questions_is_unknown_not_zero():
    week = queries.coverage(timezone.now())[3]

    assert (week.asked, week.answered_percent, week.median_hours) == (0, None, None)


@pytest.mark.parametrize("role", list(Role))
def test_replies_are_seen_by_those_who_keep_them_and_show_no_address_and_no_text(
    signed_in, asks, publish, people, role
):
    first = asks(TEXT, "siti@warga.example")
    families.answer_family(family_of(first), publish(), by=people["analis"])
    Outgoing.objects.update(state=Outgoing.State.PERMANENT, reason="550 no such user")
    reply = signed_in(role.value).get("/desk/questions/replies/")

    may = role in rules.KEEPING
    assert reply.status_code == (200 if may else 403)
    if may:
        message = Outgoing.objects.get()
        assert message.contact.pseudonym in reply.text
        assert "550 no such user" in reply.text
        assert "siti" not in reply.text
        assert first.receipt not in reply.text
        assert inline_code(reply.text) == []
        assert ("Send again" in reply.text) == (role == Role.SYSTEM_ADMIN)


def test_the_page_of_replies_asks_the_database_equally_often(signed_in, asks, publish, people):
    found, browser, counts = publish(), signed_in("admin_sistem"), []
    for number, text in enumerate(OTHERS):
        first = asks(text, f"warga{number}@warga.example")
        families.answer_family(family_of(first), found, by=people["analis"])
        browser.get("/desk/questions/replies/")
        with CaptureQueriesContext(connection) as asked:
            browser.get("/desk/questions/replies/")
        counts.append(len(asked))

    assert len(set(counts)) == 1
