"""Static files with their content's hash in the name, so that browsers may keep them."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # untyped
    """Where nothing has been collected yet (tests), names stay plain.

    Once files are collected, a page that names one which is missing fails loudly.
    """

    def stored_name(self, name: str) -> str:
        return str(super().stored_name(name)) if self.hashed_files else name
