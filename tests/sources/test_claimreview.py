"""Fact-checks are found in every wrapping they travel in."""

import json

import pytest

from tangkal.kernel import UnreadableSource
from tangkal.sources import Document, detect

REVIEW = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "url": "https://cekfakta.example/1",
    "claimReviewed": "Bantuan dibagikan lewat tautan",
    "datePublished": "2026-02-20",
    "author": {"@type": "Organization", "name": "Cek Fakta"},
    "reviewRating": {"@type": "Rating", "ratingValue": 1, "alternateName": "Salah"},
}
PAGE = '<!doctype html><html><head><script type="application/ld+json">{}</script></head></html>'
MICRODATA = """<!doctype html><html><body><div itemscope itemtype="https://schema.org/ClaimReview">
<a itemprop="url" href="https://cekfakta.example/1">x</a>
<span itemprop="claimReviewed">Bantuan dibagikan lewat tautan</span>
<time itemprop="datePublished" datetime="2026-02-20">kemarin</time>
<div itemprop="author" itemscope itemtype="https://schema.org/Organization">
<span itemprop="name">Cek Fakta</span></div>
<div itemprop="reviewRating" itemscope itemtype="https://schema.org/Rating">
<span itemprop="alternateName">Salah</span></div></div></body></html>"""
GOOGLE = {
    "claims": [
        {
            "text": "Bantuan dibagikan lewat tautan",
            "claimReview": [
                {
                    "publisher": {"name": "Cek Fakta", "site": "cekfakta.example"},
                    "url": "https://cekfakta.example/1",
                    "title": "Tautan bantuan itu palsu",
                    "reviewDate": "2026-02-20",
                    "textualRating": "Salah",
                    "languageCode": "id",
                }
            ],
        }
    ],
    "nextPageToken": "x",
}


def rows_of(content):
    document = Document(name="laman", body=content.encode(), url="https://cekfakta.example/x")
    manifest = detect(document)
    assert manifest.name == "claimreview"
    return list(manifest.read(document))


@pytest.mark.parametrize(
    "content",
    [
        json.dumps(REVIEW),
        json.dumps([REVIEW], indent=1),
        json.dumps({"@context": "https://schema.org", "@graph": [{"@type": "WebPage"}, REVIEW]}),
        json.dumps({"@type": "DataFeed", "dataFeedElement": [{"item": [REVIEW]}]}, indent=2),
        json.dumps({**REVIEW, "@type": ["ClaimReview", "Review"]}),
        PAGE.format(json.dumps(REVIEW)),
        PAGE.format(json.dumps({"@graph": [REVIEW]})),
        MICRODATA,
        json.dumps(GOOGLE, indent=2),
    ],
    ids=["bare", "list", "graph", "feed", "types", "page", "page-graph", "microdata", "google"],
)
def test_a_fact_check_reads_the_same_in_any_wrapping(content):
    (row,) = rows_of(content)
    told = {k: row.values[k] for k in ("title", "verdict", "published_on", "url", "publisher")}
    assert told == {
        "title": "Bantuan dibagikan lewat tautan",
        "verdict": "Salah",
        "published_on": "2026-02-20",
        "url": "https://cekfakta.example/1",
        "publisher": "Cek Fakta",
    }


def test_a_page_that_only_speaks_of_claimreview_says_so():
    with pytest.raises(UnreadableSource, match="holds no ClaimReview"):
        rows_of(PAGE.format('{"@type": "WebPage", "name": "about ClaimReview"}'))


def test_json_lines_of_fact_checks_are_a_table():
    body = f"{json.dumps(REVIEW)}\n{json.dumps(REVIEW)}\n".encode()
    assert detect(Document(name="a.jsonl", body=body)).name == "jsonl"


def test_a_fact_check_page_is_also_a_page_for_whoever_wants_the_article():
    document = Document(name="x", body=PAGE.format(json.dumps(REVIEW)).encode())
    assert detect(document, "items").name == "page"
    assert detect(document, "claims").name == "claimreview"


@pytest.mark.parametrize("depth", [300, 100_000])
def test_nesting_without_end_is_one_sentence(depth):
    body = b'{"ClaimReview": ' + b'{"a": [' * depth + b"1" + b"]}" * depth + b"}"
    document = Document(name="laman", body=body)
    with pytest.raises(UnreadableSource, match="laman"):
        list(detect(document, "claims").read(document))
