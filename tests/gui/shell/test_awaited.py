# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Futures of other threads, taken in on the thread of the windows."""

from __future__ import annotations

import threading
from concurrent.futures import Future

import pytest
from PySide6.QtCore import QObject, QTimer
from shiboken6 import delete

from sidelight.gui.awaited import Awaited

PATIENCE_MS = 100_000


@pytest.fixture
def owner(qapp):
    return QObject()


@pytest.fixture
def awaited(owner):
    return Awaited(owner)


def ticking(awaited):
    return any(timer.isActive() for timer in awaited.findChildren(QTimer))


def test_what_another_thread_promised_is_handed_over_here(awaited, qtbot):
    promise, taken = Future(), []
    awaited.add(promise, lambda done: taken.append((done.result(), threading.current_thread())))
    assert awaited.waiting
    assert ticking(awaited)
    thread = threading.Thread(target=promise.set_result, args=(7,))
    thread.start()
    qtbot.waitUntil(lambda: bool(taken), timeout=PATIENCE_MS)
    thread.join()
    assert taken == [(7, threading.main_thread())]
    assert not awaited.waiting
    assert not ticking(awaited)


def test_what_is_there_already_is_handed_over_later_and_errors_with_it(awaited, qtbot):
    promise, taken = Future(), []
    promise.set_exception(OSError("no room"))
    awaited.add(promise, lambda done: taken.append(str(done.exception())))
    assert not taken
    qtbot.waitUntil(lambda: taken == ["no room"], timeout=PATIENCE_MS)


def test_each_comes_when_it_is_done_and_may_ask_for_more(awaited, qtbot):
    first, second, third, taken = Future(), Future(), Future(), []

    def go_on(done):
        taken.append(done.result())
        awaited.add(third, lambda done: taken.append(done.result()))

    awaited.add(first, go_on)
    awaited.add(second, lambda done: taken.append(done.result()))
    second.set_result("second")
    qtbot.waitUntil(lambda: taken == ["second"], timeout=PATIENCE_MS)
    third.set_result("third")
    first.set_result("first")
    qtbot.waitUntil(lambda: taken == ["second", "first", "third"], timeout=PATIENCE_MS)
    assert not ticking(awaited)


def test_a_turn_that_fails_takes_no_other_turn_away(awaited, qtbot):
    bad, good, taken = Future(), Future(), []
    awaited.add(bad, lambda done: done.result())
    awaited.add(good, lambda done: taken.append(done.result()))
    good.set_result("good")
    with qtbot.captureExceptions() as raised:
        bad.set_exception(ValueError("bad"))
        qtbot.waitUntil(lambda: taken == ["good"], timeout=PATIENCE_MS)
    assert [str(error) for _, error, _ in raised] == ["bad"]
    assert not ticking(awaited)


def test_stopping_in_the_middle_ends_it_for_all(awaited, qtbot):
    first, second, taken = Future(), Future(), []

    def stop(done):
        taken.append(done.result())
        awaited.stop()

    awaited.add(first, stop)
    awaited.add(second, lambda done: taken.append(done.result()))
    first.set_result("first")
    second.set_result("second")
    qtbot.waitUntil(lambda: bool(taken), timeout=PATIENCE_MS)
    assert taken == ["first"]
    assert not awaited.waiting
    assert not ticking(awaited)


def test_nothing_reaches_who_is_gone(owner, awaited, qtbot):
    promise, taken = Future(), []
    awaited.add(promise, taken.append)
    delete(owner)
    promise.set_result(None)
    other, here = Future(), []
    other.set_result(None)
    rest = QObject()
    Awaited(rest).add(other, here.append)
    qtbot.waitUntil(lambda: bool(here), timeout=PATIENCE_MS)
    assert not taken
