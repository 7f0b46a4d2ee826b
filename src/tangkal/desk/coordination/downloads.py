"""A run's network as a file: the library's writers, and one archive where they write several."""

import io
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

from tangkal.desk.coordination.models import Run
from tangkal.desk.coordination.tables import NAMES, unpacked

FORMS = {
    "csv": "application/zip",
    "parquet": "application/zip",
    "gexf": "application/gexf+xml",
    "graphml": "application/graphml+xml",
    "json": "application/json",
}


def written(run: Run, form: str) -> tuple[str, bytes]:
    """The file's name and its bytes; `form` is one of FORMS."""
    # The library compiles its loops on import: a second, for those alone who take a file.
    from tangkal.early_warning.coordination import Network  # noqa: PLC0415
    from tangkal.early_warning.coordination.export import write_network  # noqa: PLC0415

    tables = {name: unpacked(run.tables, name) for name in NAMES}
    network = Network(**tables, provenance=run.provenance, is_directed=run.tables.is_directed)
    name = f"coordination-{run.pk}"
    with TemporaryDirectory() as folder:
        files = write_network(network, Path(folder) / f"{name}.{form}")
        if len(files) == 1:
            return files[0].name, files[0].read_bytes()
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as out:
            for file in files:
                out.write(file, file.name)
        return f"{name}.{form}.zip", archive.getvalue()
