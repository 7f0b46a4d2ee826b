"""What every source shares: a document goes in, rows and unreadable rows come out."""

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Literal

from tangkal.kernel import UnreadableSource

Kind = Literal["items", "claims"]


@dataclass(frozen=True, slots=True)
class Row:
    """One record as the source gives it, under the source's own column names."""

    line: int  # 1-based: the line it starts on in a text file, else the record's number
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class BadRow:
    """A record that cannot be read: never dropped, always handed on with its reason."""

    line: int
    about: str  # a few words that group equal failures, e.g. "not JSON"
    reason: str  # the sentence for whoever can repair it, naming the offending value
    raw: str  # the record as it stands, not yet masked


@dataclass(slots=True)
class Document:
    """A file, or a body fetched from an address; counts the bytes its readers took."""

    name: str  # file name or address, as shown to people
    path: Path | None = None
    body: bytes | None = None
    content_type: str | None = None  # as the server said, without parameters
    url: str | None = None  # final address after redirects
    bytes_read: int = field(default=0, compare=False)

    @property
    def size(self) -> int:
        """Bytes in all."""
        if self.body is not None:
            return len(self.body)
        assert self.path is not None
        return self.path.stat().st_size

    def open(self) -> BinaryIO:
        """A stream from the first byte; `bytes_read` follows it.

        Raises:
            UnreadableSource: the file is gone, is a folder, or may not be read.
        """
        self.bytes_read = 0
        return io.BufferedReader(_Counted(self, self._raw()), buffer_size=1 << 17)

    def read(self) -> bytes:
        """The whole content; for the small documents that must be parsed in one piece."""
        with self.open() as stream:
            return stream.read()

    def head(self, size: int = 1 << 18) -> bytes:
        """The first bytes, for guessing; does not count as read."""
        with self._raw() as stream:
            return stream.read(size)

    def _raw(self) -> BinaryIO:
        if self.body is not None:
            return io.BytesIO(self.body)
        assert self.path is not None
        try:
            return self.path.open("rb")
        except OSError as error:
            raise UnreadableSource(
                f"{self.name} cannot be opened: {error.strerror or error}"
            ) from error

    @classmethod
    def of_file(cls, path: Path) -> "Document":
        """A file on this machine.

        Raises:
            UnreadableSource: there is no such file, or it is a folder.
        """
        if path.is_dir():
            raise UnreadableSource(f"{path} is a folder; name the files in it")
        if not path.exists():
            raise UnreadableSource(f"there is no file {path}; check the name and the folder")
        return cls(name=path.name, path=path)


class _Counted(io.RawIOBase):
    """Adds what passes through to the document's count, for the progress bar."""

    def __init__(self, document: Document, stream: BinaryIO) -> None:
        self._document = document
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        count: int = self._stream.readinto(buffer)  # type: ignore[attr-defined]
        self._document.bytes_read += count
        return count

    def close(self) -> None:
        self._stream.close()
        super().close()


Reader = Callable[[Document], Iterator[Row | BadRow]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What one source is, in data: `detect` chooses by it and the docs list it."""

    name: str
    title: str  # for people
    kinds: tuple[Kind, ...]  # what it can bring, the usual one first
    has_own_columns: bool  # True: columns are the file's and need a mapping
    extensions: tuple[str, ...] = ()
    content_types: tuple[str, ...] = ()
    recognises: Callable[[bytes], bool]  # by the first bytes, where the name says nothing
    fixture: str  # a small file of ours in the source's folder
    read: Reader
