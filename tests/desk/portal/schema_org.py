"""The part of schema.org's vocabulary that our markup uses, and a check against it.

Copied from the definitions at schema.org (release 28): a type's parents, the types a property
belongs to, and what its values may be. ``Text`` stands for any text, ``URL`` and ``Date`` for
texts of that form.
"""

import re

PARENTS = {
    "Thing": (),
    "Intangible": ("Thing",),
    "Organization": ("Thing",),
    "CreativeWork": ("Thing",),
    "Rating": ("Intangible",),
    "DataFeedItem": ("Intangible",),
    "Dataset": ("CreativeWork",),
    "DataFeed": ("Dataset",),
    "Claim": ("CreativeWork",),
    "Comment": ("CreativeWork",),
    "CorrectionComment": ("Comment",),
    "Review": ("CreativeWork",),
    "ClaimReview": ("Review",),
    "MediaReview": ("Review",),
    "MediaReviewItem": ("CreativeWork",),
    "MediaObject": ("CreativeWork",),
    "ImageObject": ("MediaObject",),
    "VideoObject": ("MediaObject",),
    "AudioObject": ("MediaObject",),
    "ImageObjectSnapshot": ("ImageObject",),
    "VideoObjectSnapshot": ("VideoObject",),
    "AudioObjectSnapshot": ("AudioObject",),
}
AUTHENTICITY = (
    "DecontextualizedContent",
    "EditedOrCroppedContent",
    "OriginalMediaContent",
    "SatireOrParodyContent",
    "StagedContent",
    "TransformedContent",
)
# Property → the types it belongs to, and what its values may be.
PROPERTIES = {
    "name": (("Thing",), ("Text",)),
    "alternateName": (("Thing",), ("Text",)),
    "description": (("Thing",), ("Text",)),
    "url": (("Thing",), ("URL",)),
    "image": (("Thing",), ("URL", "ImageObject")),
    "author": (("CreativeWork", "Rating"), ("Organization",)),
    "comment": (("CreativeWork",), ("Comment",)),
    "correction": (("CreativeWork",), ("CorrectionComment", "Text", "URL")),
    "creativeWorkStatus": (("CreativeWork",), ("Text",)),
    "dateModified": (("CreativeWork", "DataFeedItem"), ("Date",)),
    "dateCreated": (("CreativeWork", "DataFeedItem"), ("Date",)),
    "datePublished": (("CreativeWork",), ("Date",)),
    "inLanguage": (("CreativeWork",), ("Text",)),
    "interpretedAsClaim": (("CreativeWork", "MediaObject"), ("Claim",)),
    "text": (("CreativeWork",), ("Text",)),
    "itemReviewed": (("Review",), ("Thing",)),
    "reviewRating": (("Review",), ("Rating",)),
    "claimReviewed": (("ClaimReview",), ("Text",)),
    "mediaAuthenticityCategory": (("MediaReview",), AUTHENTICITY),
    "originalMediaContextDescription": (("MediaReview",), ("Text",)),
    "originalMediaLink": (("MediaReview",), ("URL", "MediaObject")),
    "mediaItemAppearance": (("MediaReviewItem",), ("MediaObject",)),
    "contentUrl": (("MediaObject",), ("URL",)),
    "ratingValue": (("Rating",), ("Number", "Text")),
    "bestRating": (("Rating",), ("Number", "Text")),
    "worstRating": (("Rating",), ("Number", "Text")),
    "ratingExplanation": (("Rating",), ("Text",)),
    "dataFeedElement": (("DataFeed",), ("DataFeedItem",)),
    "item": (("DataFeedItem",), ("Thing",)),
}
FORMS = {
    "URL": re.compile(r"https?://\S+"),
    "Date": re.compile(r"\d{4}-\d\d-\d\d(T[0-9:.+Z-]+)?"),
    "Text": re.compile(r".+", re.DOTALL),
}


def lineage(kind):
    yield kind
    for parent in PARENTS[kind]:
        yield from lineage(parent)


def faults(node, where="$"):
    """What of a JSON-LD object is not as schema.org defines it; empty for a valid one."""
    kind = node.get("@type")
    if kind not in PARENTS:
        return [f"{where}: no type {kind!r}"]
    found = []
    for name, value in node.items():
        if name.startswith("@"):
            continue
        domain, wanted = PROPERTIES.get(name, ((), ()))
        if not set(domain) & set(lineage(kind)):
            found.append(f"{where}: {kind} has no {name}")
            continue
        for each in value if isinstance(value, list) else [value]:
            found += faults_of(each, wanted, f"{where}.{name}")
    return found


def faults_of(value, wanted, where):
    if isinstance(value, dict):
        fits = set(lineage(value.get("@type", "Thing"))) & set(wanted)
        return faults(value, where) + ([] if fits else [f"{where}: {value['@type']} does not fit"])
    if isinstance(value, int | float):
        return [] if "Number" in wanted else [f"{where}: {value!r} does not fit"]
    fits = value in wanted or any(
        FORMS[each].fullmatch(value) for each in wanted if each in FORMS and isinstance(value, str)
    )
    return [] if fits else [f"{where}: {value!r} does not fit {wanted}"]
