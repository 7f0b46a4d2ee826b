"""Pictures and videos that were judged before: hashes, the views they are taken of, banks."""
