"""Static files with a hash in their name, compressed once when they are collected."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Serves the plain name while no manifest was made (tests, a checkout never prepared)."""

    manifest_strict = False
