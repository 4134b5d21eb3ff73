# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Random and malicious bytes at every reader of what a child wrote: a hundred thousand cases in all."""

from __future__ import annotations

import codecs
import json
import os
import random
import struct
import threading

import pytest

from sidelight.domain.running import Level, RunEnd
from sidelight.sandbox import harmless, messages, trial
from sidelight.sandbox.frames import FrameRing
from sidelight.sandbox.harmless import LONGEST_LINE, Cleaner, clean, folded
from sidelight.stage import ring

RINGS, STAGE, NEWS, OUTPUT, RESULTS = 40_000, 25_000, 15_000, 15_000, 5_000

WORDS = (0, 1, 2, 3, 4, -1, -2, 2**63 - 1, -(2**63), 2**31, 2**32, 3840, 2160, 3841, 2161, 640, 480, 1 << 20)
FORBIDDEN = {*range(0x20), 0x7F, *range(0x80, 0xA0), 0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F)}
FORBIDDEN |= {*range(0x2066, 0x206A)}
FORBIDDEN -= {ord("\t"), ord("\n")}


def test_there_are_a_hundred_thousand():
    assert RINGS + STAGE + NEWS + OUTPUT + RESULTS == 100_000


# -- the ring
# ----------------------------------------------------------------------------------------------


@pytest.fixture
def frames():
    made = FrameRing.create()
    yield made
    made.close()


def shown_is_inside(frame):
    if frame is None:
        return 0
    assert 1 <= frame.width <= ring.MAX_WIDTH
    assert 1 <= frame.height <= ring.MAX_HEIGHT
    assert len(frame.pixels) == frame.width * frame.height * 4 == frame.stride * frame.height
    assert frame.pixels.readonly
    # Both ends of it can be touched.
    assert 0 <= frame.pixels[0] + frame.pixels[-1] <= 510
    frame.pixels.release()
    return 1


def test_a_header_of_any_words_shows_a_picture_inside_the_memory_or_none(frames):
    chance = random.Random(1)
    count = ring.HEADER_BYTES // 8
    shown = 0
    for number in range(RINGS):
        if number % 2:
            header = chance.randbytes(512)
        else:
            header = struct.pack("=64q", *chance.choices(WORDS, k=64))
        os.pwrite(frames.fd, header, 0)
        if number % 8 == 0:
            os.pwrite(frames.fd, struct.pack("=q", chance.choice(WORDS)), 8 * chance.randrange(count))
        shown += shown_is_inside(frames.latest())
        assert frames.swaps >= 0
        assert frames.first_ns is None or frames.first_ns > 0
    assert shown > 100


def test_a_header_that_changes_while_it_is_read_shows_nothing_outside(frames):
    over = threading.Event()

    def scribble():
        chance = random.Random(2)
        while not over.is_set():
            os.pwrite(frames.fd, struct.pack("=64q", *chance.choices(WORDS, k=64)), 0)

    hostile = threading.Thread(target=scribble)
    hostile.start()
    try:
        for _ in range(5_000):
            shown_is_inside(frames.latest())
    finally:
        over.set()
        hostile.join()


def test_the_memory_cannot_be_taken_away(frames):
    for size in (0, 1, ring.RING_BYTES + 1):
        with pytest.raises(PermissionError):
            os.ftruncate(frames.fd, size)


# -- messages
# ----------------------------------------------------------------------------------------------

VALUES = (
    *(0, -1, 1, 2**53, 2**53 + 1, 10**300, 1e308, True, False, None, "", "title", "\x1b[2J", "a\u202eb"),
    *([], {}, [1], {"a": 1}, "x" * 5000, "\x00"),
)
RAW = (
    b"",
    b"{",
    b"[" * 60_000,
    b'{"t":' * 10_000,
    b'{"t":"title","title":' + b"9" * 10_000 + b"}",
    b'{"t":"first","w":NaN}',
    b'{"t":"first","w":Infinity,"h":-Infinity}',
    b'{"t":1e999}',
    b'"\\ud800"',
    b'{"t":"title","title":"\\ud800"}',
    b'{"t":"title","title":"\\u0000\\u001b]0;x\\u0007"}',
    b"\xff\xfe{}",
    b"null",
    b'{"t":"f"}' * 2,
    b'{"' + b"k" * 40 + b'":1,"t":"x"}',
)


def hostile(chance, names):
    kind = chance.random()
    if kind < 0.2:
        return chance.randbytes(chance.randrange(200))
    if kind < 0.25:
        return chance.choice(RAW)
    told = {chance.choice(names): chance.choice(VALUES) for _ in range(chance.randrange(1, 9))}
    if chance.random() < 0.9:
        told["t"] = chance.choice(("first", "title", "window", "toolkit", "exit", "f", *names, *VALUES[:9]))
    made = json.dumps(told).encode()
    if kind < 0.4:
        at = chance.randrange(len(made))
        made = made[:at] + chance.randbytes(2) + made[at + 2 :]
    return made


def plain(text):
    assert not FORBIDDEN & set(map(ord, text)), ascii(text)
    assert not any(0xD800 <= ord(letter) < 0xE000 for letter in text)


def test_messages_of_the_stage_are_flat_short_and_plain():
    chance = random.Random(3)
    understood = 0
    for _ in range(STAGE):
        told = messages.stage_message(
            hostile(chance, ("x", "y", "w", "title", "name", "code", "\x00", "a b"))
        )
        if told is None:
            continue
        understood += 1
        assert isinstance(told["t"], str)
        for name, value in told.items():
            assert name.isidentifier()
            assert value is None or isinstance(value, str | int | float | bool)
            if isinstance(value, str):
                assert len(value) <= 1000
                plain(value)
            elif value is not None:
                assert abs(value) < 1e309
                int(value)
        json.dumps(told, allow_nan=False)
    assert understood > 1000


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        (640, 640),
        (0, 1),
        (-5, 1),
        (2**31, 16384),
        (2**53, 16384),
        (1.5, None),
        (True, None),
        ("9", None),
        (None, None),
    ],
)
def test_a_size_is_one_that_a_window_can_have(size, shown):
    told = messages.stage_message(json.dumps({"t": "window", "w": size, "h": 480}).encode())
    assert (told["w"] if told else None) == shown


def test_what_the_stage_says_now_is_understood():
    for told in (
        {"t": "toolkit", "name": "pygame"},
        {"t": "title", "title": "Würfel 🎲"},
        {"t": "window", "w": 640, "h": 480, "resizable": True},
        {"t": "first", "w": 640, "h": 480},
        {"t": "exit", "code": None, "swaps": 12},
        {"t": "f"},
    ):
        assert messages.stage_message(json.dumps(told).encode()) == told


def test_news_are_right_or_nothing():
    chance = random.Random(4)
    names = ("t", "session", "supervisor", "landlock", "name", "outcome", "code", "reason", "peak_mb")
    for _ in range(NEWS):
        body = hostile(chance, (*names, "duration_ms", "survivors", "dropped"))
        if chance.random() < 0.3:
            told = dict.fromkeys((*names, "duration_ms", "survivors", "dropped"))
            told |= {name: chance.choice((*VALUES, "exited", "killed", "wall", 5)) for name in told}
            told["t"] = chance.choice(("started", "sealed", "limit", "exited"))
            body = json.dumps(told).encode()
        match messages.news(body):
            case messages.Started(session, supervisor):
                assert min(session, supervisor) > 1
            case messages.Sealed(landlock):
                assert landlock >= 0
            case messages.Passed(name):
                assert name in ("wall", "cpu", "memory", "processes", "disk", "output")
            case messages.Exited() as exited:
                assert exited.outcome in ("exited", "killed", "refused")
                assert min(exited.survivors, exited.dropped, exited.peak_mb) >= 0
                plain(exited.reason)


def test_results_of_a_self_test_that_was_taken_over_are_read_without_harm():
    chance = random.Random(5)
    for _ in range(RESULTS):
        lines = [hostile(chance, ("name", "held", "detail")) for _ in range(chance.randrange(3))]
        text = b"\n".join(lines).decode("utf-8", "replace")
        for result in trial.results(RunEnd("exited", 0, None, Level.B, text, "", 0.0, 0.0)):
            assert result.held in (True, False)
            assert len(result.name) <= 500
            assert len(result.detail) <= 500
            plain(result.name + result.detail)


# -- output
# ----------------------------------------------------------------------------------------------


def test_output_of_any_bytes_in_any_pieces_is_plain_text():
    chance = random.Random(6)
    spice = ("\x1b[31m", "\x9b", "\u202e", "\u2066", "\r", "\r\n", "\n", "\x00", "\x08", "é", "🎲", "\ud800")
    for _ in range(OUTPUT):
        whole = chance.randbytes(chance.randrange(40)) + "".join(
            chance.choices(spice, k=chance.randrange(6))
        ).encode("utf-8", "surrogatepass")
        decoder, cleaner = codecs.getincrementaldecoder("utf-8")("replace"), Cleaner()
        cut = chance.randrange(len(whole) + 1)
        came = cleaner.clean(decoder.decode(whole[:cut])) + cleaner.clean(decoder.decode(whole[cut:]))
        came += cleaner.clean(decoder.decode(b"", final=True), final=True)
        plain(came)
        assert came == clean(whole.decode("utf-8", "replace"))


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("plain\ttext\nü 漢字 🎲\n", "plain\ttext\nü 漢字 🎲\n"),
        ("\x1b[2J\x1b]0;title\x07", "␛[2J␛]0;title␇"),
        ("\x9b31m", "\ufffd31m"),
        ("a\x00b\x7f", "a␀b␡"),
        ("safe\rEVIL", "safe\nEVIL"),
        ("a\r\nb\r", "a\nb\n"),
        ("abc\u202etxt.exe", "abc\ufffdtxt.exe"),
        ("\u2066\u2069\u200f\u061c", "\ufffd" * 4),
        ("back\x08\x08space", "back␈␈space"),
    ],
)
def test_what_would_act_is_shown_instead(written, shown):
    assert clean(written) == shown


def test_a_long_line_is_folded_for_a_view_and_nothing_of_it_is_lost():
    line = "x" * 200_000
    assert folded("short\n\nlines\n") == "short\n\nlines\n"
    shown = folded(f"first\n{line}\nlast\n")
    assert max(map(len, shown.split("\n"))) == LONGEST_LINE
    assert shown.replace("\n", "") == f"first{line}last"
    assert shown.endswith("\nlast\n")
    assert harmless.folded("") == ""


def test_what_a_program_prints_arrives_harmless(finish):
    end = finish(
        """
import os
os.write(1, b"\\x1b[31mred\\x00\\xff\\xe2\\x80\\xaeevil\\r")
os.write(1, b"\\nnext\\r")
os.write(2, b"y" * 200_000 + b"\\x9b\\r")
"""
    )
    assert end.stdout == "␛[31mred␀\ufffd\ufffdevil\nnext\n"
    assert end.stderr == "y" * 200_000 + "\ufffd\n"
