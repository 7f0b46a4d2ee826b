"""What trends are looked for in, and over how long: known to pages, which load no kernels."""

SPANS = {"day": 24, "week": 168}  # hours
DIMENSIONS = ("narrative", "hashtag", "platform", "region", "source_kind")
