"""`tangkal match`: is a text a claim that somebody has checked before?"""

import json
import sys
from pathlib import Path

import click

from tangkal.cli.homes import choose, home_option
from tangkal.kernel.errors import InvalidInput

ANSWERS = {
    "same": "Same claim, most likely. Read both before you rely on it.",
    "maybe": "Perhaps: look. Something is alike; it may be another claim.",
    "unknown": "Not known. Nothing near enough has been checked before.",
}
REASONS = {
    "words": "rare words in common: {}",
    "phrase": "the same phrase: “{}”",
    "numbers": "the same figures: {}",
    "near_copy": "a near copy: {}% of the claim stands in it word for word",
    "url": "the same address: {}",
    "answered": "words that past answers often had for these: {}",
    "article": "words that the text of the answer has too: {}",
    "translated": "words of another language that mean the same: {}",
    "meaning": "near in meaning, as the sentence encoder {} reads both",
}


@click.command()
@click.argument("text", required=False)
@click.option(
    "--file", "file", type=click.Path(path_type=Path, dir_okay=False), help="Read the text here."
)
@click.option(
    "--image",
    "--video",
    "media",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A picture or video instead of a text: was it judged with a claim before?",
)
@click.option("-k", "k", type=click.IntRange(1, 100), default=5, show_default=True, help="Claims.")
@click.option(
    "--use", "version", type=click.IntRange(min=0), help="Another version of the matcher."
)
@click.option("--json", "as_json", is_flag=True, help="Print the answer as one JSON object.")
@home_option
def match(
    text: str | None,
    file: Path | None,
    media: Path | None,
    k: int,
    version: int | None,
    as_json: bool,
    home: Path | None,
) -> None:
    """Compare a text, picture or video with what a home knows, and say why they match.

    The text is the argument, a file's, or standard input's; --image takes a picture or a video.
    What is printed is a measurement: a person judges. Nothing that is asked is kept.
    """
    if media is not None:
        if text is not None or file is not None or version is not None:
            raise InvalidInput("--image stands alone: give a text, or a picture or video")
        from tangkal.cli.media import match_media  # noqa: PLC0415

        match_media(media, k, as_json=as_json, home=home)
        return
    given = read_text(text, file)
    chosen = choose(home)
    from tangkal.pipeline.matching import check_text, open_matcher  # noqa: PLC0415 - slow to load

    check_text(given)
    matcher = open_matcher(chosen.root, version=version)
    if not len(matcher):
        raise InvalidInput(
            f"{chosen.root} knows no claims yet: bring in a fact-check archive with"
            " 'tangkal ingest FILE --as claims'"
        )
    found = matcher.match(given, k)
    if as_json:
        click.echo(json.dumps(as_object(found, len(matcher)), ensure_ascii=False, indent=2))
        return
    click.echo(ANSWERS[found.answer])
    for each in found.matches:
        click.echo(f"\n{each.score:.2f}  {each.claim.title}  [{each.claim.claim_id}]")
        facts = (each.claim.verdict, each.claim.publisher, each.claim.published_on, each.claim.url)
        click.echo("      " + " · ".join(str(fact) for fact in facts if fact))
        for reason in each.reasons:
            click.echo(f"      {in_words(reason)}")
    which = f"version {found.version}, learned here" if found.version else "the version that ships"
    click.echo(f"\nAnswered by {which}, {how(found.encoder, found.encoder_fault)}.")


def how(encoder: str, fault: str) -> str:
    """By what the matcher read: words alone, or with which sentence encoder."""
    if encoder:
        return f"by words and the sentence encoder {encoder}"
    return (
        f"by words alone; the encoder of the settings is not used: {fault}"
        if fault
        else ("by words alone")
    )


def read_text(text: str | None, file: Path | None) -> str:
    """The text to compare.

    Raises:
        InvalidInput: none was given, or two, or the file is not text.
    """
    if text not in (None, "-") and file is not None:
        raise InvalidInput("give a text or --file, not both")
    if file is not None:
        try:
            return file.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as problem:
            raise InvalidInput(f"{file} cannot be read as text: {problem}") from problem
    if text is not None and text != "-":
        return text
    if sys.stdin.isatty():
        raise InvalidInput("give a text, name a --file, or send the text to standard input")
    return sys.stdin.read()


def in_words(reason: str) -> str:
    kind, _bar, detail = reason.partition("|")
    return REASONS[kind].format(detail) if kind in REASONS else reason


def as_object(found: object, known: int) -> dict[str, object]:
    """The answer as the API gives it."""
    from tangkal.pipeline.matching import Matched  # noqa: PLC0415

    assert isinstance(found, Matched)
    return {
        "answer": found.answer,
        "version": found.version,
        "encoder": found.encoder or None,
        "known_claims": known,
        "matches": [
            {
                "claim_id": each.claim.claim_id,
                "title": each.claim.title,
                "verdict": each.claim.verdict,
                "publisher": each.claim.publisher,
                "url": each.claim.url,
                "published_on": each.claim.published_on and each.claim.published_on.isoformat(),
                "score": round(each.score, 4),
                "answer": each.answer,
                "reasons": [in_words(reason) for reason in each.reasons],
                "method": each.method,
            }
            for each in found.matches
        ],
    }
