# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget

from sidelight.gui.resting import AT_ONCE_S, MOMENT_S, Resting, Waking, rests


class Slow(QWidget):
    """Takes its time to come back."""

    def __init__(self, now, seconds):
        super().__init__()
        self.now, self.seconds = now, seconds

    def setParent(self, parent):  # noqa: N802
        super().setParent(parent)
        self.now[0] += self.seconds


@pytest.fixture
def now():
    return [100.0]


@pytest.fixture
def waking(now):
    return Waking(lambda: now[0])


@pytest.fixture
def asleep(qtbot, now):
    owner = QWidget()
    qtbot.addWidget(owner)
    place = Resting(owner)

    def make(seconds):
        widget = Slow(now, 0.0)
        place.take(widget)
        widget.seconds = seconds
        return widget

    yield make
    place.deleteLater()


def test_what_comes_back_together_takes_a_moment_and_no_more(qtbot, now, waking, asleep):
    window = QWidget()
    qtbot.addWidget(window)
    widgets = [asleep(AT_ONCE_S / 2) for _ in range(5)]
    assert [waking.wake(one, window) for one in widgets] == [True, True, False, False, False]
    assert [rests(one) for one in widgets] == [False, False, True, True, True]
    now[0] += MOMENT_S
    assert waking.wake(widgets[4], window)


def test_one_that_takes_long_is_let_through_all_the_same(qtbot, now, waking, asleep):
    window = QWidget()
    qtbot.addWidget(window)
    slow, next_one = asleep(10 * AT_ONCE_S), asleep(0.001)
    assert waking.wake(slow, window)
    assert not rests(slow)
    now[0] += MOMENT_S
    assert waking.wake(next_one, window)
