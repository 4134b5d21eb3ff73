# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Mathematics in the line of text and on lines of its own."""

from __future__ import annotations

from types import SimpleNamespace

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QPushButton

from gui.rendered.scripted import info
from sidelight.gui.answer.formula import bare
from sidelight.gui.theme import Theme

PATIENCE_MS = 100_000
INK = "#c000c0"


def maths():
    return info("maths", "math", "math-inline")


def rows_of(picture, colour):
    """The rows, from the top, that hold a colour."""
    wanted = QColor(colour).rgb()
    return [
        y
        for y in range(picture.height())
        if any(picture.pixel(x, y) == wanted for x in range(picture.width()))
    ]


def settle(qtbot, rendering, view, **facts):
    """Draw all formulas that are asked for, and wait until they are laid out."""
    qtbot.waitUntil(lambda: bool(rendering.open), timeout=PATIENCE_MS)
    while rendering.open:
        rendering.draw(rendering.open[0], **facts)
        qtbot.wait(1)
    qtbot.waitUntil(lambda: not view.shared.awaiting, timeout=PATIENCE_MS)


def test_the_signs_around_a_formula_are_taken_off():
    assert bare(r"$x$") == ("x", False)
    assert bare("$$\nx\n$$") == ("x", True)
    assert bare(r"\( x \)") == ("x", False)
    assert bare(r"\[x\]") == ("x", True)


def test_a_formula_stands_on_the_line_of_the_text_around_it(scripted, open_answer, qtbot):
    rendering = scripted(maths())
    view, _ = open_answer(rendering, "Before $x^2$ behind.")
    settle(qtbot, rendering, view, width=30, height=12, colour=INK, baseline=12.0)
    [job] = rendering.jobs
    assert (job.artifact.language, job.artifact.text) == ("math-inline", "x^2")
    assert job.context.settings["size"] == view.shared.look.body.formula
    picture = view.grab().toImage()
    found = rows_of(picture, INK)
    assert len(found) == 12
    ratio = picture.devicePixelRatio()
    baseline = view.page.top(0) + view.shared.look.body.baseline
    assert abs((found[-1] + 1) / ratio - baseline) <= 1


def test_a_high_formula_makes_its_own_line_higher_and_no_other(scripted, open_answer, qtbot):
    rendering = scripted(maths())
    words = "word " * 60
    view, _ = open_answer(rendering, f"{words}$x$ {words}")
    low = view.flow[0].height
    line = view.shared.look.body.line
    settle(qtbot, rendering, view, width=30, height=60, colour=INK, baseline=40.0)
    block = view.flow[0]
    assert low + 30 < block.height < low + 60
    start = block.text.index("$x$")
    [box] = block.rects(start, start + 3)
    assert abs(box.width() - 30) < 1
    assert box.height() > 55
    assert block.rects(0, 4)[0].height() == line


def test_it_is_selected_as_a_whole_and_copied_as_it_was_written(scripted, open_answer, qtbot):
    rendering = scripted(maths())
    view, _ = open_answer(rendering, r"So $\frac{a}{b}$ it is.")
    settle(qtbot, rendering, view, width=30, height=20, baseline=14.0)
    block = view.flow[0]
    [box] = block.rects(3, 16)
    assert block.hit(box.center() - box.center() / 50) in (3, 16)
    assert block.hit(box.topLeft() + (box.center() - box.topLeft()) / 2) == 3
    view.select_all()
    view.copy_text()
    assert QApplication.clipboard().text() == r"So $\frac{a}{b}$ it is."


def test_displayed_mathematics_is_drawn_too_and_made_to_fit(scripted, open_answer, qtbot):
    rendering = scripted(maths())
    view, _ = open_answer(rendering, "$$\nx = y\n$$\n\nAnd more.")
    settle(qtbot, rendering, view, width=3000, height=300, colour=INK, baseline=100.0)
    assert rendering.jobs[0].artifact.language == "math"
    assert rendering.jobs[0].artifact.text == "x = y"
    block = view.flow[0]
    [box] = block.rects(0, len(block.text))
    assert box.right() <= view.page.column + 1
    assert block.height < 80
    assert rows_of(view.grab().toImage(), INK)


def test_what_cannot_be_drawn_is_shown_as_it_was_written(scripted, open_answer, qtbot):
    rendering = scripted(maths())
    view, _ = open_answer(rendering, r"So $\bad{$ it is.")
    qtbot.waitUntil(lambda: bool(rendering.open), timeout=PATIENCE_MS)
    rendering.end(rendering.open[0], failure="It is not TeX.")
    qtbot.waitUntil(lambda: not view.shared.awaiting, timeout=PATIENCE_MS)
    assert view.flow[0].text == r"So $\bad{$ it is."
    assert len(rendering.jobs) == 1


def test_one_formula_is_asked_for_once_whatever_panes_and_widths(scripted, open_answer, qtbot):
    rendering = scripted(maths())
    first, _ = open_answer(rendering, "Here $x$ and $x$.")
    settle(qtbot, rendering, first, width=30, height=12, baseline=12.0)
    second, drawings = open_answer(rendering, "There $x$.")
    drawings.window.resize(400, 500)
    first.window().resize(500, 500)
    qtbot.waitUntil(lambda: second.width() == 400 and first.width() == 500, timeout=PATIENCE_MS)
    [box] = second.flow[0].rects(6, 9)
    assert abs(box.width() - 30) < 1
    assert len(rendering.jobs) == 1


def test_other_ink_in_other_colours(scripted, open_answer, qtbot):
    rendering = scripted(maths())
    view, drawings = open_answer(rendering, "Here $x$.")
    settle(qtbot, rendering, view, width=30, height=12, baseline=12.0)
    dark = Theme.load("dark")
    drawings.studio.set_theme(dark)
    view.set_theme(dark)
    qtbot.waitUntil(lambda: bool(rendering.open), timeout=PATIENCE_MS)
    assert rendering.open[0].context.colours["text"] == dark.css("text")


def test_in_tables_headings_and_lists(scripted, open_answer, qtbot):
    rendering = scripted(maths())
    view, _ = open_answer(rendering, "# Of $a$\n\n- item $b$\n\n| x | y |\n|---|---|\n| $c$ | 1 |\n")
    settle(qtbot, rendering, view, width=30, height=40, colour=INK, baseline=25.0)
    assert {job.artifact.text for job in rendering.jobs} == {"a", "b", "c"}
    sizes = {job.artifact.text: job.context.settings["size"] for job in rendering.jobs}
    assert sizes["a"] > sizes["b"] > sizes["c"]
    assert len(rows_of(view.grab().toImage(), INK)) >= 3 * 40 - 4


def test_while_it_is_written_a_formula_is_drawn_when_it_is_closed(scripted, open_answer, qtbot):
    rendering = scripted(maths())
    view, _ = open_answer(rendering)
    view.feed("Area $\\pi r")
    view.show_pending(8)
    assert rendering.jobs == []
    view.feed("^2$ of it")
    view.show_pending(8)
    settle(qtbot, rendering, view, width=30, height=12, baseline=12.0)
    assert [job.artifact.text for job in rendering.jobs] == [r"\pi r^2"]
    view.feed(" all.")
    view.show_pending(8)
    view.finish()
    assert view.flow[0].text == r"Area $\pi r^2$ of it all."
    assert len(rendering.jobs) == 1


def test_a_formula_that_cannot_be_drawn_says_why_where_it_stands(scripted, open_answer, qtbot):
    rendering = scripted(maths())
    text = "$\\frac{a}{$ in a line.\n\n$$\\frac{b}{$$\n\n| a |\n|---|\n| $\\frac{c}{$ |\n\nNo more."
    view, _ = open_answer(rendering, text)
    qtbot.waitUntil(lambda: len(rendering.open) == 3, timeout=PATIENCE_MS)
    before = view.grab().toImage()
    for job in rendering.open:
        rendering.end(job, failure=f"A brace is missing in {job.artifact.text}.")
    qtbot.waitUntil(lambda: not view.shared.awaiting, timeout=PATIENCE_MS)

    def said(index):
        block = view.flow[index]
        source = block.rects(block.text.index("frac"), len(block.text))[0].center()
        return view.tooltip_at(source + QPointF(view.page.left, view.page.top(index)))

    assert [said(index) for index in range(3)] == [
        f"A brace is missing in \\frac{{{letter}}}{{." for letter in "abc"
    ]
    last = view.flow[3].rects(0, 2)[0].center()
    assert view.tooltip_at(last + QPointF(view.page.left, view.page.top(3))) == ""
    warn = view.shared.look.colour("warn").name()
    assert not rows_of(before, warn)
    assert rows_of(view.grab().toImage(), warn)


def test_that_what_draws_formulas_was_put_aside_is_said_once_below_the_answer(scripted, open_answer, qtbot):
    rendering = scripted()
    rendering.put_aside = info("maths", "math", "math-inline")
    rendering.installed = (
        SimpleNamespace(id="maths", info=None, last_error="The plugin “The maths” crashed: it fell.\nTrace"),
    )
    view, drawings = open_answer(rendering, "One $a$, two $b$.\n\n$$c$$\n")
    qtbot.waitUntil(lambda: not view.notice.isHidden(), timeout=PATIENCE_MS)
    assert view.notice.words == (
        "The formulas stand as they were written: “The maths”, which draws them, was put aside after three "
        "crashes in a row. The plugin “The maths” crashed: it fell."
    )
    buttons = {one.text(): one for one in view.notice.findChildren(QPushButton)}
    asked = []
    drawings.studio.plugins_wanted.connect(lambda: asked.append(True))
    buttons["Plugins…"].click()
    assert asked == [True]

    rendering.infos, rendering.put_aside = [rendering.put_aside], None
    buttons["Allow again"].click()
    assert rendering.forgiven == ["maths"]
    qtbot.waitUntil(lambda: len(rendering.open) == 3, timeout=PATIENCE_MS)
    for job in rendering.open:
        rendering.draw(job)
    qtbot.waitUntil(view.notice.isHidden, timeout=PATIENCE_MS)


def test_what_is_said_below_an_answer_already_is_not_overwritten_by_that(scripted, open_answer, qtbot):
    rendering = scripted()
    rendering.put_aside = info("maths", "math", "math-inline")
    view, drawings = open_answer(rendering)
    view.set_notice("It was cut short.", "warn")
    missed = []
    drawings.studio.formulas.missed.connect(lambda: missed.append(True))
    view.set_text("One $a$.\n")
    qtbot.waitUntil(lambda: bool(missed), timeout=PATIENCE_MS)
    assert view.notice.words == "It was cut short."
    assert not view.notice.isHidden()


def test_a_formula_in_the_reasoning_is_drawn_as_in_the_answer(scripted, open_answer, qtbot):
    rendering = scripted(maths())
    view, drawings = open_answer(rendering, "So it is.")
    view.set_reasoning("First $x^2$ and then\n\n$$y$$\n\nit is clear.", live=False)
    view.reasoning.set_open(True)
    inner = view.reasoning.view
    settle(qtbot, rendering, inner, width=30, height=60, colour=INK, baseline=40.0)
    assert {job.artifact.text for job in rendering.jobs} == {"x^2", "y"}
    qtbot.waitUntil(lambda: len(rows_of(view.grab().toImage(), INK)) == 120, timeout=PATIENCE_MS)
    dark = Theme.load("dark")
    drawings.studio.set_theme(dark)
    view.set_theme(dark)
    qtbot.waitUntil(lambda: any(job.context.dark for job in rendering.open), timeout=PATIENCE_MS)
    inks = {job.context.colours["text"] for job in rendering.jobs}
    assert len(inks) == 2
