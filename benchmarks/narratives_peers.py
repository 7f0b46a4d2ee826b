"""Other ways to cluster a stream of texts, as their own introductions set them up.

Both see the same posts in the same batches. DBSTREAM needs dense vectors, so it gets the same
reduced hashed tf-idf as the BERTopic-style clustering, which here has no sentence encoder: that
is what runs without one on the machines that Tangkal is for.
"""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

DIMENSIONS = 50
TOPICS = 100

Peer = Callable[[Sequence[Sequence[str]], int], list[object]]


class Reduced:
    """Hashed tf-idf, its idf learned as batches come, in 50 dimensions."""

    def __init__(self) -> None:
        from sklearn.decomposition import IncrementalPCA  # noqa: PLC0415 (only for peers)
        from sklearn.feature_extraction.text import HashingVectorizer  # noqa: PLC0415

        self.words = HashingVectorizer(n_features=1 << 12, norm=None, alternate_sign=False)
        self.pca = IncrementalPCA(n_components=DIMENSIONS)
        self.df = np.zeros(1 << 12)
        self.docs = 0

    def vectors(self, texts: Sequence[str]) -> npt.NDArray[np.float64]:
        counts = self.words.transform(texts)
        self.df += np.asarray((counts > 0).sum(axis=0)).ravel()
        self.docs += len(texts)
        weighted = counts.multiply(np.log((1 + self.docs) / (1 + self.df)) + 1).toarray()
        weighted /= np.maximum(np.linalg.norm(weighted, axis=1, keepdims=True), 1e-9)
        if len(weighted) >= DIMENSIONS:
            self.pca.partial_fit(weighted)
        reduced: npt.NDArray[np.float64] = self.pca.transform(weighted)
        return reduced


def dbstream(batches: Sequence[Sequence[str]], seed: int) -> list[object]:
    """River's DBSTREAM (Hahsler & Bolaños 2016), a post at a time, on unit vectors."""
    from river.cluster import DBSTREAM  # noqa: PLC0415 (only for peers)

    reduced, stream, found = Reduced(), DBSTREAM(clustering_threshold=0.3), []
    for texts in batches:
        points = [dict(enumerate(row)) for row in reduced.vectors(texts).tolist()]
        for point in points:
            stream.learn_one(point)
        found += [stream.predict_one(point) for point in points]
    return found


def online_topics(batches: Sequence[Sequence[str]], seed: int) -> list[object]:
    """BERTopic's online recipe: incremental PCA, then MiniBatchKMeans, batch by batch."""
    from sklearn.cluster import MiniBatchKMeans  # noqa: PLC0415 (only for peers)

    reduced, found = Reduced(), []
    topics = MiniBatchKMeans(n_clusters=TOPICS, random_state=seed)
    for texts in batches:
        vectors = reduced.vectors(texts)
        topics.partial_fit(vectors)
        found += topics.predict(vectors).tolist()
    return found


PEERS: dict[str, Peer] = {"dbstream": dbstream, "online_topics": online_topics}
