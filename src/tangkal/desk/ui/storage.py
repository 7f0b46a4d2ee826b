"""Static files with their content's hash in the name, so that browsers may keep them."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Before `prepare` has collected the files (tests), names stay plain."""

    manifest_strict = False
