# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QApplication

from sidelight.gui.diff.heights import Heights

CONTROL = Qt.KeyboardModifier.ControlModifier
LEFT = "# Cube\n\nIt turns around one axis.\n\nIt needs GLUT \U0001f600 here.\n\nThe end."
RIGHT = "# Cube\n\nIt turns around two axes.\n\nThe end.\n\nAsk for more!"


def long_texts(count):
    said = "says that the cube turns around its axis"
    left = "\n\n".join(f"Passage {n} {said} {n} times." for n in range(count))
    right = "\n\n".join(f"Passage {n} {said} {n} times{'!' if n % 50 else ', slowly.'}" for n in range(count))
    return left, right


def drag(qtbot, view, first, last):
    viewport = view.viewport()
    qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=first)
    place, button = QPointF(last), Qt.MouseButton.LeftButton
    held = QMouseEvent(
        QEvent.Type.MouseMove,
        place,
        viewport.mapToGlobal(place),
        button,
        button,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(viewport, held)
    qtbot.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=last)


def test_words_that_differ_are_marked_in_rows_that_are_seen(view, compare):
    compare(LEFT, RIGHT)
    assert view.differences == 3
    (marks,) = view.sheet.marks.values()
    row = view.sheet.diff.rows[1]
    assert [row.left.text[a:b] for a, b in marks[0]] == ["one axis"]
    assert [row.right.text[a:b] for a, b in marks[1]] == ["two axes"]


def ink(view, row, side):
    """How many pixels of a cell are not its ground."""
    box = view.sheet.row_box(row, side).toRect().adjusted(2, 0, -2, 0)
    picture = view.viewport().grab(box).toImage()
    ground = picture.pixel(0, 0)
    return sum(picture.pixel(x, y) != ground for x in range(picture.width()) for y in range(picture.height()))


def test_marked_words_are_drawn_and_so_is_what_stands_around_them(view, compare):
    text = "It turns around one axis."
    compare(text, text)
    plain = ink(view, 0, "left")
    assert plain > 100
    compare(text, text.replace("one", "two"))
    assert ink(view, 0, "left") > plain
    assert ink(view, 0, "right") > plain


def test_keys_go_from_difference_to_difference_and_stay_at_the_ends(view, compare, qtbot):
    compare(*long_texts(200))
    # Every passage but each fiftieth differs by a sign, so stretches are what is counted.
    assert view.differences == len(view.sheet.diff.differences) > 0
    view.setFocus()
    stepped = []
    view.stepped.connect(lambda: stepped.append(view.at))
    qtbot.keyClicks(view, "nn")
    qtbot.keyClicks(view, "ppp")
    assert stepped[0] == 0
    assert stepped[-1] == 0
    assert "left:" in view.accessibleDescription()


def test_a_difference_far_below_comes_into_sight(view, compare):
    left = "\n\n".join(f"Passage {n} of many, all the same in both answers." for n in range(600))
    right = left.replace("Passage 500 of many", "Passage 500 of very few")
    compare(left, right)
    view.step(1)
    row = view.sheet.diff.differences[0][0]
    assert 0 <= view.sheet.top(row) < view.sheet.height
    assert view.verticalScrollBar().value() == view.sheet.y > 0


def test_only_what_is_seen_is_laid_out_however_long_the_answers_are(view, compare):
    compare(*long_texts(4000))
    assert view.sheet.laid_out < 60
    bar = view.verticalScrollBar()
    for value in range(0, bar.maximum(), 1 + bar.maximum() // 200):
        bar.setValue(value)
    assert view.sheet.laid_out < 600
    bar.setValue(bar.maximum())
    last = len(view.sheet.diff.rows) - 1
    assert view.sheet.bottom(last) <= view.sheet.height


def test_what_is_read_keeps_its_place_when_heights_become_known(view, compare):
    compare(*long_texts(500))
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    at = view.sheet.at(100.0)
    top = view.sheet.top(at)
    bar.setValue(bar.value() - 40)
    assert view.sheet.top(at) == pytest.approx(top + 40, abs=1.5)


def test_a_selection_stays_in_its_side_and_is_copied_as_it_was_written(view, compare, qtbot):
    compare(LEFT, RIGHT)
    sheet = view.sheet
    top = QPoint(int(sheet.text_place(0, "left").x()), int(sheet.top(0)) + 2)
    end = QPoint(int(sheet.box("right")[0]) + 300, int(sheet.bottom(len(sheet.diff.rows) - 1)) - 2)
    drag(qtbot, view, top, end)
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_C, CONTROL)
    copied = QGuiApplication.clipboard().text()
    assert copied
    assert LEFT.startswith(copied)
    assert "\U0001f600" in copied
    qtbot.keyClick(view, Qt.Key.Key_A, CONTROL)
    view.copy()
    assert QGuiApplication.clipboard().text() == LEFT


def test_the_other_side_is_selected_where_the_mouse_went_down(view, compare, qtbot):
    compare(LEFT, RIGHT)
    sheet = view.sheet
    place = QPoint(int(sheet.text_place(0, "right").x()), int(sheet.top(0)) + 2)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    view.selecting.everything()
    assert view.selecting.text() == RIGHT


def test_a_narrow_window_and_an_empty_diff_are_drawn(view, compare):
    compare("", "")
    view.grab()
    compare(LEFT, "")
    view.resize(200, 300)
    view.grab()
    assert view.sheet.column >= 40
    assert all(row.right is None for row in view.sheet.diff.rows)


def test_heights_add_up():
    heights = Heights([10.0, 0.0, 5.0])
    assert (heights.total, heights.at(-3), heights.at(9.9), heights.at(12), heights.at(99)) == (
        15,
        0,
        0,
        2,
        2,
    )
    assert heights.set(0, 20.0)
    assert not heights.set(0, 20.0)
    assert (heights.top(2), heights.total) == (20, 25)
    assert Heights().at(0) == -1
