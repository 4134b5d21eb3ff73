# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""All artifacts of a comparison on one page."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from shiboken6 import isValid

from gui.rendered.scripted import Scripted, info
from sidelight.api import Rendered, Table
from sidelight.gui.artifacts.cell import ArtifactCell
from sidelight.gui.artifacts.page import ArtifactsPage
from sidelight.gui.rendered.asking import Asking
from sidelight.gui.rendered.image import ImageBody
from sidelight.gui.style import dress
from sidelight.gui.theme import Theme

PATIENCE_MS = 30_000


def svg(*names):
    return "\n\n".join(f"Here:\n\n```svg\n<svg id='{name}'/>\n```" for name in names)


def answer(identity, text):
    return SimpleNamespace(id=identity, version=1, text=text)


@pytest.fixture
def rendering():
    made = Scripted(info("svg", "svg"), info("table", "csv"))
    yield made
    made.close()


@pytest.fixture
def page(qtbot, qapp, rendering):
    """Two models: one with two attempts, one with a drawing and a table."""
    panes = [
        [answer("a1", svg("first")), answer("a2", svg("second", "third"))],
        [answer("b1", svg("other") + "\n\n```csv\na,b\n1,2\n```\n")],
    ]
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1000, 1000)
    theme = Theme.load("light")
    dress(qapp, window, theme)
    asking = Asking(rendering)
    made = ArtifactsPage(SimpleNamespace(panes=panes), ["Amber", "Coral"], asking, theme, window)
    layout = QVBoxLayout(window)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(made)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=PATIENCE_MS)
    made.keep_up()
    qtbot.waitUntil(lambda: bool(made.cells) and not made.reading, timeout=PATIENCE_MS)
    made.window_ = window
    yield made
    asking.close()


def texts(page):
    return [[cell.artifact.text for cell in column] for column in page.cells]


def draw_all(qtbot, rendering, **facts):
    qtbot.waitUntil(lambda: bool(rendering.open), timeout=PATIENCE_MS)
    while rendering.open:
        rendering.draw(rendering.open[0], **facts)
        qtbot.wait(5)


def test_a_column_for_each_model_and_its_newest_attempt(page):
    assert texts(page) == [
        ["<svg id='second'/>\n", "<svg id='third'/>\n"],
        ["<svg id='other'/>\n", "a,b\n1,2\n"],
    ]
    assert page.told.text() == "4 artifacts"


def test_attempts_are_versions_that_one_steps_through(page, qtbot):
    for _ in range(2):
        page.step_attempt(0, -1)
        qtbot.waitUntil(lambda: not page.reading, timeout=PATIENCE_MS)
    assert texts(page)[0] == ["<svg id='first'/>\n"]


def test_one_kind_alone(page, qtbot):
    page.languages.setCurrentIndex(page.languages.findData("csv"))
    page.languages.activated.emit(page.languages.currentIndex())
    qtbot.waitUntil(lambda: not page.reading, timeout=PATIENCE_MS)
    assert texts(page) == [[], ["a,b\n1,2\n"]]


def test_a_filling_that_is_broken_off_leaves_nothing_behind(page, qtbot):
    fill = page._fill
    for _ in range(3):
        begun = fill(page._answers())
        next(begun)
        begun.close()
    page.keep_up()
    qtbot.waitUntil(lambda: not page.reading, timeout=PATIENCE_MS)
    shown = {cell for column in page.cells for cell in column}
    assert len(shown) == 4
    assert set(page._columns.findChildren(ArtifactCell)) == shown


def test_pictures_are_drawn_and_seen_at_the_same_scale(page, rendering, qtbot):
    qtbot.waitUntil(lambda: len(rendering.jobs) >= 3, timeout=PATIENCE_MS)
    sizes = iter([(800, 400), (100, 50), (200, 100)])
    for job in [job for job in rendering.jobs if job.artifact.language == "svg"]:
        width, height = next(sizes)
        rendering.draw(job, width=width, height=height)
    cells = [cell for column in page.cells for cell in column if cell.artifact.language == "svg"]
    qtbot.waitUntil(lambda: all(cell.view is not None for cell in cells), timeout=PATIENCE_MS)
    bodies = [cell.view.body for cell in cells]
    assert all(isinstance(body, ImageBody) for body in bodies)
    assert len({round(body.scale, 3) for body in bodies}) > 1
    qtbot.keyClick(page, Qt.Key.Key_Plus)
    assert len({round(body.scale, 3) for body in bodies}) == 1
    qtbot.keyClick(page, Qt.Key.Key_0)
    assert {round(body.factor, 3) for body in bodies} == {1.0}


def test_an_artifact_is_edited_and_drawn_again_and_the_original_kept(page, rendering, qtbot):
    draw_all(qtbot, rendering)
    cell = page.cells[0][0]
    qtbot.waitUntil(lambda: cell.view is not None, timeout=PATIENCE_MS)
    cell.edit()
    assert not cell.source.isReadOnly()
    cell.source.setPlainText("<svg id='mine'/>")
    before = len(rendering.jobs)
    qtbot.keyClick(cell.source, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert rendering.jobs[before].artifact.text == "<svg id='mine'/>\n"
    rendering.draw(rendering.jobs[before])
    qtbot.waitUntil(lambda: cell.stack.currentWidget() is cell.view, timeout=PATIENCE_MS)
    assert cell.head.chip.isVisible()
    assert cell.artifact.text == "<svg id='second'/>\n"
    cell.edit()
    qtbot.mouseClick(cell.editing.back, Qt.MouseButton.LeftButton)
    assert not cell.head.chip.isVisible()
    assert rendering.jobs[-1].artifact.text == "<svg id='second'/>\n"


def test_ctrl_enter_draws_the_edit_and_does_not_send_the_prompt(page, rendering, qtbot):
    draw_all(qtbot, rendering)
    sent = []
    send = QShortcut(QKeySequence("Ctrl+Return"), page.window_)
    send.activated.connect(lambda: sent.append(True))
    cell = page.cells[0][0]
    qtbot.waitUntil(lambda: cell.view is not None, timeout=PATIENCE_MS)
    cell.edit()
    cell.source.setPlainText("<svg id='mine'/>")
    qtbot.waitUntil(cell.source.hasFocus, timeout=PATIENCE_MS)
    qtbot.keyClick(cell.source, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert (sent, rendering.jobs[-1].artifact.text) == ([], "<svg id='mine'/>\n")


def test_artifacts_that_are_on_their_way_are_asked_for_anew_in_other_colours(page, rendering, qtbot):
    qtbot.waitUntil(lambda: len(rendering.jobs) >= 3, timeout=PATIENCE_MS)
    before = len(rendering.jobs)
    page.set_theme(Theme.load("dark"))
    wanted = {job.artifact.text for job in rendering.jobs[:before]}

    def all_are_asked_for():
        for job in rendering.open:
            rendering.draw(job)
        assert {job.artifact.text for job in rendering.jobs if job.context.dark} >= wanted

    qtbot.waitUntil(all_are_asked_for, timeout=PATIENCE_MS)


def test_edits_stay_while_the_page_is_closed_and_other_things_are_looked_at(page, rendering, qtbot):
    draw_all(qtbot, rendering)
    drawn, typed = page.cells[0][0], page.cells[0][1]
    qtbot.waitUntil(lambda: drawn.view is not None and typed.view is not None, timeout=PATIENCE_MS)
    assert drawn.head.chip.isHidden()
    drawn.edit()
    drawn.source.setPlainText("<svg id='mine'/>\n")
    drawn.draw()
    typed.edit()
    qtbot.keyClicks(typed.source, "words ")
    assert not typed.head.chip.isHidden()
    page.step_attempt(0, -1)
    qtbot.waitUntil(lambda: not page.reading, timeout=PATIENCE_MS)
    assert page.cells[0][0].edit_made is None
    page.step_attempt(0, 1)
    qtbot.waitUntil(lambda: not page.reading, timeout=PATIENCE_MS)
    before = page.cells[0][0]
    page.hide()
    page.show()
    page.keep_up()
    assert page.cells[0][0] is before, "what is as it was stays"
    page._live.panes[0][1].version += 1
    page.keep_up()
    qtbot.waitUntil(lambda: bool(page.cells[0]) and page.cells[0][0] is not before, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: not page.reading, timeout=PATIENCE_MS)
    drawn, typed = page.cells[0]
    assert not drawn.head.chip.isHidden()
    assert not typed.head.chip.isHidden()
    assert typed.source.toPlainText() == "words <svg id='third'/>\n"
    qtbot.waitUntil(lambda: bool(rendering.open), timeout=PATIENCE_MS)
    draw_all(qtbot, rendering)
    assert rendering.jobs[-1].artifact.text != "<svg id='second'/>\n"
    assert drawn.edited == "<svg id='mine'/>\n"
    drawn.take_back()
    typed.take_back()
    page._live.panes[0][1].version += 1
    page.keep_up()
    qtbot.waitUntil(lambda: bool(page.cells[0]) and page.cells[0][0] is not drawn, timeout=PATIENCE_MS)
    assert all(cell.edit_made is None for cell in page.cells[0])


def test_what_cannot_be_drawn_is_its_source_with_the_reason(page, rendering, qtbot):
    qtbot.waitUntil(lambda: bool(rendering.open), timeout=PATIENCE_MS)
    rendering.end(rendering.open[0], failure="It is not SVG.", line=1)
    cell = page.cells[0][0]
    qtbot.waitUntil(cell.message.isVisible, timeout=PATIENCE_MS)
    assert cell.message.text() == "It is not SVG. (line 1)"
    assert cell.stack.currentWidget() is cell.source


def test_its_place_in_the_answer_is_one_click_away(page, qtbot):
    qtbot.waitUntil(lambda: page.cells[1][1].built, timeout=PATIENCE_MS)
    with qtbot.waitSignal(page.opened) as wanted:
        page.cells[1][1].head.answer.click()
    assert (wanted.args[0].id, wanted.args[1]) == ("b1", 1)
    with qtbot.waitSignal(page.left):
        qtbot.keyClick(page, Qt.Key.Key_Escape)


def test_answers_without_blocks_say_so(qtbot, rendering, page):
    theme = Theme.load("light")
    live = SimpleNamespace(panes=[[answer("x", "Words only.")]])
    empty = ArtifactsPage(live, ["Amber"], page._asking, theme, page.window_)
    empty.keep_up()
    qtbot.waitUntil(lambda: not empty.reading, timeout=PATIENCE_MS)
    assert "no fenced blocks" in empty.told.text()


def test_other_colours_are_taken_by_heads_and_asked_for_only_where_there_are_some(page, rendering, qtbot):
    qtbot.waitUntil(lambda: len(rendering.jobs) == 4, timeout=PATIENCE_MS)
    for job in list(rendering.open):
        if job.artifact.language == "svg":
            rendering.draw(job)
        else:
            rendering.end(job, Rendered.of_table(Table(("a", "b"), (("1", "2"),)), alt_text="x"))
    cells = [cell for column in page.cells for cell in column]
    qtbot.waitUntil(lambda: all(cell.view is not None for cell in cells), timeout=PATIENCE_MS)
    pictures = [cell.view.body for cell in cells if isinstance(cell.view.body, ImageBody)]
    before = {cell.view for cell in cells}
    edge = page._heads[0].edge
    was = edge.grab().toImage().pixelColor(1, 5)
    dark = Theme.load("dark")
    dress(QApplication.instance(), page.window_, dark)
    page.set_theme(dark)
    qtbot.waitUntil(lambda: len(rendering.jobs) == 7, timeout=PATIENCE_MS)
    assert all(job.context.dark and job.artifact.language == "svg" for job in rendering.jobs[4:])
    for job in list(rendering.open):
        rendering.draw(job, colour="#ffcc00")
    qtbot.waitUntil(
        lambda: all(body.picture.pixels.pixelColor(5, 5).name() == "#ffcc00" for body in pictures),
        timeout=PATIENCE_MS,
    )
    assert {cell.view for cell in cells} == before
    assert edge.grab().toImage().pixelColor(1, 5) != was


def test_of_hundreds_of_artifacts_only_those_near_sight_are_made(page, rendering, qtbot):
    many = svg(*(f"n{number}" for number in range(150)))
    page._live.panes[:] = [[answer(f"m{column}", many)] for column in range(2)]
    page.keep_up()
    qtbot.waitUntil(lambda: [len(column) for column in page.cells] == [150, 150], timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: page.cells[0][0].built and page.told.text() == "300 artifacts")
    cells = [cell for column in page.cells for cell in column]
    assert sum(cell.built for cell in cells) < 20
    first = page.cells[0][0]
    dark = Theme.load("dark")
    page.set_theme(dark)
    bar = page.area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 50_000, timeout=PATIENCE_MS)
    bar.setValue(bar.maximum())
    qtbot.waitUntil(lambda: page.cells[1][-1].built, timeout=PATIENCE_MS)
    assert page.cells[0][0] is first
    # How many come near sight at either end hangs on when the page looked; the middle never does.
    assert not any(cell.built for column in page.cells for cell in column[30:120])


def test_cells_far_from_sight_rest_outside_the_window_and_are_back_in_its_colours(qtbot, page, rendering):
    page.window_.resize(1000, 500)
    page._live.panes[1].append(answer("b2", svg(*[f"n{number}" for number in range(12)])))
    page.step_attempt(1, 1)
    qtbot.waitUntil(lambda: len(page.cells[1]) == 12 and not page.reading, timeout=PATIENCE_MS)
    first, bar = page.cells[1][0], page.area.verticalScrollBar()

    def is_drawn():
        while rendering.open:
            rendering.draw(rendering.open[0])
        return first.view is not None

    qtbot.waitUntil(is_drawn, timeout=PATIENCE_MS)
    view = first.view
    bar.setValue(bar.maximum())
    qtbot.waitUntil(lambda: first.resting, timeout=PATIENCE_MS)
    assert not page.window_.isAncestorOf(view)
    dark = Theme.load("dark")
    page.set_theme(dark)
    assert view._theme is not dark
    bar.setValue(0)
    assert not first.resting
    assert view.isVisible()
    assert view._theme is dark
    bar.setValue(bar.maximum())
    qtbot.waitUntil(lambda: first.resting, timeout=PATIENCE_MS)
    page.step_attempt(1, -1)
    qtbot.waitUntil(lambda: not isValid(first), timeout=PATIENCE_MS)
    assert not isValid(view)


def test_a_drawing_that_is_waited_for_is_dropped_with_its_cell(page, rendering, qtbot):
    """What waits its turn is asked whether it can be seen, which a deleted cell cannot say."""
    qtbot.waitUntil(lambda: len(rendering.open) == 4, timeout=PATIENCE_MS)
    page.step_attempt(0, -1)
    qtbot.waitUntil(lambda: texts(page)[0] == ["<svg id='first'/>\n"], timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: not page.reading, timeout=PATIENCE_MS)
    assert sum(job.cancelled for job in rendering.jobs) >= 2
    draw_all(qtbot, rendering)
    cell = page.cells[0][0]

    def drawn():
        while rendering.open:
            rendering.draw(rendering.open[0])
        return cell.view is not None

    qtbot.waitUntil(drawn, timeout=PATIENCE_MS)
