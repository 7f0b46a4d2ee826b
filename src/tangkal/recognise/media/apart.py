"""Read an upload as picture or video; a video in a process of its own.

Decoders of videos are large and take what strangers made. Theirs ends after a time and at a
size of memory, and if it falls, nobody else does.
"""

import os
import resource
import subprocess
import sys
import threading
from pathlib import Path

from tangkal.kernel.errors import InvalidInput, SettingMissing
from tangkal.recognise.media.limits import VIDEO, TooLargeToRead
from tangkal.recognise.media.pictures import Fingerprint, fingerprint, read_picture
from tangkal.recognise.media.video import ReadVideo, container_of, read_video

_ONE_AT_A_TIME = threading.Semaphore()  # a process: videos never take all of a machine
WAIT_S = 90.0  # a process that never comes back is ended
_REFUSALS = {1: InvalidInput, 3: TooLargeToRead, 4: SettingMissing}


def read_media(path: Path) -> Fingerprint | ReadVideo:
    """What is kept of a picture or video.

    Raises:
        InvalidInput: it is neither, damaged, or too plain to be told from others.
        TooLargeToRead: it unfolds to more than is read.
        SettingMissing: a video, and the package that reads videos is not installed.
    """
    with path.open("rb") as stream:
        start = stream.read(16)
        stream.seek(0)
        if container_of(start) is None:
            taken = fingerprint(read_picture(stream))
            if not taken.views:
                raise InvalidInput("the picture is too plain to be told from others")
            return taken
    return read_video_apart(path)


def read_video_apart(path: Path, wait_s: float = WAIT_S) -> ReadVideo:
    """As :func:`tangkal.recognise.media.video.read_video`, in a process that can be ended."""
    command = [sys.executable, "-m", __name__, str(path.resolve())]
    few_threads = os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    try:
        with _ONE_AT_A_TIME:
            done = subprocess.run(  # noqa: S603 - our own module, and a path as one argument
                command, capture_output=True, timeout=wait_s, check=False, env=few_threads
            )
    except subprocess.TimeoutExpired as error:
        raise TooLargeToRead(
            f"reading the video took more than {wait_s:.0f} s and was ended; cut it shorter"
        ) from error
    if done.returncode == 0:
        return ReadVideo.unpack(done.stdout)
    refusal = _REFUSALS.get(done.returncode)
    if refusal is None or not done.stdout:
        raise InvalidInput("the video made its reader fail; it is damaged or made to do harm")
    raise refusal(done.stdout.decode())


def main(path: str) -> int:
    """Write the packed hashes, or the sentence of a refusal, to standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (VIDEO.memory_bytes, VIDEO.memory_bytes))
    seconds = int(VIDEO.cpu_seconds * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    try:
        packed = read_video(Path(path)).pack()
    except tuple(_REFUSALS.values()) as refusal:
        sys.stdout.write(str(refusal))
        return next(code for code, kind in _REFUSALS.items() if type(refusal) is kind)
    sys.stdout.buffer.write(packed)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
