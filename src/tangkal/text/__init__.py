"""Text primitives: normalise, tokenise, language, privacy."""
