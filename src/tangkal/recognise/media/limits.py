"""How much of an upload is read at most: small files are made to fill memory or hours."""

from dataclasses import dataclass

from tangkal.kernel.errors import InvalidInput


class TooLargeToRead(InvalidInput):
    """What the file unfolds to is beyond the limits; reading was not even begun, or given up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoLimits:
    """What reading one video may cost."""

    seconds: int = 600  # of the video, from its beginning; what follows is not read
    frames: int = 40_000  # decoded, however short they are shown
    pixels: int = 36_000_000  # of one frame: 8K is 33 million
    cpu_seconds: float = 20.0  # then what was read until there counts
    memory_bytes: int = 3 << 30  # address space of the process apart


VIDEO = VideoLimits()
