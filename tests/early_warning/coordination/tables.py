"""Shares for tests: random small tables with ties, repeats and shared contents."""

from hypothesis import strategies as st

from tangkal.early_warning.coordination import shares_of
from tests.early_warning.coordination.slow import Share


def tables(most=40, contents=12):
    """Few objects, accounts and moments, so that everything coincides somewhere."""
    row = st.builds(
        Share,
        st.sampled_from(["c1", "c2", "o1", "o2", "o3"]),  # two objects are contents as well
        st.sampled_from("ABCDE"),
        st.integers(0, contents).map(lambda n: f"c{n}"),
        st.integers(0, 30).map(lambda n: n / 2),
    )
    return st.lists(row, min_size=1, max_size=most)


def owned(table):
    """The same table with every content belonging to the account that had it first."""
    owner = {}
    return [
        share._replace(account=owner.setdefault(share.content, share.account)) for share in table
    ]


def as_shares(table):
    objects, accounts, contents, seconds = zip(*table, strict=True)
    return shares_of(objects, accounts, contents, [round(s * 1_000_000) for s in seconds])


def edges_of(network, *columns):
    """(source, target) → weight, or a tuple of columns."""
    rows = network.edges.to_pylist()
    if not columns:
        return {(row["source"], row["target"]): row["weight"] for row in rows}
    return {(row["source"], row["target"]): tuple(row[c] for c in columns) for row in rows}
