# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCursor, QImage
from PySide6.QtWidgets import QApplication, QScrollArea

from gui.glview.conftest import PlayedRun
from sidelight.domain.errors import SandboxRefused
from sidelight.domain.running import Level, Outcome
from sidelight.gui.glview.cards import RefusalCard, TroubleCard
from sidelight.gui.glview.frame import KEY_STEP
from sidelight.gui.glview.heights import LEAST_PAGE
from sidelight.gui.glview.pace import USUAL_SPEED
from sidelight.gui.glview.steering import HIDDEN_FPS, STEP_FPS
from sidelight.gui.glview.view import LiveView
from sidelight.stage.toolkits.turtle.missing import SENTENCE

NOT_DEFINED = (
    'Traceback (most recent call last):\n  File "/sandbox/script.py", line 12, in draw\n'
    "    glutInt()\nNameError: name 'glutInt' is not defined\n"
)


def word(view):
    return view.toolbar.state_word()


def test_from_starting_to_running_to_ended(qtbot, run, view):
    assert word(view) == "starting"
    run.fill(64, 48)
    qtbot.waitUntil(lambda: word(view) == "running")
    assert "first frame 0.6 s" in view.toolbar._facts
    run.outcome = Outcome.STATIC
    with qtbot.waitSignal(view.ended) as ended:
        run.end(0)
    assert ended.args[0].exit_code == 0
    assert word(view) == "ended"
    assert view.toolbar._outcome.text() == "static"
    assert view.cards.card is None


def test_a_picture_that_moves_after_an_error_is_not_called_well(qtbot, run, view):
    run.fill(64, 48)
    run.outcome = Outcome.CHANGING
    run.nudge()
    qtbot.waitUntil(lambda: view.toolbar._outcome.text() == "changing")
    assert view.toolbar._outcome.tone() == "good"
    run.uncaught = "TypeError: x is <b>null</b>"
    run.print("Uncaught TypeError: x is <b>null</b>\n", error=True)
    qtbot.waitUntil(lambda: view.toolbar._outcome.text() == "changing, with an error")
    assert view.toolbar._outcome.tone() == "warn"
    assert "TypeError: x is &lt;b&gt;null" in view.toolbar._outcome.toolTip()


def test_it_paints_when_a_frame_came_and_only_then(qtbot, run, view):
    run.fill(64, 48)
    qtbot.waitUntil(lambda: view.canvas.frames_painted == 1)
    painted = view.canvas.frames_painted
    run.nudge()
    run.nudge()
    run.fill(64, 48, (1, 2, 3))
    qtbot.waitUntil(lambda: view.canvas.frames_painted == painted + 1)
    assert view.canvas.picture().pixelColor(5, 5).getRgb()[:3] == (1, 2, 3)


def test_pause_and_step(qtbot, run, view):
    run.fill(64, 48)
    qtbot.waitUntil(lambda: word(view) == "running")
    qtbot.mouseClick(view.toolbar.pause_button, Qt.MouseButton.LeftButton)
    assert run.paused
    assert word(view) == "paused"
    assert view.toolbar.pause_button.accessibleName() == "Go on"
    qtbot.mouseClick(view.toolbar.step_button, Qt.MouseButton.LeftButton)
    assert not run.paused
    assert run.rates[-1] == STEP_FPS
    assert word(view) == "paused"
    qtbot.waitUntil(lambda: run.paused)
    assert run.rates[-1] == USUAL_SPEED
    run.fill(64, 48, (9, 9, 9))
    qtbot.waitUntil(lambda: view.canvas.picture().pixelColor(0, 0).getRgb()[:3] == (9, 9, 9))
    assert run.paused
    assert word(view) == "paused"
    qtbot.mouseClick(view.toolbar.pause_button, Qt.MouseButton.LeftButton)
    assert not run.paused


def test_hidden_it_turns_slowly_and_seen_again_as_before(qtbot, run, view, window):
    run.fill(64, 48)
    qtbot.waitUntil(lambda: run.rates and run.rates[-1] == USUAL_SPEED)
    view.hide()
    assert run.rates[-1] == HIDDEN_FPS
    view.show()
    qtbot.waitUntil(lambda: run.rates[-1] == USUAL_SPEED)
    window.hide()
    assert run.rates[-1] == HIDDEN_FPS
    window.show()
    qtbot.waitUntil(lambda: run.rates[-1] == USUAL_SPEED)


def test_scrolled_away_it_turns_slowly(qtbot, run, view, window):
    area = QScrollArea()
    window.layout().addWidget(area)
    area.setWidget(view)
    view.resize(400, 3000)
    view.canvas.setFixedHeight(200)
    run.fill(64, 48)
    qtbot.waitUntil(lambda: run.rates[-1] == USUAL_SPEED)
    area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
    qtbot.waitUntil(lambda: not view.canvas.seen)
    assert run.rates[-1] == HIDDEN_FPS
    area.verticalScrollBar().setValue(0)
    qtbot.waitUntil(lambda: view.canvas.seen)
    assert run.rates[-1] == USUAL_SPEED


def test_an_error_is_said_where_it_happened(qtbot, run, view):
    run.fill(64, 48)
    run.print("loading\n")
    run.print(NOT_DEFINED, error=True)
    with qtbot.waitSignal(view.ended):
        run.end(1)
    card = view.cards.card
    assert isinstance(card, TroubleCard)
    assert card.headline.text() == "NameError: name 'glutInt' is not defined"
    assert card.headline.textFormat() == Qt.TextFormat.PlainText
    assert card.line_button.text() == "Line 12, in draw"
    with qtbot.waitSignal(view.line_requested) as line:
        qtbot.mouseClick(card.line_button, Qt.MouseButton.LeftButton)
    assert line.args == [12]
    assert word(view) == "error"
    qtbot.mouseClick(card.output_button, Qt.MouseButton.LeftButton)
    assert view.output.is_open()
    qtbot.waitUntil(lambda: "loading" in view.output.text())
    qtbot.mouseClick(card.restart_button, Qt.MouseButton.LeftButton)
    assert run.starts == 2
    assert view.cards.card is None
    assert word(view) == "starting"
    run.fill(32, 32)
    qtbot.waitUntil(lambda: word(view) == "running")


@pytest.mark.parametrize(
    ("code", "limit", "outcome", "state", "headline"),
    [
        (3, None, "exited", "error", "The script ended with exit code 3."),
        (-11, None, "killed", "crashed", "The script was ended by a memory fault."),
        (None, "memory", "killed", "stopped by limit", "The script was stopped: it wanted more memory"),
        (None, "wall", "killed", "stopped by limit", "The script was stopped at its time limit."),
        (None, None, "refused", "refused", "The script was not run."),
    ],
)
def test_each_bad_end_has_its_sentence(qtbot, run, view, code, limit, outcome, state, headline):
    with qtbot.waitSignal(view.ended):
        run.end(code, limit=limit, outcome=outcome)
    assert word(view) == state
    assert view.cards.card.headline.text().startswith(headline)


def test_a_toolkit_that_needs_a_display_is_no_error_of_the_script(qtbot, run, view):
    said = f"ImportError: {SENTENCE}\n"
    where = 'Traceback (most recent call last):\n  File "/s/script.py", line 3, in <module>\n'
    run.print(f"{where}    import tkinter as tk\n{said}", error=True)
    with qtbot.waitSignal(view.ended):
        run.end(1)
    assert (word(view), view.toolbar._state.tone()) == ("not shown", "warn")
    card = view.cards.card
    assert isinstance(card, TroubleCard)
    assert card.headline.text() == "Scripts that use tkinter cannot be shown here."
    assert card._tone == "warn"
    assert "says nothing against the script" in card.accessibleDescription()
    assert "turtle" in card.accessibleDescription()
    with qtbot.waitSignal(view.line_requested) as line:
        card.line_button.click()
    assert line.args == [3]


def test_a_script_that_only_prints_shows_its_output(qtbot, run, view):
    run.print("42\n")
    with qtbot.waitSignal(view.ended):
        run.end(0)
    assert view.canvas.isHidden()
    assert view.output.is_open()
    assert view.output.text() == "42"


def test_stopping_is_no_error(qtbot, run, view):
    run.fill(64, 48)
    qtbot.waitUntil(lambda: word(view) == "running")
    with qtbot.waitSignal(view.ended):
        qtbot.mouseClick(view.toolbar.stop_button, Qt.MouseButton.LeftButton)
    assert word(view) == "stopped"
    assert view.cards.card is None
    assert not view.toolbar.stop_button.isEnabled()
    assert not view.canvas.picture().isNull()
    qtbot.mouseClick(view.toolbar.restart_button, Qt.MouseButton.LeftButton)
    assert run.starts == 2
    assert word(view) == "starting"


def test_saving_a_frame_never_overwrites(qtbot, run, view, tmp_path):
    run.title = "../a cube?"
    run.fill(64, 48, (10, 200, 30))
    qtbot.waitUntil(lambda: word(view) == "running")
    with qtbot.waitSignal(view.frame_saved) as first:
        qtbot.mouseClick(view.toolbar.camera_button, Qt.MouseButton.LeftButton)
    second = view.save()
    assert first.args[0].parent == second.parent == tmp_path / "frames"
    assert first.args[0] != second
    image = QImage(str(second))
    assert (image.width(), image.height()) == (64, 48)
    assert image.pixelColor(3, 3).getRgb()[:3] == (10, 200, 30)
    assert "Saved" in view.toolbar.news


def test_a_frame_that_cannot_be_saved_is_said(qtbot, run, view, tmp_path):
    (tmp_path / "frames").write_text("a file, no folder")
    run.fill(64, 48)
    qtbot.waitUntil(lambda: word(view) == "running")
    assert view.save() is None
    assert "not saved" in view.toolbar.news


def test_full_size_and_back(qtbot, run, view):
    run.fill(64, 48)
    qtbot.waitUntil(lambda: word(view) == "running")
    qtbot.mouseClick(view.toolbar.size_button, Qt.MouseButton.LeftButton)
    window = view.full_size.window
    qtbot.waitUntil(window.windowHandle().isExposed)
    assert view.canvas.window() is window
    assert window.windowTitle() == "cube"
    assert not view.full_size.elsewhere.isHidden()
    run.fill(64, 48, (5, 6, 7))
    qtbot.waitUntil(lambda: view.canvas.picture().pixelColor(0, 0).getRgb()[:3] == (5, 6, 7))
    window.close()
    assert view.canvas.window() is view.window()
    assert view.full_size.elsewhere.isHidden()
    assert view.toolbar.size_button.accessibleName() == "Full size"


@pytest.mark.parametrize("size", [(640, 480), (800, 450), (300, 300)])
@pytest.mark.parametrize("width", [337, 652])
@pytest.mark.parametrize("resizable", [True, False])
def test_a_picture_has_no_bars_in_its_own_place(qtbot, run, view, size, width, resizable):
    run.resizable = resizable
    view.parentWidget().layout().removeWidget(view)
    view.resize(width, view.full_height())
    view.height_wanted.connect(lambda height: view.resize(width, height))
    run.fill(*size)
    qtbot.waitUntil(lambda: word(view) == "running")
    if size[1] * width / size[0] < 600:

        def fills():
            place, picture = view.canvas.size(), view.canvas.picture_rect()
            assert place.width() - picture.width() < 2
            assert place.height() - picture.height() < 2

        qtbot.waitUntil(fills)
    if not resizable:
        assert not view.canvas._settle.isActive()
    elif size == (800, 450):
        # Large enough and of the right shape: the script's window is left as the script made it.
        qtbot.waitUntil(lambda: not view.canvas._settle.isActive())
        assert [m for m in run.sent if m["t"] == "resize"] == []


def test_full_size_has_the_pictures_shape_and_a_resizable_script_fills_it(qtbot, run, view):
    run.resizable = True
    run.fill(320, 180)
    qtbot.waitUntil(lambda: word(view) == "running")
    view.toggle_full_size()
    qtbot.waitUntil(view.full_size.window.windowHandle().isExposed)
    canvas = view.canvas

    def told():
        ratio = canvas.devicePixelRatioF()
        wide, high = round(canvas.width() * ratio), round(canvas.height() * ratio)
        assert {"t": "resize", "w": wide, "h": high} in run.sent

    qtbot.waitUntil(told)
    assert abs(canvas.width() / canvas.height() - 16 / 9) < 0.02
    run.fill(canvas.width(), canvas.height())
    qtbot.waitUntil(lambda: canvas.picture_rect().size() == canvas.size().toSizeF())
    view.full_size.window.resize(700, 700)
    qtbot.waitUntil(told)


def test_what_is_laid_out_for_its_room_gets_the_views_size_and_is_never_low(qtbot, run, view):
    run.resizable = run.flows = True
    view.resize(400, view.full_height())
    view.height_wanted.connect(lambda height: view.resize(400, height))
    # It is of the right shape and only made smaller, which a script's picture may be and words may not.
    run.fill(960, 600)

    def told():
        ratio = view.canvas.devicePixelRatioF()
        wide, high = round(view.canvas.width() * ratio), round(view.canvas.height() * ratio)
        assert {"t": "resize", "w": wide, "h": high} in run.sent
        assert view.canvas.height() >= LEAST_PAGE - 2

    qtbot.waitUntil(told)


def in_full_size(qtbot, run, view):
    run.fill(64, 48)
    qtbot.waitUntil(lambda: word(view) == "running")
    view.toggle_full_size()
    qtbot.waitUntil(view.full_size.window.windowHandle().isExposed)
    return view.full_size.window


def test_escape_leaves_the_script_and_then_full_size(qtbot, run, view):
    window = in_full_size(qtbot, run, view)
    qtbot.waitUntil(view.canvas.hasFocus)
    assert view.toolbar.hint_shown() == "Esc twice: close"
    qtbot.keyClick(view.canvas, Qt.Key.Key_Escape, Qt.KeyboardModifier.ShiftModifier)
    assert view.full_size.window is window
    qtbot.keyClick(view.canvas, Qt.Key.Key_Escape)
    assert view.full_size.window is window
    assert view.body.hasFocus()
    assert view.toolbar.hint_shown() == "Esc: close"
    qtbot.keyClick(view.body, Qt.Key.Key_Escape)
    assert view.full_size.window is None
    assert view.canvas.window() is view.window()


def test_escape_closes_full_size_at_once_when_the_script_has_ended(qtbot, run, view):
    in_full_size(qtbot, run, view)
    with qtbot.waitSignal(view.ended):
        run.end(0)
    assert view.toolbar.hint_shown() == "Esc: close"
    qtbot.keyClick(view.body, Qt.Key.Key_Escape)
    assert view.full_size.window is None
    view.toggle_full_size()
    qtbot.keyClick(view.body, Qt.Key.Key_Escape)
    assert view.full_size.window is None


def test_no_window_stays_when_what_holds_the_view_is_left(qtbot, run, view, window):
    in_full_size(qtbot, run, view)
    view.hide()  # as when it is scrolled out of sight
    assert view.full_size.window is not None
    window.hide()
    assert view.full_size.window is None
    assert view.canvas.window() is window
    window.show()
    in_full_size(qtbot, run, view)
    full = view.full_size.window
    view.setParent(None)
    assert view.full_size.window is None
    assert not full.isVisible()


@pytest.mark.parametrize("width", [300, 335])
def test_a_hint_is_whole_and_leaves_the_figures(qtbot, run, view, window, width):
    view.steering._rate.fps = lambda: 60.0
    run.fill(64, 48)
    qtbot.waitUntil(lambda: word(view) == "running")
    view.setFixedWidth(width)
    window.activateWindow()
    for part, hint in ((view.body, "Enter: keyboard"), (view.canvas, "Esc: leave")):
        part.setFocus()
        qtbot.waitUntil(part.hasFocus)
        view._show()
        qtbot.waitUntil(lambda: view.toolbar.width() == width - 2)
        label = view.toolbar._hint_label
        assert label.text() == hint
        if width == 335:
            assert view.toolbar.facts_shown() == "60 fps"
        qtbot.waitUntil(lambda label=label: label.width() >= label.sizeHint().width())
        assert "keyboard" in label.toolTip()
        assert "keyboard" in label.accessibleDescription()
        assert "keyboard" in view.accessibleDescription()
        assert view.toolbar._figures.toolTip().count("keyboard") == 0


def test_a_stopped_view_offers_one_way_to_run(qtbot, run, view):
    run.fill(64, 48)
    qtbot.waitUntil(lambda: word(view) == "running")
    view.steering.toggle_pause()
    with qtbot.waitSignal(view.ended):
        view.steering.stop()
    assert run.paused
    assert view.toolbar.restart_button._icon_name == "play"
    assert view.toolbar.pause_button._icon_name == "pause"


def test_the_keyboard_goes_in_by_enter_and_out_by_escape(qtbot, run, view, window):
    run.fill(64, 48)
    qtbot.waitUntil(lambda: word(view) == "running")
    window.activateWindow()
    view.body.setFocus()
    qtbot.waitUntil(view.body.hasFocus)
    qtbot.keyClick(view.body, Qt.Key.Key_Return)
    assert view.canvas.hasFocus()
    assert "Esc" in view.toolbar._hint
    qtbot.keyClicks(view.canvas, "p")
    assert not run.paused
    assert {"t": "key", "key": "p", "text": "p", "down": True, "mods": 0} in run.sent
    qtbot.keyClick(view.canvas, Qt.Key.Key_Escape)
    assert view.body.hasFocus()
    qtbot.keyClick(view.body, Qt.Key.Key_P)
    assert run.paused
    qtbot.keyClick(view.body, Qt.Key.Key_O)
    assert view.output.is_open()


def test_the_lower_edge_changes_the_height(qtbot, run, view):
    before = view.canvas.height()
    with qtbot.waitSignal(view.height_wanted) as told:
        qtbot.mousePress(view._grip, Qt.MouseButton.LeftButton, pos=QPoint(10, 2))
        qtbot.mouseMove(view._grip, QPoint(10, -58))
    assert told.args == [view.full_height()]
    assert view._picture_height == before - 60
    qtbot.mouseRelease(view._grip, Qt.MouseButton.LeftButton, pos=QPoint(10, -58))


def test_the_lower_edge_can_be_moved_with_the_keyboard(qtbot, run, view, window):
    window.activateWindow()
    view._grip.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(view._grip.hasFocus)
    before = view.canvas.height()
    qtbot.keyClick(view._grip, Qt.Key.Key_Down)
    assert view._picture_height == before + KEY_STEP
    qtbot.keyClick(view._grip, Qt.Key.Key_Up)
    qtbot.keyClick(view._grip, Qt.Key.Key_Up)
    assert view._picture_height == before - KEY_STEP
    assert view.full_height() == view._told_height


@pytest.mark.parametrize("width", [640, 420, 260])
def test_at_its_full_height_nothing_of_an_error_is_cut_and_nothing_is_empty(qtbot, run, view, width):
    with qtbot.waitSignal(view.ended):
        run.print("words on the way\n" + NOT_DEFINED, error=True)
        run.end(1)
    view.parentWidget().layout().removeWidget(view)
    card = view.cards.card

    def fits():
        view.setGeometry(0, 0, width, view.full_height())
        assert view.body.width() == width - 2
        assert abs(card.height() - card.heightForWidth(card.width())) <= 2

    qtbot.waitUntil(fits)
    assert card.headline.height() >= card.headline.heightForWidth(card.headline.width())
    assert card.restart_button.geometry().bottom() < card.height()
    assert view.output.height() <= view.output.height_wanted() + 2


def test_a_refusal_at_restart_says_why_and_offers_another_try(qtbot, run, view):
    with qtbot.waitSignal(view.ended):
        run.end(0)
    run.refuse = SandboxRefused("Nothing here can hold it.", "Install bubblewrap.")
    view.restart()
    card = view.cards.card
    assert isinstance(card, RefusalCard)
    assert card.what.text() == "Nothing here can hold it."
    assert card.advice.text() == "Install bubblewrap."
    run.refuse = None
    qtbot.mouseClick(card.retry_button, Qt.MouseButton.LeftButton)
    assert run.starts == 2


def test_a_refusal_at_restart_offers_one_run_without_protection_only_where_it_may(qtbot, run, view):
    with qtbot.waitSignal(view.ended):
        run.end(0)
    run.refuse = SandboxRefused("Nothing here can hold it.", "Install bubblewrap.")
    view.restart()
    assert view.cards.card.consent is None
    view.may_consent = lambda: True
    view.restart()
    consent = view.cards.card.consent
    with qtbot.waitSignal(view.height_wanted):
        qtbot.mouseClick(consent.open_button, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(consent.field, "RUN")
    with qtbot.waitSignal(view.consent_given):
        qtbot.mouseClick(consent.run_button, Qt.MouseButton.LeftButton)
    assert run.starts == 1


def test_shutting_ends_the_run_and_keeps_the_picture(qtbot, run, view):
    run.fill(64, 48, (7, 8, 9))
    qtbot.waitUntil(lambda: word(view) == "running")
    view.shut()
    assert run.closed
    assert view.canvas.picture().pixelColor(0, 0).getRgb()[:3] == (7, 8, 9)
    view.canvas.repaint()
    view.shut()


def test_a_view_on_its_way_out_takes_its_run_along(qtbot, run, theme, tmp_path):
    view = LiveView(run, theme, lambda: tmp_path)
    view.deleteLater()
    QApplication.processEvents()
    qtbot.waitUntil(lambda: run.closed)


def test_every_button_has_a_name_and_a_key(view):
    for button in (
        view.toolbar.restart_button,
        view.toolbar.pause_button,
        view.toolbar.step_button,
        view.toolbar.stop_button,
        view.toolbar.camera_button,
        view.toolbar.size_button,
    ):
        assert button.accessibleName()
        assert button.toolTip().startswith(button.accessibleName())
        assert "(" in button.toolTip()


@pytest.mark.parametrize(
    ("width", "outcome", "state", "camera"),
    [
        (478, True, True, True),
        (320, False, True, True),
        (220, False, False, True),
        (150, False, False, False),
    ],
)
def test_a_narrow_pane_keeps_what_matters(qtbot, run, view, window, width, outcome, state, camera):
    run.outcome = Outcome.CHANGING
    run.fill(64, 48)
    qtbot.waitUntil(lambda: view.canvas.has_picture())
    view.setFixedWidth(width)
    view.body.clearFocus()
    qtbot.waitUntil(lambda: view.toolbar.width() == width - 2)
    toolbar = view.toolbar
    shown = (toolbar._outcome.isVisible(), toolbar._state.isVisible(), toolbar.camera_button.isVisible())
    assert shown == (outcome, state, camera)
    for button in (toolbar.pause_button, toolbar.stop_button, toolbar.size_button):
        qtbot.waitUntil(lambda button=button: toolbar.rect().contains(button.geometry()))


def test_how_strongly_a_script_is_held_is_said(qtbot, run, view, theme, tmp_path):
    run.fill(64, 48)
    qtbot.waitUntil(lambda: "sandbox A" in view.toolbar.facts_shown())
    assert "namespaces" in view.toolbar._figures.toolTip()
    bare = PlayedRun()
    bare.level = Level.NONE
    other = LiveView(bare, theme, lambda: tmp_path)
    qtbot.addWidget(other)
    try:
        other.resize(360, 300)
        other.show()
        bare.fill(64, 48)
        # Before every figure: it is there in a narrow view, too.
        qtbot.waitUntil(lambda: other.toolbar.facts_shown().startswith("no sandbox"))
        assert "for this one run" in other.toolbar._figures.toolTip()
    finally:
        other.shut()
        bare.darkroom.close()


def test_a_verdict_stands_in_the_line_unless_something_else_was_run(qtbot, run, view, window):
    chip = view.toolbar.verdict
    run.fill(64, 48)
    assert chip.isHidden()
    view.toolbar.show_verdict("fail", "bad", "It shows something round.")
    assert chip.isVisible()
    assert (chip.text(), chip.tone()) == ("fail", "bad")
    assert "something round" in chip.toolTip()
    assert chip.accessibleDescription() == "It shows something round."
    view.setFixedWidth(330)
    qtbot.waitUntil(chip.isHidden)
    view.setFixedWidth(500)
    qtbot.waitUntil(chip.isVisible)
    qtbot.waitUntil(lambda: view.toolbar.rect().contains(chip.geometry()))
    view.run_edited("print(2)\n")
    assert chip.isHidden()
    window.activateWindow()
    view.body.setFocus()
    qtbot.waitUntil(view.body.hasFocus)
    with qtbot.waitSignal(view.verdict_wanted) as said:
        qtbot.keyClick(view.body, Qt.Key.Key_Y)
    assert said.args == ["pass"]


def test_every_key_of_a_view_works_also_after_the_menu_has_been_open(
    qtbot, run, view, window, theme, tmp_path
):
    played = PlayedRun()
    other = LiveView(played, theme, lambda: tmp_path / "others")
    window.layout().addWidget(other)
    window.activateWindow()
    menu = view.toolbar.more_button.menu()
    menu.popup(window.mapToGlobal(QPoint(20, 20)))
    qtbot.waitUntil(menu.isVisible)
    told = [action.text() for action in menu.actions()]
    menu.close()
    try:
        for one, its_run in ((view, run), (other, played)):
            its_run.fill(64, 48)
            qtbot.waitUntil(one.canvas.has_picture)
            for key in (Qt.Key.Key_E, Qt.Key.Key_C):
                one.body.setFocus()
                qtbot.waitUntil(one.body.hasFocus)
                qtbot.keyClick(one.body, key)
            assert one.editing.open
            assert "Saved" in one.toolbar.news
        # The menu tells the keys all the same.
        assert "Edit the code\tE" in told
    finally:
        other.shut()
        played.close()
        played.darkroom.close()


def test_a_narrow_view_that_waits_says_so_whatever_else_there_is_to_say(qtbot, run, view, window):
    window.activateWindow()
    run.fill(64, 48)
    qtbot.waitUntil(lambda: word(view) == "running")
    view.setFixedWidth(387)
    qtbot.waitUntil(lambda: view.toolbar.width() == 385)
    view.body.setFocus()
    qtbot.waitUntil(view.body.hasFocus)
    qtbot.keyClick(view.body, Qt.Key.Key_P)
    assert view.toolbar._state.isVisible()
    assert word(view) == "paused"
    assert view.toolbar.hint_shown()


def test_where_a_frame_was_saved_is_said_before_its_name(qtbot, run, view, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    run.title = "A cube with a name that needs more room than there is"
    run.fill(64, 48)
    qtbot.waitUntil(lambda: word(view) == "running")
    view.setFixedWidth(387)
    qtbot.waitUntil(lambda: view.toolbar.width() == 385)
    path = view.save()
    assert view.toolbar.hint_shown().startswith("Saved in ~/frames: “A")
    assert str(path) in view.toolbar._hint_label.toolTip()


def test_the_button_of_a_menu_is_flat_again_when_the_menu_has_closed(qtbot, view, window):
    button = view.toolbar.more_button
    QCursor.setPos(window.mapToGlobal(QPoint(2, 2)))
    # As the pointer left it when it went over into the menu.
    button.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, True)
    button.menu().popup(window.mapToGlobal(QPoint(20, 20)))
    qtbot.waitUntil(button.menu().isVisible)
    button.menu().close()
    assert not button.underMouse()
