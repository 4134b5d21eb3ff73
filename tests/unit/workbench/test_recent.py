# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import io
import os
import threading
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from sidelight.sandbox.frames import Frame
from sidelight.workbench import film
from sidelight.workbench.recent import MOST_FPS, WAITING, Darkroom, RecentFrames, Snapshot, jpeg_of


def frame(seq: int, width: int = 64, height: int = 48, blue: int = 0) -> Frame:
    pixels = bytes((blue, 40, seq % 256, 255)) * (width * height)
    return Frame(width, height, seq, seq, memoryview(pixels))


def noise(seq: int, side: int) -> Frame:
    return Frame(side, side, seq, seq, memoryview(os.urandom(4 * side * side)))


@pytest.fixture
def darkroom() -> Iterator[Darkroom]:
    room = Darkroom()
    yield room
    room.close()


def developed(room: Darkroom) -> None:
    """Wait until everything given has been done."""
    done = threading.Event()
    room.give(done.set)
    assert done.wait(30)


def feed(recent: RecentFrames, room: Darkroom, seconds: float, fps: int = 60) -> None:
    for number in range(round(seconds * fps)):
        recent.offer(frame(number + 1), number / fps)
        developed(room)


def test_the_last_seconds_are_kept_at_a_bounded_rate(darkroom: Darkroom) -> None:
    recent = RecentFrames(darkroom, kept_s=2.0)
    feed(recent, darkroom, 5.0)
    kept = recent.snapshots()
    assert [one.seq for one in kept] == sorted(one.seq for one in kept)
    assert kept[-1].at_s - kept[0].at_s <= 2.0
    assert kept[-1].at_s > 4.9
    assert 2.0 * MOST_FPS * 0.9 <= len(kept) <= 2.0 * MOST_FPS + 1
    assert min(after.at_s - one.at_s for one, after in pairwise(kept)) >= 1 / MOST_FPS - 1e-6


def test_a_kept_frame_shows_what_was_drawn(darkroom: Darkroom) -> None:
    recent = RecentFrames(darkroom)
    assert recent.offer(frame(7, 30, 20, blue=200), 1.5)
    developed(darkroom)
    (kept,) = recent.snapshots()
    assert (kept.at_s, kept.seq, kept.width, kept.height) == (1.5, 7, 30, 20)
    with Image.open(io.BytesIO(kept.jpeg)) as picture:
        assert picture.size == (30, 20)
        pixel = picture.getpixel((4, 4))
    assert isinstance(pixel, tuple)
    assert all(abs(found - drawn) <= 3 for found, drawn in zip(pixel, (7, 40, 200), strict=True))


def test_memory_stays_within_its_bound_whatever_is_drawn(darkroom: Darkroom) -> None:
    recent = RecentFrames(darkroom, most_bytes=400_000)
    for number in range(40):
        recent.offer(noise(number + 1, 256), float(number) / 8)
        developed(darkroom)
        assert recent.size == sum(len(one.jpeg) for one in recent.snapshots()) <= 400_000
    assert 1 < len(recent.snapshots()) < 40
    assert recent.snapshots()[-1].seq == 40


def test_a_window_that_draws_faster_than_the_thread_works_loses_frames_and_nothing_else(
    darkroom: Darkroom,
) -> None:
    recent = RecentFrames(darkroom)
    gate = threading.Event()
    darkroom.give(lambda: gate.wait(30) and None)
    taken = [recent.offer(frame(number + 1), number / 10) for number in range(10)]
    gate.set()
    developed(darkroom)
    assert taken == [True] * WAITING + [False] * (10 - WAITING)
    assert len(recent.snapshots()) == WAITING
    assert recent.offer(frame(99), 2.0)


def test_what_is_let_go_does_not_come_back_from_the_thread(darkroom: Darkroom) -> None:
    recent = RecentFrames(darkroom)
    gate = threading.Event()
    darkroom.give(lambda: gate.wait(30) and None)
    recent.offer(frame(1), 0.0)
    recent.clear()
    gate.set()
    developed(darkroom)
    assert recent.snapshots() == ()
    assert recent.size == 0
    recent.recording = False
    assert not recent.offer(frame(2), 1.0)


def test_runs_share_what_the_thread_can_do(darkroom: Darkroom) -> None:
    alone = darkroom.interval_s(1, 640 * 480, 0.0)
    assert alone == pytest.approx(1 / MOST_FPS)
    for client in range(2, 9):
        shared = darkroom.interval_s(client, 640 * 480, 0.1)
    assert 1 / 10 < shared < 1 / 5
    assert darkroom.interval_s(1, 640 * 480, 5.0) == pytest.approx(1 / MOST_FPS)
    assert darkroom.interval_s(1, 3840 * 2160, 5.0) > 0.2


def snapshot(at_s: float, seq: int, size: tuple[int, int] = (64, 48)) -> Snapshot:
    width, height = size
    return Snapshot(at_s, seq, width, height, jpeg_of(width, height, bytes(frame(seq, width, height).pixels)))


def test_a_strip_is_several_frames_side_by_side() -> None:
    shots = [snapshot(number / 10, number * 2, (640, 480)) for number in range(80)]
    with Image.open(io.BytesIO(film.strip_of(shots, 6))) as strip:
        assert strip.size == (6 * 320 + 5 * film.GAP, 240)
        reds = []
        for number in range(6):
            pixel = strip.getpixel((number * (320 + film.GAP) + 100, 100))
            assert isinstance(pixel, tuple)
            reds.append(pixel[0])
            assert pixel[3] == 255
        gap = strip.getpixel((321, 100))
        assert isinstance(gap, tuple)
        assert gap[3] == 0
    assert reds == sorted(reds)
    assert reds[0] <= 3
    assert reds[-1] >= 155


@given(st.lists(st.floats(0, 100), min_size=1, max_size=60), st.integers(1, 8))
def test_a_choice_is_in_order_without_repeats_and_ends_with_the_last(times: list[float], count: int) -> None:
    shots = [Snapshot(at, number, 1, 1, b"") for number, at in enumerate(sorted(times))]
    found = [one.seq for one in film.chosen(shots, count)]
    assert len(found) == min(count, len(shots))
    assert found == sorted(set(found))
    assert found[-1] == shots[-1].seq


@pytest.mark.parametrize("kind", ["gif", "webp", "png"])
def test_a_clip_lasts_as_long_as_what_it_shows(kind: film.ClipKind) -> None:
    shots = [snapshot(number / 30, number * 3) for number in range(61)]
    shots.append(snapshot(2.1, 200, (80, 60)))
    clip = film.clip_of(shots, kind)
    with Image.open(io.BytesIO(clip)) as opened:
        frames = getattr(opened, "n_frames", 1)
        assert opened.size == (80, 60)
        lasting = 0.0
        for number in range(frames):
            opened.seek(number)
            opened.load()
            lasting += opened.info["duration"]
    assert 25 <= frames <= 34
    assert 2000 <= lasting <= 2400


def test_nothing_can_be_made_of_nothing() -> None:
    with pytest.raises(ValueError, match="no frames"):
        film.strip_of([])
    with pytest.raises(ValueError, match="no frames"):
        film.clip_of([], "gif")
