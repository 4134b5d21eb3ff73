# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QToolButton

from gui.shell.conftest import PATIENCE_MS
from gui.shell.stand_ins import COUNT, CUBE, MOON, plain_rooms, quiet_desk
from sidelight.domain.identity import GenerationId
from sidelight.domain.running import Level, SandboxReport
from sidelight.gui.rooms import own_rooms

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier

IMPORT_TEST = """
import sys
from pathlib import Path
from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication
from sidelight.gui.theme import Theme
from sidelight.gui.files import FileActions
from sidelight.gui.window import Window
from gui.shell.stand_ins import quiet_desk
folder = Path(sys.argv[1])
application = QApplication([])
nothing = lambda: None
settings = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)
files = FileActions(nothing, nothing, nothing, nothing)
desk = quiet_desk(folder / "desk")
found = []
desk.preload = lambda: found.extend(sys.modules)
window = Window(desk, Theme.load("light"), settings=settings, files=files)
window.show()
window.painted.connect(lambda: (window.grab(), application.quit()))
application.exec()
slow = {"httpx", "numpy", "OpenGL", "tiktoken", "pygments", "markdown_it", "PIL"}
print(sorted(slow & set(found)), len(found) > 100)
window.close()
desk.close()
"""


def test_the_first_paint_imports_nothing_slow(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", IMPORT_TEST, str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, "PYTHONPATH": "app:tests"},
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[] True"


def test_slow_things_begin_after_the_first_paint(open_window, desk, qtbot):
    begun = []
    rooms = replace(plain_rooms(), preload=lambda: begun.append(desk.preloaded))
    open_window(desk, rooms=rooms)
    qtbot.waitUntil(lambda: begun == [True])


# the palette


def test_the_palette_opens_filters_and_runs(window, qtbot, ask):
    ask(window, MOON)
    qtbot.keyClick(window.page.composer.box, Qt.Key.Key_K, CONTROL)
    assert window.palette_.isVisible()
    assert window.palette_.field.hasFocus()
    everything = len(window.palette_.names())
    qtbot.keyClicks(window.palette_.field, "tabs")
    assert window.palette_.names()[0] == "Show panes as tabs"
    assert len(window.palette_.names()) < everything
    qtbot.keyClick(window.palette_.field, Qt.Key.Key_Return)
    assert not window.palette_.isVisible()
    assert window.page.pane is not None
    assert window.page.header.arrangements.button("tabs").isChecked()


def test_the_palette_offers_only_what_can_be_done(window, qtbot, ask):
    window.palette_.open()
    assert "Copy answer" not in window.palette_.names()
    assert "Stop writing" not in window.palette_.names()
    window.palette_.dismiss()
    ask(window, MOON)
    window.palette_.open()
    assert "Copy answer" in window.palette_.names()


def test_the_palette_does_not_list_itself_and_says_so_where_nothing_fits(window, qtbot):
    window._open_palette()
    palette = window.palette_
    assert "Find an action" not in palette.names()
    qtbot.keyClicks(palette.field, "zzz")
    assert palette.names() == []
    assert palette.nothing.isVisible()
    # The sentence stands where the first row was.
    assert palette.nothing.y() < palette.field.geometry().bottom() + 16


def test_esc_closes_the_palette_and_gives_the_keyboard_back(window, qtbot):
    box = window.page.composer.box
    box.setFocus()
    window.actions_["view.palette"].trigger()
    qtbot.keyClicks(window.palette_.field, "zzzz")
    assert window.palette_.names() == []
    qtbot.keyClick(window.palette_.field, Qt.Key.Key_Escape)
    assert not window.palette_.isVisible()
    assert box.hasFocus()


def test_a_click_beside_the_palette_closes_it(window, qtbot):
    window.palette_.open()
    qtbot.mouseClick(window.page.empty, Qt.MouseButton.LeftButton)
    assert not window.palette_.isVisible()


def test_arrows_move_in_the_palette(window, qtbot, asked):
    window.palette_.open()
    qtbot.keyClicks(window.palette_.field, "project")
    names = window.palette_.names()
    qtbot.keyClick(window.palette_.field, Qt.Key.Key_Down)
    qtbot.keyClick(window.palette_.field, Qt.Key.Key_Return)
    assert asked == [{"New project…": "new", "Open a project…": "open"}[names[1]]]


def test_every_action_has_a_key_of_its_own_that_its_tooltip_shows(window):
    taken = {}
    for action in window.actions_.every():
        assert action.shortcuts(), action.text()
        for keys in action.shortcuts():
            assert not keys.isEmpty(), action.text()
            assert keys.toString() not in taken, (action.text(), taken.get(keys.toString()))
            taken[keys.toString()] = action.text()
        native = action.shortcut().toString(action.shortcut().SequenceFormat.NativeText)
        assert action.toolTip() == f"{action.text()} ({native})"


# the rail


def test_the_history_lists_by_day_and_opens_by_a_click(window, qtbot, ask):
    first = ask(window, MOON)
    second = ask(window, CUBE)
    model = window.rail.model
    shown = [model.data(model.index(row)) for row in range(model.rowCount())]
    assert shown == ["Today", CUBE, MOON]
    assert window.page.live is second
    place = window.rail.list.visualRect(model.index(2)).center()
    qtbot.mouseClick(window.rail.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert window.page.live.comparison.id == first.comparison.id
    assert window.page.header.title.title == MOON


def test_the_history_is_searched_as_one_types(window, qtbot, ask):
    ask(window, MOON)
    ask(window, CUBE)
    qtbot.keyClick(window, Qt.Key.Key_F, CONTROL | SHIFT)
    assert window.rail.field.hasFocus()
    qtbot.keyClicks(window.rail.field, "grav")
    qtbot.waitUntil(lambda: window.rail.model.rowCount() == 2)
    assert window.rail.model.data(window.rail.model.index(1)) == MOON
    qtbot.keyClicks(window.rail.field, "xyz")
    qtbot.waitUntil(lambda: window.rail.model.rowCount() == 0)
    assert "gravxyz" in window.rail.nothing.text()
    assert window.rail.nothing.isVisible()
    qtbot.keyClick(window.rail.field, Qt.Key.Key_Escape)
    assert window.rail.field.text() == ""
    qtbot.waitUntil(lambda: window.rail.model.rowCount() == 3)
    assert window.rail.field.hasFocus()


def test_arrows_in_the_search_mark_and_enter_opens(window, qtbot, ask):
    moon, cube, count = (ask(window, prompt) for prompt in (MOON, CUBE, COUNT))
    window.rail.search()
    qtbot.keyClicks(window.rail.field, "e")
    qtbot.waitUntil(lambda: window.rail.model.words == "e")
    hits = [window.rail.model.entry(window.rail.model.index(row)) for row in range(1, 3)]
    qtbot.keyClick(window.rail.field, Qt.Key.Key_Down)
    assert window.rail.field.hasFocus()
    qtbot.keyClick(window.rail.field, Qt.Key.Key_Return)
    assert window.page.live.comparison.id == hits[1].id
    assert hits[1].id in (moon.comparison.id, cube.comparison.id, count.comparison.id)


def test_the_history_names_models_by_their_labels(window, ask):
    window.page.asking.add(window._desk.models()[0])
    ask(window, MOON)
    model = window.rail.model
    assert model.second_line(model.entry(model.index(1))).endswith(" · Amber Large ×2, Coral Mini")


def test_enter_in_the_search_opens_the_newest_hit(window, qtbot, ask):
    moon = ask(window, MOON)
    ask(window, CUBE)
    window.rail.search()
    qtbot.keyClicks(window.rail.field, "lead")
    qtbot.keyClick(window.rail.field, Qt.Key.Key_Return)
    assert window.page.live.comparison.id == moon.comparison.id


@pytest.mark.parametrize("typed", ['"', "a*b", "NEAR(", "🙂", "-", "'; drop table", "\\"])
def test_any_search_is_safe(window, qtbot, ask, typed):
    ask(window, MOON)
    window.rail.field.setText(typed)
    window.rail._search()
    assert not window.banner.isVisible()


def test_the_rail_collapses_to_icons_and_back(window, qtbot):
    wide = window.rail.width()
    qtbot.mouseClick(window.rail.collapse_button, Qt.MouseButton.LeftButton)
    assert window.rail.narrow
    assert window.rail.width() < 60
    assert not window.rail.field.isVisible()
    assert window.rail.compare_button.isVisible()
    for button in window.rail.findChildren(QToolButton):
        if button.isVisible():
            assert window.rail.rect().contains(button.geometry()), button.accessibleName()
    qtbot.keyClick(window, Qt.Key.Key_B, CONTROL)
    assert window.rail.width() == wide
    qtbot.keyClick(window, Qt.Key.Key_B, CONTROL)
    qtbot.mouseClick(window.rail.history_button, Qt.MouseButton.LeftButton)
    assert not window.rail.narrow
    assert window.rail.field.hasFocus()


@pytest.mark.parametrize(
    ("level", "word"), [(Level.A, "Sandbox A"), (Level.B, "Sandbox B"), (Level.NONE, "No sandbox")]
)
def test_the_badge_says_the_level_in_words(window, desk, qtbot, level, word):
    assert window.rail.badge.word == "Sandbox: checking"
    report = SandboxReport(level, ("Landlock",), ("bubblewrap is not installed",), ())
    desk.said_report.set_result(report)
    qtbot.waitUntil(lambda: window.rail.badge.word == word)
    assert window.rail.badge.accessibleName() == word
    qtbot.mouseClick(window.rail.badge, Qt.MouseButton.LeftButton)
    assert window.rail.badge._page.isVisible()


# the right side


def test_the_inspector_follows_the_pane_and_never_opens_by_itself(window, qtbot, ask):
    ask(window, MOON)
    panel = window.side
    assert panel.isVisible()
    assert panel.inspector.answer is window.page.panes[0].answer
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert panel.inspector.answer is window.page.panes[1].answer
    qtbot.keyClick(window, Qt.Key.Key_I, CONTROL)
    assert not panel.isVisible()
    ask(window, CUBE)
    window.page.choose_pane(0)
    assert not panel.isVisible()
    window.actions_["answer.record"].trigger()
    assert panel.isVisible()
    assert panel.inspector.record_shown


# closed


def test_it_closes_and_says_so_even_if_a_part_fails(open_window, desk, qtbot, ask, caplog, monkeypatch):
    window = open_window(desk)
    ask(window, MOON)
    monkeypatch.setattr(window.page, "leave", lambda: 1 / 0)
    with qtbot.waitSignal(window.closed), caplog.at_level("ERROR", "sidelight.gui.window"):
        window.close()
    assert not window.isVisible()
    assert not window.clock.running
    assert "ZeroDivisionError" in caplog.text


# remembered, told, dressed


def test_the_window_is_remembered(open_window, desk, qtbot):
    first = open_window(desk)
    first.resize(1111, 777)
    first.rail.set_narrow(True)
    first.page.arrange("tabs")
    first.page.set_mode("direct")
    first.side.set_open(False)
    size = first.size()
    first.close()
    again = open_window(desk, size=(size.width(), size.height()))
    assert again.rail.narrow
    assert not again.side.is_open
    assert again.page.asking.mode == "direct"
    assert again.page.header.arrangements.button("tabs").isChecked()


def test_a_store_that_cannot_write_is_told_and_the_banner_goes_with_the_trouble(window, desk, qtbot):
    desk.said_problem = "The disk is full. Free some space."
    qtbot.waitUntil(lambda: window.banner.sentence == desk.said_problem)
    desk.said_problem = ""
    qtbot.waitUntil(lambda: not window.banner.isVisible())


def test_recovered_answers_are_told(open_window, tmp_path, monkeypatch):
    desk = quiet_desk(tmp_path / "other")
    monkeypatch.setattr(type(desk), "recovered", property(lambda self: (GenerationId("a"),)))
    window = open_window(desk)
    assert window.banner.sentence.startswith("1 answer was being written when Sidelight last ended.")
    assert "interrupted" in window.banner.sentence
    window.close()
    desk.close()


def test_it_follows_a_forced_look_and_remembers_it(window, settings, qtbot, ask):
    ask(window, MOON)
    qtbot.keyClick(window, Qt.Key.Key_2, CONTROL | Qt.KeyboardModifier.AltModifier)
    assert window.theme.dark
    qtbot.waitUntil(lambda: not window.dressing.busy, timeout=PATIENCE_MS)
    assert window.page.panes[0].view.theme is window.theme
    assert QApplication.palette().window().color() == window.theme.colour("page")
    assert settings.value("window/look") == "dark"
    image = window.rail.grab().toImage()
    assert image.pixelColor(4, image.height() // 2) == window.theme.colour("rail")
    window.looks.choose("light")
    assert not window.theme.dark


def test_it_follows_the_system(window, monkeypatch):
    class Hints:
        def colorScheme(self):  # noqa: N802
            return Qt.ColorScheme.Dark

    monkeypatch.setattr(QGuiApplication, "styleHints", staticmethod(lambda: Hints()))
    window.looks._system_changed()
    assert window.theme.dark
    window.looks.choose("light")
    window.looks._system_changed()
    assert not window.theme.dark


def test_files_are_asked_of_whoever_made_the_window(window, asked):
    for name in ("project.new", "project.open", "project.copy", "model.add"):
        window.actions_[name].trigger()
    assert asked == ["new", "open", "copy", "model"]


def test_everything_that_can_be_pressed_or_typed_into_has_a_name(window, ask):
    ask(window, MOON)
    nameless = [
        widget
        for kind in (QAbstractButton, QLineEdit)
        for widget in window.findChildren(kind)
        if widget.isVisible()
        and not (widget.accessibleName() or getattr(widget, "text", str)())
        and widget.objectName() != "qt_toolbar_ext_button"
        and not isinstance(widget.parent(), QLineEdit)
    ]
    assert nameless == []


@pytest.mark.parametrize("size", [(1000, 700), (1440, 900), (880, 560)])
def test_nothing_is_cut_off(open_window, desk, qtbot, ask, size):
    window = open_window(desk, rooms=plain_rooms(), size=size)
    ask(window, MOON)
    for button in window.findChildren(QAbstractButton):
        if not button.isVisible() or isinstance(button.parent(), QLineEdit):
            continue
        corner = button.mapTo(window, button.rect().bottomRight())
        assert window.rect().contains(corner), button.accessibleName()
        parent = button.parentWidget()
        assert parent.rect().contains(button.geometry()), button.accessibleName()


def test_tab_reaches_the_places_of_the_page(window, qtbot, ask):
    ask(window, MOON)
    window.page.focus_prompt()
    seen = set()
    for _ in range(80):
        widget = QApplication.focusWidget()
        seen.add(widget)
        qtbot.keyClick(widget, Qt.Key.Key_Tab)
    page = window.page
    for widget in (
        page.composer.send_button,
        page.composer.temperature_chip,
        page.header.title,
        page.panes[0].tab,
        page.panes[1].tab,
        page.panes[0].view,
        page.panes[1].tools.again,
        window.rail.field,
        window.rail.list,
        window.rail.badge,
        window.rail.new_button,
    ):
        assert widget in seen, widget


def test_a_note_begins_on_what_is_selected_in_the_answer(open_window, desk, qtbot, ask):
    window = open_window(desk, rooms=own_rooms())
    ask(window, MOON)
    view = window.page.pane.view
    assert view.find("2 kg of lead") == 1
    qtbot.keyClick(window.page.composer.box, Qt.Key.Key_N, CONTROL | Qt.KeyboardModifier.AltModifier)
    inspector = window.side.inspector
    inspector.notes.editor.choose("good")
    inspector.notes.editor.save()
    notes = desk.reviewing.annotations(window.page.answer.id)
    assert [(note.span.quote, note.label) for note in notes] == [("2 kg of lead", "good")]


def test_the_record_is_offered_once_the_answer_has_ended(window, ask):
    ask(window, MOON, wait=False)
    assert not window.actions_["answer.record"].isEnabled()
    ask.done(window)
    assert window.actions_["answer.record"].isEnabled()
