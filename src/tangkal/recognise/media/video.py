"""vPDQ: a video is the hashes of its frames, one a second; two are compared frame by frame.

A video matches where enough of its frames are found in the other one and the other way
round; which of both shares counts is the bank's choice, because a short cut from a long
video shares all its own frames and few of the other's.

Source: vPDQ (Meta 2022), the description that comes with ThreatExchange.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from tangkal.kernel.errors import InvalidInput, SettingMissing
from tangkal.recognise.media.pdq import PictureHash, differing_bits, hash_pixels

FRAME_WITHIN = 31  # bits of 256 that two frames may differ by
_MIN_QUALITY = 50  # flat frames (black, white, credits) are in every video
_MOST_FRAMES = 3_600  # an hour; what follows is not read
_WORKED_ON = 512


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


def read_video(path: Path) -> list[PictureHash]:
    """The hashes of a video file, one frame a second, at most an hour.

    Raises:
        SettingMissing: the package that reads videos is not installed.
        InvalidInput: the file is no video that can be read, or blank throughout.
    """
    try:
        import av  # noqa: PLC0415 -- large, and only who judges videos needs it
    except ImportError as error:
        raise SettingMissing(
            "videos are read with the extra package av, which is not installed:"
            " pip install 'tangkal[video]'; pictures are compared without it"
        ) from error
    try:
        with av.open(str(path)) as file:
            hashes = hash_frames(_frames(file))
    except (av.error.FFmpegError, IndexError, ValueError) as error:
        raise InvalidInput(f"{path.name} is no video that can be read: {error}") from error
    if not hashes:
        raise InvalidInput(f"{path.name} has no frame that tells anything")
    return hashes


def _frames(file: "av.container.InputContainer") -> Iterator[NDArray[np.uint8]]:  # type: ignore[name-defined] # noqa: F821
    second = -1
    for frame in file.decode(file.streams.video[0]):
        now = int(frame.time or 0)
        if now >= _MOST_FRAMES:
            return
        if now == second:
            continue
        second = now
        picture: Image.Image = frame.to_image()
        picture.thumbnail((_WORKED_ON, _WORKED_ON))
        yield np.asarray(picture.convert("RGB"))
