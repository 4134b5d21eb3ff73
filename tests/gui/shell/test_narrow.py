# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A small window: answers keep their room; the inspector and the prompt box come to terms with the rest."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication

from gui.shell.stand_ins import CUBE, MOON
from sidelight.gui.rooms import own_rooms
from sidelight.gui.side_place import LEAST_PAGE

CONTROL = Qt.KeyboardModifier.ControlModifier
LONG = "\n".join(f"Line {number} of a long prompt." for number in range(60))


def settled(qtbot, window, width, height):
    window.resize(width, height)
    qtbot.waitUntil(lambda: window.size().toTuple() == (width, height))
    QApplication.processEvents()


def line_up(window, count):
    asking, models = window.page.asking, window.page.desk.models()
    while asking.models:
        asking.remove(0)
    for place in range(count):
        asking.add(models[place % 2])


@pytest.mark.parametrize("count", [2, 8])
@pytest.mark.parametrize("inspected", [False, True])
def test_the_composer_takes_a_quarter_of_the_height_at_most(open_window, desk, qtbot, ask, count, inspected):
    window = open_window(desk, rooms=own_rooms(), size=(1000, 700))
    line_up(window, count)
    ask(window, MOON)
    window.side.set_open(inspected)
    composer = window.page.composer
    for text in ("", LONG):
        composer.box.set_exact_text(text)
        wanted = min(composer.box.wanted_height(), 90)
        qtbot.waitUntil(lambda wanted=wanted: composer.box.height() >= min(wanted, 60 if count == 8 else 90))
        assert composer.height() <= 0.26 * window.page.height()
        assert composer.box.height() >= composer.box.least_height()
    composer.say_error("This cannot be sent: " + "it is very long. " * 9)
    QApplication.processEvents()
    assert window.page.answers.height() > 0.6 * window.page.height()
    assert len(window.page.panes) == count
    assert all(pane.width() >= 300 for pane in window.page.panes)


def test_with_no_answers_to_read_the_prompt_may_grow_further(open_window, desk, qtbot):
    window = open_window(desk, size=(1000, 700))
    window.page.composer.box.set_exact_text(LONG)
    quarter, third = window.page.height() / 4, window.page.height() / 3
    qtbot.waitUntil(lambda: quarter < window.page.composer.height() <= third + 1)


def test_a_row_of_chips_that_is_scrolled_away_comes_with_the_keyboard(open_window, desk, qtbot, ask):
    window = open_window(desk, size=(880, 560))
    ask(window, MOON)
    line_up(window, 8)
    window.page.asking.set_system("Answer in one sentence, and in verse.")
    composer = window.page.composer
    QApplication.processEvents()
    rows = composer._chip_rows
    last = composer.system_chip
    assert rows.height() <= 60
    assert not rows.rect().contains(QRect(last.mapTo(rows, QPoint(0, 0)), last.size()))
    composer.seed_chip.setFocus()
    qtbot.keyClick(composer.seed_chip, Qt.Key.Key_Tab)
    assert last.hasFocus()
    assert rows.rect().contains(QRect(last.mapTo(rows, QPoint(0, 0)), last.size()))


def test_in_a_narrow_window_the_inspector_is_folded_and_lies_above_the_answers_when_asked_for(
    open_window, desk, qtbot, ask
):
    window = open_window(desk, rooms=own_rooms(), size=(1280, 800))
    ask(window, MOON)
    side, page = window.side, window.page
    assert side.isVisible()
    assert not side.floats
    settled(qtbot, window, 1000, 700)
    assert side.floats
    assert not side.isVisible()
    assert not window.actions_["view.inspector"].isChecked()
    before = [pane.geometry() for pane in page.panes]
    qtbot.keyClick(window, Qt.Key.Key_I, CONTROL)
    assert side.isVisible()
    assert window.actions_["view.inspector"].isChecked()
    assert [pane.geometry() for pane in page.panes] == before
    answers = QRect(page.answers.mapTo(window, QPoint(0, 0)), page.answers.size())
    lies = QRect(side.mapTo(window, QPoint(0, 0)), side.size())
    assert answers.contains(lies)
    assert lies.right() == answers.right()
    # It moves with what it lies above.
    page.composer.box.set_exact_text(LONG)
    QApplication.processEvents()
    assert side.height() == page.answers.height()
    side.inspector.rating.stars.setFocus()
    qtbot.keyClick(side.inspector.rating.stars, Qt.Key.Key_Escape)
    assert not side.isVisible()
    # With room again it stands where it stood: nobody closed it there.
    settled(qtbot, window, 1280, 800)
    assert side.isVisible()
    assert page.width() >= LEAST_PAGE


def test_in_a_narrow_window_the_inspector_leaves_the_pane_that_is_inspected_in_sight(
    open_window, desk, qtbot, ask
):
    window = open_window(desk, rooms=own_rooms(), size=(900, 700))
    ask(window, MOON)
    side, page = window.side, window.page

    def place(widget):
        return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())

    window.actions_["view.inspector"].trigger()
    for at in (1, 0, 1):
        page.choose_pane(at)
        assert side.inspector.title.text() == page.panes[at].answer.model.label
        assert place(page.answers).contains(place(side))
        hidden = place(side).intersected(place(page.panes[at]))
        assert hidden.width() < 20
    # The edge that is drawn is the one towards the answers.
    picture = side.grab().toImage()
    edge, middle = window.theme.colour("edge_of_popup"), picture.height() // 2
    assert picture.pixelColor(picture.width() - 1, middle) == edge
    assert picture.pixelColor(0, middle) != edge
    # Where a pane takes the whole width, one side is as good as the other.
    page.arrange("tabs")
    window.actions_["view.inspector"].trigger()
    window.actions_["view.inspector"].trigger()
    assert place(side).right() == place(page.answers).right()


def test_escape_closes_the_inspector_over_the_panes_wherever_the_keyboard_is(open_window, desk, qtbot, ask):
    window = open_window(desk, rooms=own_rooms(), size=(800, 560))
    ask(window, MOON)
    side, page = window.side, window.page
    for widget in (page.composer.box, page.pane.view, page.pane.tab):
        widget.setFocus()
        qtbot.keyClick(window, Qt.Key.Key_I, CONTROL)
        assert side.isVisible()
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
        assert not side.isVisible()
        assert not window.actions_["view.inspector"].isChecked()


def test_a_note_in_a_narrow_window_unfolds_the_inspector(open_window, desk, qtbot, ask):
    window = open_window(desk, rooms=own_rooms(), size=(1000, 700))
    ask(window, CUBE)
    assert not window.side.isVisible()
    window.actions_["review.note"].trigger()
    assert window.side.isVisible()
    qtbot.waitUntil(window.side.inspector.notes.editor.isVisible)


def test_a_closed_inspector_stays_closed_at_every_width(open_window, desk, qtbot, ask):
    window = open_window(desk, rooms=own_rooms(), size=(1280, 800))
    ask(window, MOON)
    qtbot.keyClick(window, Qt.Key.Key_I, CONTROL)
    for width in (1000, 1280, 900, 1400):
        settled(qtbot, window, width, 700)
        assert not window.side.isVisible()


def test_the_prompt_card_opens_at_its_first_line(open_window, desk, qtbot, ask):
    window = open_window(desk, size=(1000, 700))
    ask(window, LONG)
    card = window.page.prompt_card
    for _ in range(2):
        window.page.show_prompt()
        QApplication.processEvents()
        assert card.text.verticalScrollBar().value() == 0
        assert card.text.firstVisibleBlock().text() == "Line 0 of a long prompt."
        assert window.rect().contains(card.geometry())
        card.text.verticalScrollBar().setValue(30)
        card.dismiss()


def test_in_a_narrow_window_the_rail_folds_and_the_prompt_is_named(open_window, desk, qtbot, ask, settings):
    window = open_window(desk, rooms=own_rooms(), size=(1000, 700))
    window.setMinimumSize(0, 0)  # a window manager that sets windows side by side asks nobody
    ask(window, MOON)
    open_out = window.rail.width()
    settled(qtbot, window, 860, 700)
    settled(qtbot, window, 760, 700)
    assert window.rail.narrow
    assert window.rail.width() < open_out / 4
    assert window.page.header.title.width() >= 120
    window.places.go("arena")
    QApplication.processEvents()
    assert window.places.page("arena").head.title.width() >= 120
    settled(qtbot, window, 1000, 700)
    assert not window.rail.narrow
    # Who opens it out in a narrow window keeps it; who folds it in a wide one, too.
    settled(qtbot, window, 860, 700)
    window.actions_["view.rail"].trigger()
    settled(qtbot, window, 850, 700)
    assert not window.rail.narrow
    settled(qtbot, window, 1000, 700)
    window.actions_["view.rail"].trigger()
    settled(qtbot, window, 860, 700)
    settled(qtbot, window, 1000, 700)
    assert window.rail.narrow
    window.actions_["view.rail"].trigger()
    settled(qtbot, window, 860, 700)
    window.close()
    assert settings.value("window/rail_narrow") in (False, "false")
