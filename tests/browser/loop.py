"""The loop from an open case to a published clarification, screen by screen."""

from dataclasses import dataclass

from tests.browser.officers import Officers, fill_in, press, send


@dataclass(frozen=True)
class Answer:
    """What the officers will write."""

    claim: str
    headline: str
    fact: str
    verdict: str = "SALAH"


def answer_in_public(officers: Officers, number: str, answer: Answer) -> str:
    """Take an open case through gate, verdict, judgement, decision, message; its public page."""
    case = f"{officers.url}/desk/cases/{number}/"
    examine(officers, case, answer)
    verify(officers, case, answer)
    judge(officers, case)
    decide(officers, case)
    return publish(officers, number, answer)


def examine(officers: Officers, case: str, answer: Answer) -> None:
    analyst = officers("analis")
    analyst.goto(case)
    press(analyst, "/steps/triage/")
    analyst.goto(f"{case}claims/add/")
    fill_in(analyst, text=answer.claim)
    send(analyst)
    analyst.goto(f"{case}gate/")
    fill_in(analyst, kind="fact_claim", reason="Menyebut hal yang dapat diperiksa.")
    send(analyst)
    analyst.goto(f"{case}evidence/add/")
    fill_in(
        analyst,
        kind="document",
        title="Keterangan dinas",
        source="Dinas setempat",
        url="https://dinas.example/keterangan",
        text=answer.fact,
        reliability="B",
        credibility="2",
        is_public=True,
    )
    send(analyst)
    analyst.goto(case)
    press(analyst, "/steps/send_to_verification/")


def verify(officers: Officers, case: str, answer: Answer) -> None:
    first, second = officers("verifikator1"), officers("verifikator2")
    first.goto(f"{case}verdicts/add/")
    fill_in(
        first, value=answer.verdict, reasons=f"Bukti berkata lain: {answer.fact}", evidence=True
    )
    send(first)
    first.goto(case)
    press(first, "/submit/")
    first.goto(case)
    assert first.locator("form[action$='/approve/']").count() == 0, "a drafter must not approve"
    second.goto(case)
    press(second, "/approve/")


def judge(officers: Officers, case: str) -> None:
    analyst = officers("analis")
    analyst.goto(f"{case}impact/")
    fill_in(
        analyst,
        harm_finances="2",
        harm_public_order="2",
        reach="2",
        breakout="2",
        probability_term="likely",
        confidence="moderate",
        reasoning="Warga menanyakannya di beberapa platform.",
    )
    send(analyst)


def decide(officers: Officers, case: str) -> None:
    approver = officers("penyetuju1")
    approver.goto(f"{case}decide/")
    questions = {
        "checkable": "yes",
        "criticism_right": "no",
        "raises_exposure": "no",
        "credible_voice": "Dinas setempat.",
        "least_intrusive": "Klarifikasi di portal.",
        "objective": "Pertanyaan warga berkurang.",
    }
    prefix = approver.locator("main [name$=credible_voice]").get_attribute("name") or ""
    prefix = prefix.removesuffix("credible_voice")
    fill_in(approver, **{f"{prefix}{name}": value for name, value in questions.items()})
    fill_in(approver, option="RESPONS", rationale="Dapat diperiksa dan masih menyebar.")
    send(approver)


def publish(officers: Officers, number: str, answer: Answer) -> str:
    writer = officers("penyusun")
    writer.goto(f"{officers.url}/desk/messages/new/{number}/")
    fill_in(
        writer,
        headline=answer.headline,
        fact=answer.fact,
        myth=f"Hati-hati, beredar klaim keliru: “{answer.claim}”",
        explanation="Bukti yang kami buka berkata lain.",
        fact_again=answer.fact,
        action="Tanyakan lewat kotak tanya di portal ini.",
    )
    with writer.expect_navigation():
        writer.locator("main form[method=post] button.button--primary").first.click()
    address = writer.url
    press(writer, "/steps/submit/")
    assert writer.locator("form[action$='/steps/approve/']").count() == 0
    for username, step in (("verifikator2", "confirm_facts"), ("penyetuju1", "approve")):
        page = officers(username)
        page.goto(address)
        press(page, f"/steps/{step}/")
    approver = officers("penyetuju1")
    press(approver, "/publish/")
    link = approver.locator("main a[href^='/klarifikasi/']").first
    return f"{officers.url}{link.get_attribute('href')}"
