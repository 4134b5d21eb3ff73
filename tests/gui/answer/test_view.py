# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from sidelight.domain.artifact import Artifact
from sidelight.domain.review import Span
from sidelight.gui.answer import AnswerView
from sidelight.gui.answer.code import Code
from sidelight.gui.answer.selection import Spot
from sidelight.gui.theme import Theme
from sidelight.text.artifacts import artifacts

TEXT = """# Title 🎲

A **bold** paragraph with `code`, *emphasis* and 中文 words that goes on for a while so that it wraps.

- first item
- second item
  1. nested **one**
  2. nested two

```python
import math
print(math.pi)  # pi
```

| name | value |
|------|------:|
| a | 1.5 |
| b | 2.5 |

> A quote with a [link](https://example.org/x).

$$
x^2
$$

Last words.
"""

MakeView = Callable[..., AnswerView]


def blocks(view: AnswerView) -> list[tuple[object, ...]]:
    return [
        (
            v.block.kind,
            v.block.body,
            v.block.start,
            v.block.end,
            v.text,
            v.marker,
            v.artifact_index,
            round(v.height),
        )
        for v in view.flow
    ]


def lay_out_all(view: AnswerView) -> None:
    for index, block in enumerate(view.flow):
        block.arrange(view.page.width_for(block))
        view.flow.resized(index)


def centre(view: AnswerView, index: int, position: int) -> QPoint:
    """The screen point in the middle of a character, as a person would aim."""
    block = view.flow[index]
    rect = block.rects(position, position + 1)[0]
    return (rect.center() + QPointF(view.page.left, view.page.top(index))).toPoint()


def edge(view: AnswerView, index: int, position: int) -> QPoint:
    """The screen point just before a character."""
    rect = view.flow[index].rects(position, position + 1)[0]
    return QPointF(rect.left() + view.page.left + 1, rect.center().y() + view.page.top(index)).toPoint()


def find_block(view: AnswerView, start: str) -> int:
    return next(i for i, v in enumerate(view.flow) if v.text.startswith(start))


def drag(qtbot: QtBot, view: AnswerView, a: QPoint, b: QPoint) -> None:
    port = view.viewport()
    qtbot.mousePress(port, Qt.MouseButton.LeftButton, pos=a)
    middle = QPoint((a.x() + b.x()) // 2, (a.y() + b.y()) // 2)
    for point in (middle, b):
        qtbot.mouseMove(port, point)
        _move(port, point)
    qtbot.mouseRelease(port, Qt.MouseButton.LeftButton, pos=b)


def _move(port: object, point: QPoint) -> None:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QMouseEvent

    place = QPointF(point)
    left = Qt.MouseButton.LeftButton
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        place,
        port.mapToGlobal(place),
        Qt.MouseButton.NoButton,
        left,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(port, event)


def wheel(
    view: AnswerView,
    dy: int,
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    at: QPoint | None = None,
    dx: int = 0,
) -> None:
    place = QPointF(at or view.viewport().rect().center())
    event = QWheelEvent(
        place,
        view.viewport().mapToGlobal(place),
        QPoint(),
        QPoint(dx, dy),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), event)


# text


@pytest.mark.parametrize("seed", range(4))
def test_streaming_in_any_pieces_gives_the_same_blocks(make_view: MakeView, seed: int) -> None:
    whole = make_view(TEXT)
    lay_out_all(whole)
    view = make_view()
    choose = random.Random(seed)
    at = 0
    while at < len(TEXT):
        size = choose.choice([1, 2, 3, 5, 8, 40])
        view.feed(TEXT[at : at + size])
        at += size
        if choose.random() < 0.6:
            view.show_pending(6)
    view.finish()
    lay_out_all(view)
    assert blocks(view) == blocks(whole)
    assert view.text() == TEXT
    assert view.artifacts() == artifacts(TEXT)


def test_a_finished_block_is_never_touched_again(make_view: MakeView) -> None:
    view = make_view()
    view.feed("First paragraph.\n\nSecond")
    view.show_pending(6)
    first = view.flow[0]
    view.feed(" paragraph.\n\nThird")
    view.show_pending(6)
    assert view.flow[0] is first
    assert len(view.flow) == 3


def test_show_pending_says_whether_something_is_new(make_view: MakeView) -> None:
    view = make_view()
    assert not view.show_pending(6)
    view.feed("x")
    assert view.show_pending(6)
    assert not view.show_pending(6)


def test_text_fed_while_hidden_is_not_laid_out(make_view: MakeView) -> None:
    view = make_view()
    view.hide()
    for _ in range(100):
        view.feed(TEXT)
        assert not view.show_pending(6)
    assert len(view.flow) == 0
    assert view.text() == TEXT * 100
    view.show()
    assert len(view.flow) > 100
    laid_out = sum(1 for block in view.flow if block.width > 0)
    assert 0 < laid_out < 60


def test_only_what_is_seen_is_laid_out(make_view: MakeView) -> None:
    view = make_view("\n\n".join(f"Paragraph {i} with some words." for i in range(2000)))
    assert sum(1 for block in view.flow if block.width > 0) < 60


def test_links_by_label_are_mended_at_the_end(make_view: MakeView) -> None:
    view = make_view()
    view.feed("See [the paper][p].\n\nMore.\n\n[p]: https://example.org/p\n")
    view.show_pending(6)
    view.finish()
    assert view.flow[0].text == "See the paper."
    assert view.flow[0].links() == [(4, 13, "https://example.org/p")]


def test_setting_text_again_begins_anew(make_view: MakeView) -> None:
    view = make_view(TEXT)
    view.set_text("Other.")
    assert view.text() == "Other."
    assert [v.text for v in view.flow] == ["Other."]
    assert view.artifacts() == []


# selection


def test_dragging_selects_across_blocks(make_view: MakeView, qtbot: QtBot) -> None:
    view = make_view(TEXT)
    first = find_block(view, "A bold")
    last = find_block(view, "second")
    with qtbot.waitSignal(view.selection_changed):
        drag(qtbot, view, edge(view, first, 2), edge(view, last, 6))
    words = "bold paragraph with code, emphasis and 中文 words that goes on for a while so that it wraps."
    assert view.selected_text() == f"{words}\n\n- first item\n- second"
    span = view.selected_span()
    assert span is not None
    assert span.quote == TEXT[span.start : span.end]
    assert span.quote.startswith("bold** paragraph")
    assert span.quote.endswith("- second")


def test_dragging_backwards_selects_the_same(make_view: MakeView, qtbot: QtBot) -> None:
    view = make_view(TEXT)
    first, last = find_block(view, "A bold"), find_block(view, "second")
    drag(qtbot, view, edge(view, last, 6), edge(view, first, 2))
    assert view.selected_text().startswith("bold paragraph")
    assert view.selected_text().endswith("- second")


def test_a_double_click_takes_a_word_and_a_third_the_block(make_view: MakeView, qtbot: QtBot) -> None:
    view = make_view(TEXT)
    index = find_block(view, "A bold")
    point = centre(view, index, 4)
    port = view.viewport()
    qtbot.mouseClick(port, Qt.MouseButton.LeftButton, pos=point)
    qtbot.mouseDClick(port, Qt.MouseButton.LeftButton, pos=point)
    assert view.selected_text() == "bold"
    qtbot.mousePress(port, Qt.MouseButton.LeftButton, pos=point)
    qtbot.mouseRelease(port, Qt.MouseButton.LeftButton, pos=point)
    assert view.selected_text() == view.flow[index].text


def test_ctrl_a_and_ctrl_c_copy_the_whole_answer(make_view: MakeView, qtbot: QtBot) -> None:
    view = make_view(TEXT)
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    with qtbot.waitSignal(view.copied):
        qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    words = QApplication.clipboard().text()
    assert words == view.selected_text()
    for part in (
        "Title 🎲",
        "- first item\n- second item\n  1. nested one\n  2. nested two",
        "print(math.pi)  # pi",
        "name\tvalue\na\t1.5",
        "A quote with a link.",
        "Last words.",
    ):
        assert part in words
    qtbot.keyClick(
        view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    assert QApplication.clipboard().text() == TEXT.rstrip("\n")


def test_a_span_counts_code_points(make_view: MakeView) -> None:
    text = "🎲🎲 one **中文** two\n\n- 👨‍👩‍👧 family &amp; `co🎲de` end"
    view = make_view(text)
    for words in ("one", "中文", "two", "family", "co🎲de", "end", "&"):
        index = next(i for i, v in enumerate(view.flow) if words in v.text)
        start = view.flow[index].text.index(words)
        view.selection.put(Spot(index, start), Spot(index, start + len(words)))
        span = view.selected_span()
        source = "&amp;" if words == "&" else words
        assert span == Span(text.index(source), text.index(source) + len(source), source)


def test_a_mark_stands_where_its_span_was_taken(make_view: MakeView) -> None:
    text = "🎲 one **two** three\n\n```\n中 code\n```\n\n| 🎲 | b |\n|--|--|\n| c | *dd* |"
    view = make_view(text)
    for words in ("two", "three", "code", "dd", "🎲 one"):
        start = text.index(words)
        span = Span(start, start + len(words), words)
        view.set_marks([(span, "wrong")])
        found = []
        for block in view.flow:
            for wash in view.marks.washes(block, view.shared.look):
                found.append(block.text[wash.start : wash.end])
        assert found == [words]


def test_a_marks_label_is_its_tooltip(make_view: MakeView) -> None:
    view = make_view("one two three")
    view.set_marks([(Span(4, 7, "two"), "<b>wrong</b>")])
    assert view.tooltip_at(QPointF(centre(view, 0, 5))) == "<b>wrong</b>"
    assert view.tooltip_at(QPointF(centre(view, 0, 1))) == ""


def test_shift_and_arrows_select(make_view: MakeView, qtbot: QtBot) -> None:
    view = make_view("one 👨‍👩‍👧 two\n\nnext block\n\nthird")
    shift, control = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=edge(view, 0, 4))
    qtbot.keyClick(view, Qt.Key.Key_Right, shift)
    assert view.selected_text() == "👨‍👩‍👧"
    qtbot.keyClick(view, Qt.Key.Key_Right, shift | control)
    assert view.selected_text() == "👨‍👩‍👧 two"
    qtbot.keyClick(view, Qt.Key.Key_Down, shift)
    assert view.selected_text().startswith("👨‍👩‍👧 two\n\nnext")
    qtbot.keyClick(view, Qt.Key.Key_End, shift | control)
    assert view.selected_text() == "👨‍👩‍👧 two\n\nnext block\n\nthird"
    qtbot.keyClick(view, Qt.Key.Key_Home, shift | control)
    assert view.selected_text() == "one "
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert view.selected_text() == ""


def test_a_note_is_asked_for_with_the_span(make_view: MakeView, qtbot: QtBot) -> None:
    view = make_view("one **two** three")
    view.selection.put(Spot(0, 4), Spot(0, 7))
    with qtbot.waitSignal(view.annotate_requested) as caught:
        qtbot.keyClick(
            view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        )
    assert caught.args == [Span(6, 9, "two")]


# code


def control_point(view: AnswerView, index: int, name: str) -> QPoint:
    (rect,) = [c.rect for c in view.flow[index].controls() if c.name == name]
    return (rect.center() + QPointF(view.page.left, view.page.top(index))).toPoint()


def test_run_gives_the_artifact_that_is_shown(make_view: MakeView, qtbot: QtBot) -> None:
    view = make_view("```js\nx\n```\n\n```py\nprint('中')\n```\n")
    with qtbot.waitSignal(view.run_requested) as caught:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=control_point(view, 1, "run"))
    assert caught.args == [Artifact(1, "python", "print('中')\n", True)]


def test_only_complete_python_can_be_run(make_view: MakeView) -> None:
    view = make_view("```js\nx\n```\n\n    indented\n\n```python\nopen")
    names = [[c.name for c in block.controls()] for block in view.flow]
    assert names == [["copy"], [], ["copy"]]


def test_copy_copies_the_code_alone(make_view: MakeView, qtbot: QtBot) -> None:
    view = make_view("text\n\n```py\na = 1\nb = 2\n```\n")
    with qtbot.waitSignal(view.copied):
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=control_point(view, 1, "copy"))
    assert QApplication.clipboard().text() == "a = 1\nb = 2"


def test_controls_and_links_are_reached_with_tab(make_view: MakeView, qtbot: QtBot) -> None:
    view = make_view("A [link](https://example.org).\n\n```py\nprint(1)\n```\n")
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Tab)
    with qtbot.waitSignal(view.link_clicked) as link:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert link.args == ["https://example.org"]
    qtbot.keyClick(view, Qt.Key.Key_Tab)
    qtbot.keyClick(view, Qt.Key.Key_Tab)
    with qtbot.waitSignal(view.run_requested):
        qtbot.keyClick(view, Qt.Key.Key_Return)


def test_colours_come_and_are_exact(make_view: MakeView, qtbot: QtBot) -> None:
    view = make_view()
    for piece in ("```python\n", "x = '''a\n", "b'''\n", "def f(): pass\n"):
        view.feed(piece)
        view.show_pending(6)
    assert view.shared.lexers.wait("python")
    view.feed("```\n")
    view.show_pending(6)
    view.finish()
    code = view.flow[0]
    assert isinstance(code, Code)
    qtbot.waitUntil(lambda: code.coloured == (3, True), timeout=100_000)


def test_wide_lines_scroll_within_their_block(make_view: MakeView) -> None:
    view = make_view("```\n" + "x" * 400 + "\n```")
    code = view.flow[0]
    assert isinstance(code, Code)
    pushed = code.sideways
    assert pushed.overflow > 0
    at = QPoint(int(view.page.left) + 40, int(view.page.top(0)) + 40)
    wheel(view, 0, at=at, dx=-240)
    assert pushed.offset > 0
    wheel(view, -10_000, Qt.KeyboardModifier.ShiftModifier, at=at)
    assert pushed.offset == pushed.overflow


def test_a_live_view_stands_in_the_flow_under_its_code(make_view: MakeView) -> None:
    view = make_view("```py\nprint(1)\n```\n\nBelow.")
    below = view.page.top(1)
    label = QLabel("live")
    view.embed(0, label, 200)
    assert label.isVisible()
    assert label.parent() is view.viewport()
    assert view.page.top(1) >= below + 200
    box = view.page.box(0)
    assert box.top() < label.geometry().top() < label.geometry().bottom() <= box.bottom()
    # How it is resized is its own affair: nothing else stands there.
    assert label.height() == 200
    assert label.geometry().bottom() + 1 == round(box.bottom())
    view.embed(0, None)
    assert not label.isVisible()
    assert view.page.top(1) == below
    with pytest.raises(IndexError):
        view.embed(7, QLabel("x"))
    label.deleteLater()


# links and hostile text


def test_a_link_is_told_of_and_never_opened(make_view: MakeView, qtbot: QtBot) -> None:
    view = make_view("Go [there](https://example.org/a?b=1&c) now.")
    with qtbot.waitSignal(view.link_clicked) as caught:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=centre(view, 0, 5))
    assert caught.args == ["https://example.org/a?b=1&c"]
    with qtbot.assertNotEmitted(view.link_clicked):
        drag(qtbot, view, centre(view, 0, 4), centre(view, 0, 7))


# scrolling


LONG = "\n\n".join(f"Paragraph {i}. " + "Some more words here. " * (i % 17) for i in range(400))


def test_the_view_follows_until_someone_scrolls_up(make_view: MakeView, qtbot: QtBot) -> None:
    view = make_view()
    bar = view.verticalScrollBar()
    for _ in range(60):
        view.feed("A paragraph of text.\n\n")
        view.show_pending(6)
    assert view.following
    assert bar.value() == bar.maximum() > 0
    wheel(view, 240)
    assert not view.following
    place = bar.value()
    view.feed("New paragraph.\n\n" * 10)
    view.show_pending(6)
    assert bar.value() == place
    assert view.chip.isVisible()
    qtbot.mouseClick(view.chip, Qt.MouseButton.LeftButton)
    assert view.following
    assert not view.chip.isVisible()
    assert bar.value() == bar.maximum()


def test_what_is_seen_never_jumps(make_view: MakeView) -> None:
    """Scrolling up through blocks that were never laid out moves each visible line by what was asked for."""
    view = make_view(LONG)
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum() * 2 // 3)
    for _ in range(120):
        seen = {index: view.page.top(index) for index in view.page.visible() if view.flow[index].width > 0}
        bar.setValue(bar.value() - 45)
        for index in view.page.visible():
            if index in seen:
                assert abs(view.page.top(index) - seen[index] - 45) <= 1.0


def test_resizing_keeps_the_place(make_view: MakeView) -> None:
    view = make_view(LONG)
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    top = next(iter(view.page.visible()))
    view.resize(500, 600)
    QApplication.processEvents()
    assert abs(next(iter(view.page.visible())) - top) <= 1


def test_zoom_keeps_the_place_and_enlarges(make_view: MakeView, qtbot: QtBot) -> None:
    view = make_view(LONG)
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    top = next(iter(view.page.visible()))
    before = view.shared.look.body.line
    wheel(view, 120, Qt.KeyboardModifier.ControlModifier)
    assert view.shared.look.body.line > before
    assert abs(next(iter(view.page.visible())) - top) <= 1
    qtbot.keyClick(view, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert view.zoom == 1.0


def test_a_theme_change_keeps_the_text_and_the_selection(make_view: MakeView) -> None:
    view = make_view(TEXT)
    view.select_all()
    words = view.selected_text()
    view.set_theme(Theme.load("dark"))
    assert view.selected_text() == words
    picture = view.grab().toImage()
    assert picture.pixelColor(3, 300) == Theme.load("dark").colour("page")


def wheel_with_control(view: AnswerView, notches: int) -> None:
    place = QPointF(view.viewport().rect().center())
    event = QWheelEvent(
        place,
        QPointF(view.viewport().mapToGlobal(place)),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), event)


def test_zooming_by_hand_is_told_and_being_zoomed_is_not(make_view: MakeView, qtbot: QtBot) -> None:
    view, other = make_view(TEXT), make_view(TEXT)
    told: list[float] = []
    view.zoomed.connect(told.append)
    view.zoomed.connect(other.set_zoom)
    other.zoomed.connect(told.append)
    wheel_with_control(view, 1)
    qtbot.keyClick(view, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    wheel_with_control(view, 1)
    assert told == [1.1, 1.0, 1.1]
    assert other.zoom == 1.1
    for _ in range(30):
        wheel_with_control(view, 1)
    assert view.zoom == other.zoom == told[-1] == 2.5
    for _ in range(30):
        wheel_with_control(view, -1)
    assert view.zoom == other.zoom == told[-1] == 0.6
    view.set_zoom(100.0)
    assert view.zoom == 2.5
    assert told[-1] == 0.6


def test_reasoning_is_zoomed_with_its_answer(make_view: MakeView) -> None:
    view = make_view(TEXT)
    view.set_zoom(1.25)
    view.set_reasoning("First this, then that.", live=False)
    view.reasoning.set_open(True)
    inner = view.reasoning.view
    assert inner.zoom == 1.25
    wheel_with_control(inner, 1)
    assert view.zoom == inner.zoom == 1.5


# find, reasoning, notice


def test_what_was_found_is_no_longer_marked_when_the_search_is_over(make_view: MakeView) -> None:
    view = make_view(TEXT)
    plain = view.grab().toImage()
    assert view.find("a") > 3
    view.selection.clear()
    assert view.grab().toImage() != plain
    view.clear_find()
    assert view.grab().toImage() == plain
    assert view.find("a") > 3


@pytest.mark.parametrize("text", ["", "A first line."])
def test_a_notice_stands_a_little_below_the_text_or_at_the_top(make_view: MakeView, text: str) -> None:
    view = make_view(text)
    view.set_notice("The connection broke.", "bad", [])
    above = view.page.top(0) + view.flow[0].height if text else 0
    assert view.notice.y() - round(above) == view.shared.look.space.l


@pytest.mark.parametrize("text", ["", "A first line.", LONG])
def test_a_notice_that_is_higher_than_the_window_is_read_from_its_beginning(
    make_view: MakeView, text: str
) -> None:
    view = make_view(text, height=300)
    view.follow()
    view.set_notice("The server said something long. " * 200, "bad", [("Ask again", lambda: None)])
    assert view.notice.height() > view.viewport().height()
    assert 0 <= view.notice.y() < 60
    view.resize(700, 280)
    assert 0 <= view.notice.y() < 60
    # Read to its end, it stays there.
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert view.notice.geometry().bottom() < view.viewport().height()
    view.relayout()
    assert view.notice.geometry().bottom() < view.viewport().height()


def test_find_marks_all_and_goes_from_one_to_the_next(make_view: MakeView) -> None:
    view = make_view(LONG + "\n\nA **nee**dle.\n\n" + LONG + "\n\nNeedle!")
    assert view.find("needle") == 2
    assert view.selected_text().lower() == "needle"
    first = view.selection.first
    assert view.find("needle") == 2
    assert view.selection.first > first
    view.find("needle", backwards=True)
    assert view.selection.first == first
    box = view.page.caret(view.selection.caret)
    assert 0 <= box.top() <= view.viewport().height()
    assert view.find("nothing of the kind") == 0
    assert view.find("") == 0


def test_reasoning_opens_and_goes_on(make_view: MakeView) -> None:
    view = make_view("The answer.")
    alone = view.page.top(0)
    view.set_reasoning("First I think", live=True)
    assert view.reasoning is not None
    assert view.reasoning.isVisible()
    assert not view.reasoning.open
    assert view.page.top(0) > alone
    view.reasoning.set_open(True)
    view.set_reasoning("First I think, **then** I answer.", live=True)
    view.set_reasoning("First I think, **then** I answer. Done.", live=False)
    inner = view.reasoning.view
    assert inner is not None
    assert inner.text() == "First I think, **then** I answer. Done."
    view.set_reasoning("", live=False)
    assert view.page.top(0) == alone


def test_reasoning_that_is_opened_stays_where_it_was_clicked(make_view: MakeView) -> None:
    view = make_view("A short answer.")
    view.set_reasoning("\n\n".join(f"Thought {n}." for n in range(40)), live=False)
    view.resize(view.width(), 200)
    view.follow()
    before = view.reasoning.pos()
    view.reasoning.set_open(True)
    assert view.page.maximum > 0
    assert view.reasoning.pos() == before
    view.reasoning.set_open(False)
    assert view.reasoning.pos() == before
    # So does one further down, where the answer goes on below.
    view = make_view(LONG)
    view.set_reasoning("\n\n".join(f"Thought {n}." for n in range(40)), live=False)
    view.verticalScrollBar().setValue(9)
    before = view.reasoning.pos()
    view.reasoning.set_open(True)
    assert view.reasoning.pos() == before


def test_a_notice_says_what_happened_and_offers_what_to_do(make_view: MakeView, qtbot: QtBot) -> None:
    view = make_view("Half an ans")
    pressed: list[str] = []
    view.set_notice("The connection broke.", "bad", [("Try again", lambda: pressed.append("again"))])
    assert view.notice.isVisible()
    assert view.notice.words == "The connection broke."
    (button,) = [b for b in view.notice.findChildren(QPushButton) if b.isVisible()]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert pressed == ["again"]
    view.set_notice("", "info")
    assert not view.notice.isVisible()


def test_a_screen_reader_finds_name_and_text(make_view: MakeView) -> None:
    view = make_view("Readable **text**.")
    assert view.accessibleName() == "Answer"
    assert "Readable" in view.accessibleDescription()


def test_the_import_brings_no_pygments() -> None:
    code = (
        "import sys, sidelight.gui.answer\nassert not any(n.split('.')[0] == 'pygments' for n in sys.modules)"
    )
    subprocess.run(
        [sys.executable, "-c", code], check=True, timeout=60, env={"PYTHONPATH": "app", "PATH": ""}
    )


def test_showing_more_of_a_long_answer_costs_as_much_as_of_a_short_one(make_view: MakeView) -> None:
    view = make_view()
    chunk = "Some words and **more** of them, token by token. "

    def spend() -> float:
        begin = time.thread_time()
        for number in range(150):
            view.feed(chunk if number % 12 else "\n\n")
            view.show_pending(6)
        return time.thread_time() - begin

    spend()
    first = min(spend() for _ in range(3))
    for _ in range(6):
        spend()
    assert min(spend() for _ in range(3)) < 3 * first
