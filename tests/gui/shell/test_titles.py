# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QDate, QDateTime, QTime

from sidelight.domain.comparison import HistoryEntry
from sidelight.domain.identity import ComparisonId
from sidelight.domain.model import ModelRef
from sidelight.gui.library.history import HistoryModel
from sidelight.gui.library.titles import alike, telling

CUBE = "Write a Python script that draws a rotating cube with PyOpenGL"
BALL = "Write a Python script that draws a rotating ball with PyOpenGL"


def test_what_titles_share_is_counted():
    shared = len("Write a Python script that draws a rotating ")
    assert alike([CUBE, "Count.", BALL, CUBE]) == [shared, 0, shared, shared]
    assert alike(["Same", "Same"]) == [0, 0]


def test_two_that_begin_alike_show_where_they_part():
    shared, _ = alike([CUBE, BALL])
    assert telling(CUBE, shared, 30, len) == "Write a … cube with PyOpenGL"
    assert telling(BALL, shared, 30, len) == "Write a … ball with PyOpenGL"
    # Where the beginning tells enough, it is shown as it is.
    assert telling(CUBE, 0, 30, len) == "Write a Python script that dr…"
    assert telling(CUBE, shared, 100, len) == CUBE


def test_writing_without_spaces_is_told_apart_too():
    asked = "日本語でキューブを描いてください、"
    one, other = f"{asked}それから説明して", f"{asked}そして最後に数えて"
    shared, _ = alike([one, other])
    shown = [telling(title, shared, 14, len) for title in (one, other)]
    assert shown == ["日本語で … それから説明…", "日本語で … そして最後に…"]


TITLE = st.text(st.sampled_from("ab é…W "), max_size=60).map(str.strip)


@given(TITLE, st.integers(0, 60), st.integers(1, 70))
def test_whatever_is_shown_fits(title, shared, width):
    shown = telling(title, min(shared, len(title)), width, len)
    assert len(shown) <= width


@given(st.lists(TITLE, max_size=8))
def test_what_is_shared_is_shared_with_another_and_no_more_with_any(titles):
    for title, shared in zip(titles, alike(titles), strict=True):
        others = [other for other in titles if other != title]
        assert shared == 0 or any(other.startswith(title[:shared]) for other in others)
        assert not any(other.startswith(title[: shared + 1]) for other in others if shared < len(title))


class Past:
    """A few comparisons."""

    def __init__(self, *entries):
        self.entries = list(entries)

    def history(self, *, before=None, limit=200):
        return self.entries if before is None else []

    def search(self, words, limit=50):
        return self.entries


DAY = QDate(2024, 3, 12)


def at(hour, minute, second):
    """A moment of that day, local time, in Unix milliseconds."""
    return QDateTime(DAY, QTime(hour, minute, second)).toMSecsSinceEpoch()


def entry(number, title, moment):
    return HistoryEntry(ComparisonId(str(number)), title, moment, (ModelRef("a", "b"),))


def test_the_same_prompt_in_the_same_minute_is_told_apart_by_its_seconds(qapp):
    past = Past(
        entry(1, "Same", at(10, 20, 31)),
        entry(2, "Same", at(10, 20, 9)),
        entry(3, "Same", at(10, 19, 9)),
    )
    model = HistoryModel(past, lambda ref: ref.name.upper(), qapp, lambda: DAY)
    model.reload()
    shown = [model.second_line(entry) for entry in past.entries]
    assert shown[:2] == ["10:20:31 · B", "10:20:09 · B"]
    assert shown[2].count(":") == 1


def test_what_is_asked_after_midnight_stands_under_a_day_of_its_own(qapp):
    today = [DAY]
    model = HistoryModel(Past(entry(1, "Late", at(23, 50, 0))), lambda ref: ref.name, qapp, lambda: today[0])
    model.reload()
    today[0] = DAY.addDays(1)
    model.add(entry(2, "Early", at(23, 50, 0) + 20 * 60_000))
    rows = [str(model.index(row).data()) for row in range(model.rowCount())]
    assert rows == ["Today", "Early", "Yesterday", "Late"]
