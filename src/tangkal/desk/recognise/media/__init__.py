"""Pictures and videos judged with a known claim: fingerprints alone, in banks."""
