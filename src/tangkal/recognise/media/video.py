"""vPDQ: a video is the hashes of its frames, one a second; two are compared frame by frame.

A video matches where enough of its frames are found in the other one and the other way
round; which of both shares counts is the bank's choice, because a short cut from a long
video shares all its own frames and few of the other's.

Source: vPDQ (Meta 2022), the description that comes with ThreatExchange.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tangkal.kernel.errors import InvalidInput, SettingMissing
from tangkal.recognise.media.limits import VIDEO, TooLargeToRead, VideoLimits
from tangkal.recognise.media.pdq import PictureHash, differing_bits, hash_pixels

FRAME_WITHIN = 31  # bits of 256 that two frames may differ by
_MIN_QUALITY = 50  # flat frames (black, white, credits) are in every video
_WORKED_ON = 512
# Where a file has which bytes, and FFmpeg's name for what that is.
_CONTAINERS = (
    (4, b"ftyp", "mp4"),
    (0, b"\x1aE\xdf\xa3", "matroska"),
    (8, b"AVI ", "avi"),
)


@dataclass(frozen=True, slots=True)
class VideoShares:
    """How much of each of two videos is found in the other, 0 to 1."""

    asked: float  # share of the asked video's frames found in the known one
    known: float  # share of the known video's frames found in the asked one


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoThresholds:
    """What makes two videos the same; 0 for a share that does not matter."""

    asked: float = 0.5
    known: float = 0.0
    frame_bits: int = FRAME_WITHIN

    def __post_init__(self) -> None:
        if not (0 <= self.asked <= 1 and 0 <= self.known <= 1 and self.asked + self.known > 0):
            raise InvalidInput(
                f"shares {self.asked} and {self.known}; give 0 to 1, and not 0 for both"
            )

    def are_met(self, shares: VideoShares) -> bool:
        """Whether two videos that share this much match."""
        return shares.asked >= self.asked and shares.known >= self.known


def hash_frames(frames: Iterable[NDArray[np.uint8]]) -> list[PictureHash]:
    """The hashes of frames, uint8[rows, columns, 3] each, without flat ones."""
    found = [hash_pixels(frame) for frame in frames]
    return [one for one in found if one.quality >= _MIN_QUALITY]


def shares_of(
    asked: Sequence[PictureHash], known: Sequence[PictureHash], frame_bits: int = FRAME_WITHIN
) -> VideoShares:
    """How much of two videos is the same; repeated frames count once.

    Raises:
        InvalidInput: a video has no frame that tells anything.
    """
    asked, known = _distinct(asked), _distinct(known)
    if not asked or not known:
        raise InvalidInput("a video has no frame that tells anything: it is blank throughout")
    rows = np.array([one.words for one in known], dtype=np.uint64)
    near = np.array([differing_bits(rows, one) <= frame_bits for one in asked])
    return VideoShares(float(near.any(axis=1).mean()), float(near.any(axis=0).mean()))


def _distinct(hashes: Sequence[PictureHash]) -> list[PictureHash]:
    return list({one.words: one for one in hashes}.values())


@dataclass(frozen=True, slots=True)
class ReadVideo:
    """The hashes of a video, and how much of it they are of."""

    hashes: tuple[PictureHash, ...]
    seconds: int  # of the video that were read
    is_whole: bool  # False where a limit ended the reading

    def pack(self) -> bytes:
        """The hashes as bytes, for a database: one hex line each."""
        lines = (f"{one.hex} {one.quality}" for one in self.hashes)
        return "\n".join([f"{self.seconds} {int(self.is_whole)}", *lines]).encode()

    @classmethod
    def unpack(cls, packed: bytes) -> "ReadVideo":
        """Read what :meth:`pack` wrote.

        Raises:
            InvalidInput: it is damaged, or of another version.
        """
        try:
            first, *lines = packed.decode("ascii").splitlines()
            seconds, is_whole = (int(part) for part in first.split())
            pairs = (line.split() for line in lines)
            hashes = tuple(PictureHash.from_hex(digits, int(quality)) for digits, quality in pairs)
        except ValueError as error:
            raise InvalidInput(f"kept hashes of a video cannot be read: {error}") from error
        return cls(hashes, seconds, bool(is_whole))


def container_of(start: bytes) -> str | None:
    """Which of the containers we read a file's first 16 bytes begin; None for any other.

    FFmpeg would guess by itself, and among its guesses are lists that name other files and
    addresses to read: so it is told.
    """
    return next((name for at, mark, name in _CONTAINERS if start[at:].startswith(mark)), None)


def read_video(path: Path, limits: VideoLimits = VIDEO) -> ReadVideo:
    """The hashes of a video file, one frame a second, as far as the limits allow.

    Raises:
        SettingMissing: the package that reads videos is not installed.
        InvalidInput: the file is no video that can be read, or blank throughout.
        TooLargeToRead: its frames are larger than any camera's.
    """
    try:
        import av  # noqa: PLC0415 -- large, and only who judges videos needs it
    except ImportError as error:
        raise SettingMissing(
            "videos are read with the extra package av, which is not installed:"
            " pip install 'tangkal[video]'; pictures are compared without it"
        ) from error
    with path.open("rb") as stream:
        container = container_of(stream.read(16))
        stream.seek(0)
        if container is None:
            raise InvalidInput(f"{path.name} is no video that can be read (MP4, WebM, AVI)")
        try:
            with av.open(stream, format=container) as file:
                frames = _Frames(file, limits)
                hashes = hash_frames(frames)
        except (av.error.FFmpegError, IndexError, ValueError) as error:
            raise InvalidInput(f"{path.name} is no video that can be read: {error}") from error
    if not hashes:
        raise InvalidInput(f"{path.name} has no frame that tells anything")
    return ReadVideo(tuple(hashes), frames.second + 1, frames.is_whole)


class _Frames:
    """The frames of an open video, one a second, small, until a limit is met."""

    def __init__(self, file: Any, limits: VideoLimits) -> None:
        self._file, self._limits = file, limits
        self.second = -1  # the last one read
        self.is_whole = True

    def __iter__(self) -> Iterator[NDArray[np.uint8]]:
        stream = self._file.streams.video[0]
        self._check_size(stream.width, stream.height)
        until = process_time() + self._limits.cpu_seconds
        for number, frame in enumerate(self._file.decode(stream)):
            now = max(int(frame.time or 0), 0)
            is_over = now >= self._limits.seconds or number >= self._limits.frames
            if is_over or process_time() > until:
                self.is_whole = False
                return
            if now != self.second:
                self.second = now
                yield self._small(frame)

    def _small(self, frame: Any) -> NDArray[np.uint8]:
        self._check_size(frame.width, frame.height)  # a stream may change its size on the way
        share = min(1.0, _WORKED_ON / max(frame.width, frame.height))
        width, height = (max(2, round(side * share)) for side in (frame.width, frame.height))
        shown = frame.reformat(width=width, height=height, format="rgb24")
        return np.asarray(shown.to_ndarray(), dtype=np.uint8)

    def _check_size(self, width: int, height: int) -> None:
        if width * height > self._limits.pixels:
            raise TooLargeToRead(
                f"the video's frames have {width} x {height} pixels; at most"
                f" {self._limits.pixels // 1_000_000} million are read. Make it smaller."
            )
