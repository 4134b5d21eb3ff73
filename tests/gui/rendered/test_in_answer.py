# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Fenced blocks in an answer, drawn in the place of their lines."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRectF, Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QWidget

from gui.rendered.scripted import info, png
from sidelight.api import Image, Kind, Rendered, Table
from sidelight.gui.rendered.failure import FailureCard
from sidelight.gui.rendered.image import ImageBody
from sidelight.gui.rendered.larger import LargerView
from sidelight.gui.rendered.placing import LATE_S
from sidelight.gui.rendered.table import TableBody
from sidelight.gui.rendered.tree import TreeBody
from sidelight.gui.resting import rests
from sidelight.gui.style import dress
from sidelight.gui.theme import Theme

PATIENCE_MS = 100_000
CSV = "```csv\nname,age\nAda,36\nBob,41\n```\n"
FILLER = "\n\n".join(f"Paragraph {n}: some words that are read." for n in range(40))


def code(view, index=0):
    return view.flow[view.embeds.index_of(index)]


def press(qtbot, view, name, index=0):
    """Click a control in a block's head."""
    at = view.embeds.index_of(index)
    control = next(c for c in view.flow[at].controls() if c.name == name)
    middle = control.rect.translated(view.page.left, view.page.top(at)).center().toPoint()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(middle))


def test_real_renderers_draw_in_the_place_of_the_lines_and_leave_the_rest(real, open_answer, drawn, qtbot):
    text = f'{CSV}\n```json\n{{"a": [1, 2]}}\n```\n\n```\nwords and\nmore words\nonly\n```\n'
    view, drawings = open_answer(real, text)
    assert isinstance(drawn(drawings, 0).body, TableBody)
    assert isinstance(drawn(drawings, 1).body, TreeBody)
    qtbot.waitUntil(lambda: drawings.seat(2) is not None and drawings.seat(2).declined, timeout=PATIENCE_MS)
    assert code(view, 0).folded
    assert not code(view, 2).folded
    box = view.embeds.box(0)
    assert drawings.drawing(0).geometry() == box.toRect()
    assert drawings.drawing(0).body.model.cell(1, 0) == "Bob"


def test_what_cannot_be_shown_says_why_and_leads_to_the_line(real, open_answer, qtbot):
    view, drawings = open_answer(real, '```json\n{"a": 1,\n "b" 2}\n```\n')
    qtbot.waitUntil(lambda: drawings.seat(0) is not None and drawings.seat(0).failed, timeout=PATIENCE_MS)
    card = drawings.seat(0).widget
    assert isinstance(card, FailureCard)
    assert "line 2" in card.words.text()
    assert not code(view).folded
    qtbot.mouseClick(card.line_button, Qt.MouseButton.LeftButton)
    assert view.selected_text() == ' "b" 2}'
    qtbot.mouseClick(card.close_button, Qt.MouseButton.LeftButton)
    assert drawings.seat(0).widget is None


def test_what_was_put_aside_is_said_and_allowed_again_where_it_is_missed(scripted, open_answer, drawn, qtbot):
    rendering = scripted()
    rendering.put_aside = info("mermaid", "mermaid")
    view, drawings = open_answer(rendering, "```mermaid\ngraph LR\n a-->b\n```\n\n```other\nx\n```\n")

    def card():
        found = view.embeds.at(0)
        return found if isinstance(found, FailureCard) else None

    qtbot.waitUntil(lambda: card() is not None and card().isVisible(), timeout=PATIENCE_MS)
    assert "The mermaid: put aside after three crashes" in card().words.text()
    assert view.embeds.at(1) is None
    with qtbot.waitSignal(drawings.studio.plugins_wanted, timeout=PATIENCE_MS):
        qtbot.mouseClick(card().plugins_button, Qt.MouseButton.LeftButton)
    rendering.infos, rendering.put_aside = [rendering.put_aside], None
    qtbot.mouseClick(card().again_button, Qt.MouseButton.LeftButton)
    assert rendering.forgiven == ["mermaid"]
    qtbot.waitUntil(lambda: bool(rendering.jobs), timeout=PATIENCE_MS)
    rendering.draw(rendering.jobs[0])
    assert drawn(drawings).isVisible()


def test_the_source_is_one_click_or_key_away_and_back(real, open_answer, drawn, qtbot):
    view, drawings = open_answer(real, CSV)
    table = drawn(drawings)
    press(qtbot, view, "switch")
    assert not code(view).folded
    assert not table.isVisible()
    assert [c.label for c in code(view).controls() if c.name == "switch"] == ["Table"]
    press(qtbot, view, "switch")
    assert code(view).folded
    assert table.isVisible()
    table.body.view.setFocus()
    qtbot.keyClick(table.body.view, Qt.Key.Key_S)
    assert not code(view).folded
    assert view.hasFocus()


def test_looking_for_words_in_the_source_shows_it(real, open_answer, drawn):
    view, drawings = open_answer(real, CSV)
    drawn(drawings)
    assert view.find("Bob,41") == 1
    assert not code(view).folded
    assert view.selected_text() == "Bob,41"


def test_what_is_read_keeps_its_place_when_something_above_is_drawn(scripted, open_answer, qtbot):
    rendering = scripted(info("svg", "svg"))
    text = f"Intro.\n\n```svg\n<svg/>\n```\n\n{FILLER}\n"
    view, drawings = open_answer(rendering, text, size=(700, 600))
    qtbot.waitUntil(lambda: bool(rendering.jobs), timeout=PATIENCE_MS)
    view.verticalScrollBar().setValue(60)  # the block stands in the upper half
    reading = view.embeds.index_of(0) + 4
    before = view.page.top(reading)
    assert 0 < before < 600
    rendering.draw(rendering.jobs[0], width=300, height=400)
    qtbot.waitUntil(lambda: drawings.drawing(0) is not None, timeout=PATIENCE_MS)
    assert abs(view.page.top(reading) - before) <= 1
    assert code(view).height > 300


def test_at_the_beginning_of_an_answer_the_beginning_stays(scripted, open_answer, qtbot):
    rendering = scripted(info("svg", "svg"))
    view, drawings = open_answer(rendering, f"Intro.\n\n```svg\n<svg/>\n```\n\n{FILLER}\n", size=(700, 600))
    qtbot.waitUntil(lambda: bool(rendering.jobs), timeout=PATIENCE_MS)
    rendering.draw(rendering.jobs[0], width=300, height=400)
    qtbot.waitUntil(lambda: drawings.drawing(0) is not None, timeout=PATIENCE_MS)
    assert view.verticalScrollBar().value() == 0


def test_only_what_can_be_seen_is_asked_for(scripted, open_answer, qtbot):
    rendering = scripted(info("svg", "svg"))
    block = "```svg\n<svg/>\n```\n\n"
    view, _ = open_answer(rendering, f"{block}{FILLER}\n\n{block}{FILLER}\n\n{block}", size=(700, 500))
    qtbot.waitUntil(lambda: len(rendering.jobs) == 1, timeout=PATIENCE_MS)
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    qtbot.waitUntil(lambda: len(rendering.jobs) == 2, timeout=PATIENCE_MS)
    assert rendering.jobs[1].artifact.index == 2


def test_while_it_is_written_only_renderers_that_keep_up_draw_and_the_lines_stay(
    scripted, open_answer, qtbot
):
    rendering = scripted(info("table", "csv", streaming="incremental"), info("svg", "svg"))
    view, drawings = open_answer(rendering)
    view.feed("```csv\na,b\n1,2\n")
    view.show_pending(8)
    qtbot.waitUntil(lambda: len(rendering.jobs) == 1, timeout=PATIENCE_MS)
    assert not rendering.jobs[0].artifact.complete
    rendering.end(rendering.jobs[0], Rendered.of_text("so far", alt_text="x"))
    qtbot.waitUntil(lambda: drawings.drawing(0) is not None, timeout=PATIENCE_MS)
    assert not code(view).folded
    view.feed("3,4\n```\n\nThen:\n\n```svg\n<svg>")
    view.show_pending(8)
    qtbot.waitUntil(lambda: any(job.artifact.complete for job in rendering.jobs), timeout=PATIENCE_MS)
    rendering.end(rendering.open[-1], Rendered.of_text("all of it", alt_text="x"))
    qtbot.waitUntil(lambda: code(view).folded, timeout=PATIENCE_MS)
    assert {job.artifact.language for job in rendering.jobs} == {"csv"}


def test_another_renderer_is_remembered_for_the_language(scripted, open_answer, qtbot):
    rendering = scripted(info("one", "svg"), info("two", "svg"))
    view, drawings = open_answer(rendering, "```svg\n<svg/>\n```\n")
    qtbot.waitUntil(lambda: bool(rendering.jobs), timeout=PATIENCE_MS)
    rendering.draw(rendering.jobs[0])
    qtbot.waitUntil(lambda: drawings.drawing(0) is not None, timeout=PATIENCE_MS)
    actions = {action.text(): action for action in drawings.drawing(0).menu().actions()}
    actions["Show as: The two"].trigger()
    assert rendering.order("svg") == ("two", "one")
    qtbot.waitUntil(lambda: len(rendering.jobs) == 2, timeout=PATIENCE_MS)
    assert rendering.jobs[1].info.id == "two"
    rendering.draw(rendering.jobs[1])
    qtbot.waitUntil(lambda: drawings.drawing(0) is not None, timeout=PATIENCE_MS)
    assert code(view).folded


def test_other_colours_are_asked_for_and_what_was_drawn_stays_meanwhile(scripted, open_answer, qtbot):
    rendering = scripted(info("svg", "svg"))
    view, drawings = open_answer(rendering, "```svg\n<svg/>\n```\n")
    qtbot.waitUntil(lambda: bool(rendering.jobs), timeout=PATIENCE_MS)
    rendering.draw(rendering.jobs[0])
    qtbot.waitUntil(lambda: drawings.drawing(0) is not None, timeout=PATIENCE_MS)
    for job in rendering.open:
        rendering.draw(job)
    before = drawings.drawing(0)
    dark = Theme.load("dark")
    view.set_theme(dark)
    drawings.studio.set_theme(dark)
    qtbot.waitUntil(lambda: any(job.context.dark for job in rendering.open), timeout=PATIENCE_MS)
    assert drawings.drawing(0) is before
    assert isinstance(before.body, ImageBody)


@pytest.mark.parametrize("language", ["csv", "text"])
def test_the_ground_of_a_drawing_takes_other_colours_with_the_window(
    real, open_answer, drawn, qtbot, qapp, language
):
    lines = "name,age\nAda,36\n" if language == "csv" else "+---+   +---+\n| a |-->| b |\n+---+   +---+\n"
    view, drawings = open_answer(real, f"```{language}\n{lines}```\n")
    drawing = drawn(drawings)
    for name in ("dark", "light"):
        other = Theme.load(name)
        dress(qapp, drawings.window, other)
        drawings.studio.set_theme(other)
        view.set_theme(other)
        pixels = drawing.grab().toImage()
        assert pixels.pixelColor(2, pixels.height() - 4).name() == other.colour("page").name()


def test_what_is_on_its_way_or_out_of_sight_is_asked_for_anew_in_other_colours(scripted, open_answer, qtbot):
    rendering = scripted(info("svg", "svg"))
    view, drawings = open_answer(rendering, "```svg\n<svg/>\n```\n")
    qtbot.waitUntil(lambda: bool(rendering.jobs), timeout=PATIENCE_MS)
    dark, light = Theme.load("dark"), Theme.load("light")
    drawings.studio.set_theme(dark)
    view.set_theme(dark)
    qtbot.waitUntil(lambda: rendering.jobs[-1].context.dark, timeout=PATIENCE_MS)
    assert rendering.jobs[0].cancelled
    rendering.draw(rendering.jobs[-1])
    qtbot.waitUntil(lambda: drawings.drawing(0) is not None, timeout=PATIENCE_MS)
    view.hide()
    drawings.studio.set_theme(light)
    view.set_theme(light)
    view.show()
    qtbot.waitUntil(lambda: not rendering.jobs[-1].context.dark, timeout=PATIENCE_MS)


def test_an_svg_that_was_drawn_is_saved_as_it_was_written(real, open_answer, drawn):
    text = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><rect width='9' height='9'/></svg>\n"
    _, drawings = open_answer(real, f"```svg\n{text}```\n")
    assert [form.ending for form in drawn(drawings).body.forms()] == ["svg", "png"]
    assert drawn(drawings).body.saved().data == text.encode()


def test_a_wide_diagram_stays_legible_and_is_moved_sideways(scripted, open_answer, drawn, qtbot):
    rendering = scripted(info("mermaid", "mermaid"))
    _, drawings = open_answer(rendering, "```mermaid\ngraph LR\n a-->b\n```\n")
    qtbot.waitUntil(lambda: bool(rendering.jobs), timeout=PATIENCE_MS)
    rendering.draw(rendering.jobs[0], width=3000, height=200)
    body = drawn(drawings).body
    qtbot.waitUntil(body.isVisible, timeout=PATIENCE_MS)
    assert body.scale == pytest.approx(0.75)
    assert body.height() == pytest.approx(0.75 * 200 + 2 * body.margin, abs=1)
    assert body._box().left() == body.margin
    qtbot.keyClick(body, Qt.Key.Key_Right)
    assert body._box().left() < 0
    qtbot.keyClick(body, Qt.Key.Key_0)
    assert body._box().width() <= body.width()


def test_an_answer_begun_anew_is_drawn_anew(scripted, open_answer, qtbot):
    rendering = scripted(info("svg", "svg"))
    view, drawings = open_answer(rendering, "```svg\n<svg/>\n```\n")
    qtbot.waitUntil(lambda: bool(rendering.jobs), timeout=PATIENCE_MS)
    rendering.draw(rendering.jobs[0])
    qtbot.waitUntil(lambda: drawings.drawing(0) is not None, timeout=PATIENCE_MS)
    view.set_text("Other words.\n\n```svg\n<svg id='2'/>\n```\n")
    qtbot.waitUntil(lambda: any("id='2'" in job.artifact.text for job in rendering.jobs), timeout=PATIENCE_MS)
    assert drawings.drawing(0) is None
    view.set_text("No block at all.")
    assert [child for child in view.viewport().findChildren(QWidget) if child.isVisible()] == []


def test_many_artifacts_wait_for_their_turn(scripted, open_answer, qtbot):
    rendering = scripted(info("svg", "svg"))
    blocks = "".join(f"```svg\n<svg id='{n}'/>\n```\n\n" for n in range(12))
    _, drawings = open_answer(rendering, blocks, size=(700, 1000))
    qtbot.waitUntil(lambda: len(rendering.jobs) == 4, timeout=PATIENCE_MS)
    assert len(rendering.open) == 4
    rendering.draw(rendering.jobs[0], width=20, height=10)
    qtbot.waitUntil(lambda: len(rendering.jobs) == 5, timeout=PATIENCE_MS)
    assert drawings.studio.busy


def test_python_is_left_to_its_run_button(scripted, open_answer, qtbot):
    rendering = scripted(info("python", "python"), info("svg", "svg"))
    view, _ = open_answer(rendering, "```python\nprint(1)\n```\n\n```svg\n<svg/>\n```\n")
    qtbot.waitUntil(lambda: bool(rendering.jobs), timeout=PATIENCE_MS)
    assert [job.artifact.language for job in rendering.jobs] == ["svg"]
    assert "run" in [control.name for control in code(view, 0).controls()]


def test_in_a_window_of_its_own_with_the_source_one_key_away(real, open_answer, drawn, qtbot):
    _, drawings = open_answer(real, CSV)
    drawn(drawings).larger_wanted.emit()
    larger = drawings.window.findChild(LargerView)
    with qtbot.waitExposed(larger):
        larger.show()
    larger.activateWindow()
    qtbot.waitUntil(larger.isActiveWindow, timeout=PATIENCE_MS)
    larger.view.body.view.setFocus()
    qtbot.keyClick(larger.view.body.view, Qt.Key.Key_S)
    assert larger.source.isVisible()
    assert larger.source.toPlainText() == "name,age\nAda,36\nBob,41\n"
    qtbot.keyClick(larger.source, Qt.Key.Key_S)
    assert larger.view.isVisible()
    larger.close()


def test_a_widget_of_a_plugin_s_own_stands_in_the_same_place(scripted, open_answer, drawn, qtbot):
    rendering = scripted(info("own", "dial", isolation="inprocess"))

    class Dials:
        def create_widget(self, artifact, context, parent):
            if "bad" in artifact.text:
                raise ValueError("no dial")
            return QLabel(f"dial at {artifact.text.strip()}", parent)

    rendering.widgets = lambda identifier: Dials()
    view, drawings = open_answer(rendering, "```dial\n42\n```\n\n```dial\nbad\n```\n")
    assert drawn(drawings).body.widget.text() == "dial at 42"
    assert code(view).folded
    qtbot.waitUntil(lambda: drawings.seat(1).failed, timeout=PATIENCE_MS)
    assert "no dial" in drawings.seat(1).widget.words.text()
    assert rendering.jobs == []


def test_larger_answers_have_larger_drawings(real, open_answer, drawn, qtbot):
    view, drawings = open_answer(real, "```ascii\n+--+\n|  |\n+--+\n```\n")
    grid = drawn(drawings).body
    before = grid.cell
    view.zoom_to(2.0)
    qtbot.waitUntil(lambda: grid.cell[0] > before[0], timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: code(view).embed_height > 3 * grid.cell[1], timeout=PATIENCE_MS)


def test_the_renderers_that_come_with_it_draw_pictures_and_formulas(real, open_answer, drawn, qtbot):
    text = (
        "So $x^2$ grows.\n\n```svg\n<svg xmlns='http://www.w3.org/2000/svg' width='120' height='60'>"
        "<rect width='60' height='60' fill='#2f6fde'/></svg>\n```\n\n"
        "```mermaid\nflowchart LR\n  A --> B\n```\n"
    )
    view, drawings = open_answer(real, text)
    for index in (0, 1):
        assert isinstance(drawn(drawings, index).body, ImageBody)
    picture = drawings.drawing(0).grab().toImage()
    colours = {picture.pixelColor(x, 40).name() for x in range(picture.width())}
    assert "#2f6fde" in colours
    qtbot.waitUntil(lambda: not view.shared.awaiting, timeout=PATIENCE_MS)
    prose = view.flow[0]
    [box] = prose.rects(3, 8)
    assert box.width() < view.shared.look.mono.advance * 5 - 4  # not the five letters of its source


def test_a_picture_drawn_larger_is_asked_for_in_more_pixels_and_no_more_than_there_are(
    scripted, open_answer, drawn, qtbot
):
    rendering = scripted(info("svg", "svg"))
    _, drawings = open_answer(rendering, "```svg\n<svg/>\n```\n")
    qtbot.waitUntil(lambda: bool(rendering.jobs), timeout=PATIENCE_MS)
    rendering.draw(rendering.jobs[0], width=100, height=100)
    body = drawn(drawings).body
    qtbot.waitUntil(body.isVisible, timeout=PATIENCE_MS)

    def finer():
        return [job for job in rendering.open if job.context.scale > 2]

    body.zoom_by(5)
    qtbot.waitUntil(lambda: bool(finer()), timeout=PATIENCE_MS)
    job = finer()[0]
    assert abs(job.context.scale - body.scale * body.devicePixelRatioF()) < 0.01
    sharp = png(310, 310)
    rendering.end(job, Rendered.of_png(Image(sharp.data, 100, 100), alt_text="x"))
    qtbot.waitUntil(lambda: body.picture.pixels.width() == 310, timeout=PATIENCE_MS)
    body.zoom_by(5)
    qtbot.waitUntil(lambda: bool(finer()), timeout=PATIENCE_MS)
    rendering.end(finer()[0], Rendered.of_png(Image(sharp.data, 100, 100), alt_text="x"))
    qtbot.waitUntil(lambda: not rendering.open and not drawings.studio.busy, timeout=PATIENCE_MS)
    count = len(rendering.jobs)
    body.zoom_by(1)
    body.finer_wanted.emit(body.scale, QRectF(0, 0, 1, 1))
    assert len(rendering.jobs) == count


def test_where_running_scripts_is_switched_off_there_is_no_run_button(scripted, open_answer, qtbot):
    rendering = scripted(info("svg", "svg"))
    view, _ = open_answer(rendering, "```python\nprint(1)\n```\n")
    assert "run" in [control.name for control in code(view).controls()]
    live = SimpleNamespace(output=(Kind.LIVE,), languages=("python",))
    for enabled in (False, True):
        rendering.installed = (SimpleNamespace(info=live, enabled=enabled),)
        rendering.change()
        qtbot.waitUntil(
            lambda on=enabled: ("run" in [control.name for control in code(view).controls()]) is on,
            timeout=PATIENCE_MS,
        )


def test_what_comes_after_the_answer_was_put_away_is_let_go(scripted, open_answer, qtbot):
    rendering = scripted(info("svg", "svg"))
    view, drawings = open_answer(rendering, "```svg\n<svg/>\n```\n")
    qtbot.waitUntil(lambda: bool(rendering.jobs), timeout=PATIENCE_MS)
    studio = drawings.studio
    shiboken6.delete(view)
    rendering.draw(rendering.jobs[0])
    qtbot.waitUntil(lambda: not studio.busy, timeout=PATIENCE_MS)
    assert not rendering.open


def test_a_window_of_its_own_takes_other_colours_too(scripted, open_answer, drawn, qtbot, qapp):
    rendering = scripted(info("svg", "svg"))
    view, drawings = open_answer(rendering, "```svg\n<svg/>\n```\n")
    qtbot.waitUntil(lambda: bool(rendering.jobs), timeout=PATIENCE_MS)
    rendering.draw(rendering.jobs[0], width=300, height=200)
    drawn(drawings).larger_wanted.emit()
    larger = drawings.window.findChild(LargerView)
    with qtbot.waitExposed(larger):
        larger.show()
    dark = Theme.load("dark")
    view.hide()  # what the answer asks for is another thing
    dress(qapp, drawings.window, dark)
    drawings.studio.set_theme(dark)
    qtbot.waitUntil(lambda: any(job.context.dark for job in rendering.open), timeout=PATIENCE_MS)
    for job in list(rendering.open):
        rendering.draw(job, width=300, height=200, colour="#ffcc00")
    body = larger.view.body
    qtbot.waitUntil(lambda: body.picture.pixels.pixelColor(9, 9).name() == "#ffcc00", timeout=PATIENCE_MS)
    seen = larger.grab().toImage()
    assert seen.pixelColor(3, seen.height() - 3).name() == dark.colour("page").name()
    larger.close()


def test_a_table_stays_sorted_in_other_colours(scripted, open_answer, drawn, qtbot, qapp):
    rendering = scripted(info("table", "csv"))
    view, drawings = open_answer(rendering, CSV)
    qtbot.waitUntil(lambda: bool(rendering.jobs), timeout=PATIENCE_MS)
    table = Table(("name", "age"), (("Ada", "36"), ("Bob", "4")))
    rendering.end(rendering.jobs[0], Rendered.of_table(table, alt_text="people"))
    body = drawn(drawings).body
    body.model.sort(1)
    qtbot.waitUntil(lambda: not body.model.busy)
    dark = Theme.load("dark")
    dress(qapp, drawings.window, dark)
    view.set_theme(dark)
    drawings.studio.set_theme(dark)
    drawings.look()
    assert drawings.drawing(0).body is body
    assert len(rendering.jobs) == 1
    assert body.model.cell(0, 0) == "Bob"


def test_another_size_or_look_of_the_text_does_not_dress_every_widget_anew(real, open_answer, drawn, qtbot):
    view, drawings = open_answer(real, CSV)
    drawing = drawn(drawings)
    dressed = []

    class Watch(QObject):
        def eventFilter(self, _watched, event):
            if event.type() == QEvent.Type.StyleChange:
                dressed.append(event.type())
            return False

    watch = Watch()
    drawing.installEventFilter(watch)
    view.zoom_to(2.0)
    view.set_theme(Theme.load("dark"))
    assert dressed == []


def test_a_diagram_is_saved_as_svg_that_is_made_for_that(
    real, open_answer, drawn, qtbot, tmp_path, monkeypatch
):
    text = "```mermaid\n---\ntitle: Two steps\n---\nflowchart LR\n  A[One] --> B[Two]\n```\n"
    _, drawings = open_answer(real, text)
    drawing = drawn(drawings)
    named = []

    def answer(_parent, _title, name, kinds):
        named.append(name)
        return str(tmp_path / "a.svg"), kinds.split(";;")[0]

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    qtbot.waitUntil(lambda: bool(drawing.body.forms()), timeout=PATIENCE_MS)
    drawing.save()
    qtbot.waitUntil((tmp_path / "a.svg").exists, timeout=PATIENCE_MS)
    assert named[0].endswith("/Two steps.svg")
    svg = (tmp_path / "a.svg").read_text("utf-8")
    assert "One</text>" in svg
    assert "foreignObject" not in svg


STRIPES = "".join(f"<rect x='{20 * n}' width='10' height='600' fill='#000'/>" for n in range(45))
STRIPED = f"<svg xmlns='http://www.w3.org/2000/svg' width='900' height='600'>{STRIPES}</svg>"


def grey_share(picture):
    """How much of the middle row is neither black nor white: little, where stripes are sharp."""
    row = picture.height() // 2
    tones = [picture.pixelColor(x, row).lightness() for x in range(20, picture.width() - 20)]
    return sum(30 < tone < 225 for tone in tones) / len(tones)


def test_in_a_window_of_its_own_a_drawing_is_sharp_however_large_it_is_made(real, open_answer, drawn, qtbot):
    _, drawings = open_answer(real, f"```svg\n{STRIPED}\n```\n")
    drawn(drawings).larger_wanted.emit()
    larger = drawings.window.findChild(LargerView)
    larger.resize(800, 600)
    with qtbot.waitExposed(larger):
        larger.show()
    body = larger.view.body

    def is_sharp():
        # An edge that falls between two pixels makes one grey, or two where it is moved to whole ones.
        stripe = 10 / 900 * body.picture.width * body.scale
        return grey_share(body.grab().toImage()) < 2.2 / stripe

    for steps in (5, 5, 3):
        body.zoom_by(steps)
        qtbot.waitUntil(is_sharp, timeout=PATIENCE_MS)
    assert body.scale > 12
    assert body.picture.whole[0] < 900 * body.scale, "all of it would be too many pixels"
    body.move_by(QPointF(2000, 0))
    qtbot.waitUntil(is_sharp, timeout=PATIENCE_MS)
    larger.close()


def test_on_a_screen_with_finer_pixels_a_drawing_is_asked_for_in_these(scripted, open_answer, drawn, qtbot):
    rendering = scripted(info("svg", "svg"))
    _, drawings = open_answer(rendering, "```svg\n<svg/>\n```\n")
    qtbot.waitUntil(lambda: bool(rendering.jobs), timeout=PATIENCE_MS)
    ratio = rendering.jobs[0].context.scale
    rendering.draw(rendering.jobs[0], width=300, height=200)
    body = drawn(drawings).body
    qtbot.waitUntil(body.isVisible, timeout=PATIENCE_MS)
    while rendering.open:
        rendering.draw(rendering.open[0], width=300, height=200)
    before = len(rendering.jobs)
    body.devicePixelRatioF = lambda: 2 * ratio  # as on another screen, to which the window was moved
    body.update()
    qtbot.waitUntil(lambda: len(rendering.jobs) > before, timeout=PATIENCE_MS)
    assert rendering.jobs[-1].context.scale == pytest.approx(2 * ratio)


def test_what_is_far_from_sight_takes_another_look_and_size_before_it_is_seen(
    real, open_answer, drawn, qtbot
):
    view, drawings = open_answer(real, f"{CSV}\n{FILLER}\n\n{CSV}", size=(700, 500))
    first = drawn(drawings, 0)
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum())
    drawn(drawings, 1)
    qtbot.waitUntil(lambda: not first.isVisible(), timeout=PATIENCE_MS)
    dark = Theme.load("dark")
    drawings.studio.set_theme(dark)
    view.set_theme(dark)
    view.zoom_to(1.5)
    drawings.look()
    assert first._theme is not dark
    assert drawings.drawing(1)._theme is dark
    bar.setValue(round(view.page.y + view.embeds.box(0).bottom()) + 100)
    qtbot.waitUntil(lambda: first._theme is dark and first._zoom == 1.5, timeout=PATIENCE_MS)


def test_what_is_far_from_sight_rests_outside_the_window_and_is_back_as_it_was(
    real, open_answer, drawn, qtbot
):
    table = "```csv\nname,age\n" + "\n".join(f"row {n},{n}" for n in range(200)) + "\n```\n"
    view, drawings = open_answer(real, f"{table}\n{FILLER}\n\n{CSV}", size=(700, 500))
    first, bar = drawn(drawings, 0), view.verticalScrollBar()
    inside = first.body.view.verticalScrollBar()
    qtbot.waitUntil(lambda: inside.maximum() > 0 and first.more is not None, timeout=PATIENCE_MS)
    inside.setValue(inside.maximum())
    place, room = inside.value(), view.embeds.box(0).height()
    before = first.grab().toImage()
    bar.setValue(bar.maximum())
    qtbot.waitUntil(lambda: rests(first), timeout=PATIENCE_MS)
    assert not drawings.window.isAncestorOf(first)
    assert view.embeds.box(0).height() == room
    bar.setValue(0)
    assert first.isVisible()
    assert drawings.window.isAncestorOf(first)
    assert inside.value() == place
    assert view.embeds.box(0).height() == room
    qtbot.waitUntil(lambda: first.grab().toImage() == before, timeout=PATIENCE_MS)
    bar.setValue(bar.maximum())
    qtbot.waitUntil(lambda: rests(first), timeout=PATIENCE_MS)
    drawings.switch(0)  # to its lines and back, far from sight
    drawings.switch(0)
    assert not rests(first)
    assert view.embeds.box(0).height() == room


def test_what_rests_goes_with_its_answer(real, open_answer, drawn, qtbot):
    view, drawings = open_answer(real, f"{CSV}\n{FILLER}\n\n{CSV}", size=(700, 500))
    first = drawn(drawings, 0)
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    qtbot.waitUntil(lambda: rests(first), timeout=PATIENCE_MS)
    shiboken6.delete(view)
    assert not shiboken6.isValid(first)


def test_a_diagram_that_fits_when_it_is_a_little_smaller_is_seen_whole(scripted, open_answer, drawn, qtbot):
    rendering = scripted(info("mermaid", "mermaid"))
    _, drawings = open_answer(rendering, "```mermaid\ngraph LR\n a-->b\n```\n")
    qtbot.waitUntil(lambda: bool(rendering.jobs), timeout=PATIENCE_MS)
    rendering.draw(rendering.jobs[0], width=1120, height=200)
    body = drawn(drawings).body
    qtbot.waitUntil(body.isVisible, timeout=PATIENCE_MS)
    assert 0.5 < body.scale < 0.6
    assert not body.larger


def ground_at_the_right(body):
    picture = body.grab().toImage()
    right, bottom = picture.width() - 40, picture.height() - 30
    return {picture.pixel(x, y) for x in range(right, picture.width()) for y in range(bottom, bottom + 20)}


def test_it_is_said_that_more_lies_to_the_right_until_one_is_there(scripted, open_answer, drawn, qtbot):
    rendering = scripted(info("mermaid", "mermaid"))
    _, drawings = open_answer(rendering, "```mermaid\ngraph LR\n a-->b\n```\n")
    qtbot.waitUntil(lambda: bool(rendering.jobs), timeout=PATIENCE_MS)
    rendering.draw(rendering.jobs[0], width=3000, height=200)
    body = drawn(drawings).body
    qtbot.waitUntil(body.isVisible, timeout=PATIENCE_MS)
    assert len(ground_at_the_right(body)) > 2, "letters on a ground of their own"
    body.move_by(QPointF(-5000, 0))
    body.repaint()
    assert len(ground_at_the_right(body)) <= 2


def test_it_is_said_that_a_drawing_is_being_made_only_where_it_takes_a_while(
    scripted, open_answer, drawn, qtbot
):
    rendering = scripted(info("slow", "slow"))
    view, drawings = open_answer(rendering, "```slow\nx\n```\n")
    qtbot.waitUntil(lambda: bool(rendering.jobs), timeout=PATIENCE_MS)
    (seat,) = drawings._seats.values()
    assert not code(view).making or drawings._clock() >= seat.asked_at + LATE_S
    qtbot.waitUntil(lambda: code(view).making, timeout=PATIENCE_MS)
    assert drawings._clock() >= seat.asked_at + LATE_S
    assert "drawing…" in code(view)._name()
    rendering.draw(rendering.jobs[0])
    drawn(drawings)
    assert not code(view).making


def test_what_was_drawn_before_its_renderer_was_put_aside_stays(scripted, open_answer, drawn, qtbot):
    rendering = scripted(info("mermaid", "mermaid"))
    view, drawings = open_answer(rendering, "```mermaid\na\n```\n\n```mermaid\nb\n```\n")
    qtbot.waitUntil(lambda: len(rendering.jobs) == 2, timeout=PATIENCE_MS)
    good = next(job for job in rendering.jobs if job.artifact.index == 0)
    bad = next(job for job in rendering.jobs if job.artifact.index == 1)
    rendering.draw(good)
    first = drawn(drawings)
    rendering.infos, rendering.put_aside = [], rendering.infos[0]
    rendering.end(bad, failure="It crashed.")
    rendering.change()
    qtbot.waitUntil(lambda: isinstance(view.embeds.at(1), FailureCard), timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: "put aside" in view.embeds.at(1).words.text(), timeout=PATIENCE_MS)
    drawings.look()
    assert drawings.drawing(0) is first
    assert first.isVisible()
