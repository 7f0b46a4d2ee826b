"""Videos are compared frame by frame, on files that are really encoded."""

import numpy as np
import pytest
from PIL import Image

from benchmarks.drawn_pictures import EDITS, draw
from tangkal.kernel.errors import InvalidInput, SettingMissing
from tangkal.recognise.media import video
from tangkal.recognise.media.apart import read_media, read_video_apart
from tangkal.recognise.media.limits import TooLargeToRead, VideoLimits
from tangkal.recognise.media.video import (
    ReadVideo,
    VideoShares,
    VideoThresholds,
    container_of,
    read_video,
    shares_of,
)

SIZE = (320, 240)


def write_video(path, seeds, edit=None, fade=None) -> None:
    av = pytest.importorskip("av")
    with av.open(str(path), "w") as file:
        stream = file.add_stream("mpeg4", rate=2)
        stream.width, stream.height, stream.pix_fmt = *SIZE, "yuv420p"
        for seed in seeds:
            picture = Image.new("RGB", SIZE) if seed is None else draw(3 * seed).resize(SIZE)
            if edit:
                picture = edit(picture, np.random.default_rng(1)).resize(SIZE)
            for _ in range(2):
                file.mux(stream.encode(av.VideoFrame.from_image(picture)))
        file.mux(stream.encode())


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("videos")


@pytest.fixture(scope="module")
def known(folder):
    write_video(folder / "known.mp4", range(8))
    return read_video(folder / "known.mp4").hashes


def test_a_video_is_a_hash_a_second(known):
    assert 7 <= len(known) <= 9


def test_an_overlaid_copy_shares_its_frames(folder, known):
    write_video(folder / "copy.mp4", range(8), EDITS["reencode"])
    shares = shares_of(read_video(folder / "copy.mp4").hashes, known)
    assert VideoThresholds().are_met(shares)
    assert shares.asked > 0.9
    assert shares.known > 0.9


def test_a_short_cut_shares_all_its_own_and_few_of_the_other(folder, known):
    write_video(folder / "cut.mp4", [2, 3])
    shares = shares_of(read_video(folder / "cut.mp4").hashes, known)
    assert shares.asked == 1.0
    assert shares.known < 0.5
    assert VideoThresholds().are_met(shares)
    assert not VideoThresholds(asked=0.5, known=0.5).are_met(shares)


def test_another_video_shares_nothing_even_where_both_fade_to_black(folder, known):
    write_video(folder / "other.mp4", [None, 40, 41, None])
    assert shares_of(read_video(folder / "other.mp4").hashes, known) == VideoShares(0.0, 0.0)


def test_what_is_no_video_or_blank_is_refused_by_name(folder):
    broken, blank = folder / "broken.mp4", folder / "blank.mp4"
    broken.write_bytes(b"not a video")
    write_video(blank, [None, None])
    with pytest.raises(InvalidInput, match=r"broken\.mp4 is no video"):
        read_video(broken)
    with pytest.raises(InvalidInput, match=r"blank\.mp4 has no frame"):
        read_video(blank)


def test_without_the_extra_the_sentence_says_what_to_install(monkeypatch, folder):
    monkeypatch.setitem(__import__("sys").modules, "av", None)
    with pytest.raises(SettingMissing, match=r"tangkal\[video\]"):
        video.read_video(folder / "any.mp4")


@pytest.mark.parametrize("shares", [(0, 0), (1.1, 0), (-0.1, 0.5)])
def test_shares_that_mean_nothing_are_refused(shares):
    with pytest.raises(InvalidInput, match="shares"):
        VideoThresholds(asked=shares[0], known=shares[1])


def test_no_more_is_read_than_the_limits_allow_and_the_answer_says_so(folder, known):
    path = folder / "known.mp4"
    for limits in (VideoLimits(seconds=3), VideoLimits(frames=6), VideoLimits(cpu_seconds=0)):
        read = read_video_or_nothing(path, limits)
        assert not read.is_whole
        assert len(read.hashes) <= 3
    assert read_video(path).is_whole


def read_video_or_nothing(path, limits):
    try:
        return read_video(path, limits)
    except InvalidInput:
        return ReadVideo((), 0, False)


def test_frames_larger_than_any_cameras_are_refused(folder, known):
    with pytest.raises(TooLargeToRead, match="320 x 240"):
        read_video(folder / "known.mp4", VideoLimits(pixels=1000))


def test_a_process_apart_reads_the_same_and_is_ended_when_it_takes_too_long(folder, known):
    path = folder / "known.mp4"
    assert list(read_media(path).hashes) == list(known)
    with pytest.raises(TooLargeToRead, match="was ended"):
        read_video_apart(path, wait_s=0.01)


def test_a_reader_that_falls_takes_nobody_with_it(folder, known, monkeypatch):
    monkeypatch.setattr("tangkal.recognise.media.apart.sys.executable", "/bin/false")
    with pytest.raises(InvalidInput, match="made its reader fail"):
        read_video_apart(folder / "known.mp4")


@pytest.mark.parametrize("start", [b"#EXTM3U\n", b"ffconcat version 1.0\n", b"<?xml", b""])
def test_a_list_of_other_files_is_no_container(start):
    assert container_of(start) is None


@pytest.mark.parametrize(
    "packed", [b"", b"x", b"3", b"3 1\nabc 100", b"3 1\n" + b"0" * 64, b"\xff"]
)
def test_kept_hashes_that_are_damaged_are_refused(packed):
    with pytest.raises(InvalidInput):
        ReadVideo.unpack(packed)


def test_kept_hashes_are_read_back_as_they_were(folder, known):
    read = read_video(folder / "known.mp4")
    assert ReadVideo.unpack(read.pack()) == read
