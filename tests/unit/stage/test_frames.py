# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The ring between a child that may be hostile and a reader that must not mind."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sidelight.sandbox.frames import FrameRing
from sidelight.stage import ring
from sidelight.stage.ring import RingWriter


@pytest.fixture
def frames():
    made = FrameRing.create()
    yield made
    made.close()


def draw(writer: RingWriter, width: int, height: int, byte: int) -> None:
    address = writer.begin()
    ctypes.memset(address, byte, width * height * 4)
    writer.commit(width, height)


def test_an_empty_ring_has_no_frame(frames):
    assert frames.latest() is None
    assert frames.swaps == 0
    assert frames.first_ns is None


def test_a_frame_arrives_as_it_was_written(frames):
    writer = RingWriter(frames.fd)
    draw(writer, 5, 3, 7)
    writer.count(4)
    frame = frames.latest()
    assert (frame.width, frame.height, frame.seq, frame.stride) == (5, 3, 1, 20)
    assert bytes(frame.pixels) == b"\x07" * 60
    assert frame.pixels.readonly
    assert frames.swaps == 4
    assert frames.first_ns == frame.at_ns


def test_the_latest_frame_is_given_as_often_as_it_is_asked_for(frames):
    writer = RingWriter(frames.fd)
    draw(writer, 2, 2, 1)
    assert frames.latest().seq == frames.latest().seq == 1
    draw(writer, 2, 2, 2)
    assert frames.latest().seq == 2


def test_a_frame_in_the_readers_hands_is_not_written_over(frames):
    writer = RingWriter(frames.fd)
    draw(writer, 4, 4, 1)
    held = frames.latest()
    for byte in range(2, 12):
        draw(writer, 4, 4, byte)
        assert set(bytes(held.pixels)) == {1}
    assert set(bytes(frames.latest().pixels)) == {11}


def test_the_largest_window_fits(frames):
    writer = RingWriter(frames.fd)
    draw(writer, ring.MAX_WIDTH, ring.MAX_HEIGHT, 9)
    frame = frames.latest()
    assert len(frame.pixels) == ring.SLOT_BYTES
    assert frame.pixels[-1] == 9


def test_pause_and_pace_reach_the_writer(frames):
    writer = RingWriter(frames.fd)
    assert not writer.paused
    assert writer.interval == pytest.approx(1 / 60, rel=1e-3)
    frames.pause(True)
    frames.interval_us(0)
    assert writer.paused
    assert writer.interval == 0
    frames.pause(False)
    assert not writer.paused


@pytest.fixture(scope="module")
def hostile():
    made = FrameRing.create()
    words = RingWriter(made.fd)._words
    yield made, words
    words.release()
    made.close()


ANY = st.integers(-(2**63), 2**63 - 1)
NEAR = st.integers(-2, 5) | st.sampled_from([ring.MAX_WIDTH, ring.MAX_WIDTH + 1, ring.MAX_HEIGHT + 1]) | ANY


@settings(max_examples=500, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    words=st.dictionaries(
        st.sampled_from([*range(8), *range(ring.SLOT_WORDS, ring.SLOT_WORDS + 24)]), NEAR | ANY
    )
)
def test_no_word_of_the_child_can_do_more_than_show_a_picture(hostile, words):
    frames, written = hostile
    for index, value in words.items():
        written[index] = value
    frame = frames.latest()
    assert frames.swaps >= 0
    assert frames.first_ns is None or frames.first_ns > 0
    if frame is not None:
        assert 1 <= frame.width <= ring.MAX_WIDTH
        assert 1 <= frame.height <= ring.MAX_HEIGHT
        assert frame.seq >= 0
        assert frame.at_ns >= 0
        assert len(frame.pixels) == frame.height * frame.stride
        assert frame.pixels[-1] is not None


def test_a_child_can_neither_shrink_nor_grow_nor_unseal_the_ring(frames):
    code = (
        "import fcntl, os, sys\n"
        "fd = int(sys.argv[1])\n"
        "for act in (lambda: os.ftruncate(fd, 0), lambda: os.ftruncate(fd, 1 << 30),\n"
        "            lambda: fcntl.fcntl(fd, fcntl.F_ADD_SEALS, fcntl.F_SEAL_WRITE)):\n"
        "    try:\n"
        "        act()\n"
        "        print('could')\n"
        "    except PermissionError:\n"
        "        print('could not')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(frames.fd)], pass_fds=(frames.fd,), capture_output=True, text=True
    )
    assert done.stdout.split("\n")[:3] == ["could not"] * 3, done.stderr
    assert os.fstat(frames.fd).st_size == ring.RING_BYTES


def test_a_child_that_dies_while_it_writes_leaves_the_last_whole_frame(frames):
    code = (
        "import ctypes, os, signal, sys\n"
        "from sidelight.stage.ring import RingWriter\n"
        "writer = RingWriter(int(sys.argv[1]))\n"
        "ctypes.memset(writer.begin(), 5, 64 * 64 * 4)\n"
        "writer.commit(64, 64)\n"
        "ctypes.memset(writer.begin(), 6, 64 * 64 * 4)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(frames.fd)],
        pass_fds=(frames.fd,),
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert done.returncode == -9
    frame = frames.latest()
    assert frame.seq == 1
    assert set(bytes(frame.pixels)) == {5}


def test_closing_twice_is_closing_once_even_with_a_frame_held():
    made = FrameRing.create()
    writer = RingWriter(made.fd)
    draw(writer, 2, 2, 3)
    held = made.latest()
    made.close()
    made.close()
    assert set(bytes(held.pixels)) == {3}
