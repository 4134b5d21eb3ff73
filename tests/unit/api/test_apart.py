# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import ctypes
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from sidelight.api import RenderError, apart


def _children() -> set[str]:
    """The processes that this thread began and has not collected."""
    return set(Path(f"/proc/self/task/{threading.get_native_id()}/children").read_text().split())


@pytest.fixture(autouse=True)
def _nothing_is_left() -> Iterator[None]:
    before = _children()
    yield
    assert _children() <= before


def test_what_the_work_gives_comes_back_whole() -> None:
    large = os.urandom(3_000_000)
    assert apart(lambda: large, seconds=20, memory_mb=200) == large
    assert apart(lambda: b"", seconds=20, memory_mb=200) == b""


def test_the_work_is_done_in_another_process_that_is_gone_afterwards() -> None:
    assert int(apart(lambda: str(os.getpid()).encode(), seconds=20, memory_mb=200)) != os.getpid()


def test_a_refusal_keeps_its_sentence_and_its_line() -> None:
    def refuse() -> bytes:
        raise RenderError("Line 3 has no end: ü", 3)

    with pytest.raises(RenderError, match="has no end: ü") as caught:
        apart(refuse, seconds=20, memory_mb=200)
    assert caught.value.line == 3


def test_a_crash_ends_only_the_child() -> None:
    with pytest.raises(RenderError, match="crashed"):
        apart(lambda: ctypes.string_at(0), seconds=20, memory_mb=200)


def test_an_engine_that_aborts_is_taken_for_one_that_had_no_memory() -> None:
    with pytest.raises(RenderError, match="200 MB"):
        apart(lambda: os.abort(), seconds=20, memory_mb=200)


def test_any_other_error_is_named() -> None:
    with pytest.raises(RenderError, match="ZeroDivisionError"):
        apart(lambda: bytes(1 // 0), seconds=20, memory_mb=200)

    class Panic(BaseException):
        pass

    def panic() -> bytes:
        raise Panic("out of range")

    with pytest.raises(RenderError, match="Panic: out of range"):
        apart(panic, seconds=20, memory_mb=200)


def test_endless_work_is_given_up() -> None:
    def endless() -> bytes:
        while True:
            pass

    with pytest.raises(RenderError, match="took longer than"):
        apart(endless, seconds=0.5, memory_mb=200)


def test_work_that_nobody_waits_for_is_given_up() -> None:
    with pytest.raises(RenderError):
        apart(threading.Event().wait, seconds=60, memory_mb=200, cancelled=lambda: True)  # type: ignore[arg-type]


def test_memory_is_bounded() -> None:
    with pytest.raises(RenderError, match="memory"):
        apart(lambda: bytes(1 << 30), seconds=20, memory_mb=200)


def test_calls_may_go_as_deep_as_the_stack_that_was_asked_for() -> None:
    def deep(levels: int) -> int:
        # Through map, so that each level takes some of C's stack as well.
        return 1 + max(map(deep, [levels - 1])) if levels else 0

    def work() -> bytes:
        import sys

        sys.setrecursionlimit(200_000)
        return b"%d" % deep(20_000)

    assert apart(work, seconds=20, memory_mb=200, stack_mb=256) == b"20000"


def test_what_the_child_prints_goes_nowhere(capfd: pytest.CaptureFixture[str]) -> None:
    def noisy() -> bytes:
        os.write(2, b"thread panicked")
        os.write(1, b"and more")
        return b"done"

    assert apart(noisy, seconds=20, memory_mb=200) == b"done"
    assert capfd.readouterr() == ("", "")
