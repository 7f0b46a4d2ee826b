"""One folder a source: manifest, reader, fixture."""
