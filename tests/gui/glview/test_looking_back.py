# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Speed, frame times, looking back at the last seconds, and taking pictures along."""

from __future__ import annotations

import threading
from itertools import pairwise

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage

from sidelight.domain.running import Outcome
from sidelight.gui.glview.buttons import QuietButton
from sidelight.gui.glview.looking_back import LookingBack
from sidelight.gui.glview.pace import LONGEST_MS, REMEMBERED, SPEEDS, USUAL_SPEED, FrameTimes
from sidelight.gui.glview.steering import HIDDEN_FPS

SHADES = (20, 60, 100, 140, 180, 220)


def red(view):
    return view.canvas.picture().pixelColor(3, 3).red() if view.canvas.has_picture() else -9


def near(found, drawn):
    return abs(found - drawn) <= 3


@pytest.fixture
def past(qtbot, run, view, window):
    """A run that has drawn a frame of each shade, half a second apart, in a view that has the keyboard."""
    for number, shade in enumerate(SHADES):
        run.played_s = number / 2
        run.fill(64, 48, (shade, 0, 0))
        qtbot.waitUntil(lambda shade=shade: near(red(view), shade))
        qtbot.waitUntil(lambda number=number: len(run.recent.snapshots()) == number + 1)
    take_keyboard(qtbot, view, window)
    view._show()
    return view


def take_keyboard(qtbot, view, window):
    window.activateWindow()
    view.body.setFocus()
    qtbot.waitUntil(view.body.hasFocus)


def test_looking_back_holds_the_script_and_leads_back_to_live(qtbot, run, past):
    qtbot.keyClick(past.body, Qt.Key.Key_Comma)
    assert run.paused
    assert near(red(past), SHADES[-2])
    assert past.toolbar.state_word() == "0.5 s ago"
    assert past.toolbar.live_button.isVisible()
    qtbot.keyClick(past.body, Qt.Key.Key_Comma)
    assert near(red(past), SHADES[-3])
    qtbot.keyClick(past.body, Qt.Key.Key_Period)
    assert near(red(past), SHADES[-2])
    qtbot.mouseClick(past.toolbar.live_button, Qt.MouseButton.LeftButton)
    assert not run.paused
    assert red(past) == SHADES[-1]
    assert past.toolbar.state_word() == "running"
    assert not past.toolbar.live_button.isVisible()


def test_a_script_that_was_paused_before_stays_paused_after(qtbot, run, past):
    qtbot.keyClick(past.body, Qt.Key.Key_P)
    qtbot.keyClick(past.body, Qt.Key.Key_Comma)
    qtbot.keyClick(past.body, Qt.Key.Key_L)
    assert run.paused
    assert past.toolbar.state_word() == "paused"
    qtbot.keyClick(past.body, Qt.Key.Key_Comma)
    qtbot.keyClick(past.body, Qt.Key.Key_P)
    assert not run.paused
    assert not past.past.active


def test_stepping_on_from_the_past_ends_at_live_and_waits_there(qtbot, run, past):
    qtbot.keyClick(past.body, Qt.Key.Key_Comma)
    qtbot.keyClick(past.body, Qt.Key.Key_Period)
    assert near(red(past), SHADES[-1])
    qtbot.keyClick(past.body, Qt.Key.Key_Period)
    assert not past.past.active
    assert run.paused


def test_the_track_is_dragged_and_moved_by_keys(qtbot, run, past):
    track = past.timeline
    middle = track.height() // 2

    def at(share):
        inside = track._track()
        return QPoint(round(inside.left() + share * inside.width()), middle)

    qtbot.mousePress(track, Qt.MouseButton.LeftButton, pos=at(0.0))
    assert near(red(past), SHADES[0])
    qtbot.mouseMove(track, at(0.6))
    assert near(red(past), SHADES[3])
    qtbot.mouseRelease(track, Qt.MouseButton.LeftButton, pos=at(0.6))
    assert past.past.back_s == pytest.approx(1.0)
    track.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(track, Qt.Key.Key_Left)
    assert near(red(past), SHADES[2])
    qtbot.keyClick(track, Qt.Key.Key_Home)
    assert near(red(past), SHADES[0])
    qtbot.keyClick(track, Qt.Key.Key_PageDown)
    assert not past.past.active
    qtbot.keyClick(track, Qt.Key.Key_Home)
    qtbot.keyClick(track, Qt.Key.Key_End)
    assert not past.past.active


def test_the_script_gets_no_input_from_an_earlier_frame(qtbot, run, past):
    qtbot.keyClick(past.body, Qt.Key.Key_Comma)
    sent = len(run.sent)
    qtbot.mouseClick(past.canvas, Qt.MouseButton.LeftButton)
    assert [one for one in run.sent[sent:] if one["t"] in ("button", "motion", "key")] == []
    past.past.leave()
    qtbot.mouseClick(past.canvas, Qt.MouseButton.LeftButton)
    assert [one["t"] for one in run.sent if one["t"] == "button"] == ["button", "button"]


def test_one_can_look_back_at_a_script_that_ended(qtbot, run, past):
    with qtbot.waitSignal(past.ended):
        run.end(1)
    qtbot.keyClick(past.body, Qt.Key.Key_Comma)
    assert near(red(past), SHADES[-2])
    assert not run.paused
    past.restart()
    assert not past.past.active
    assert past.past.length_s == 0
    assert not past.timeline.isEnabled()


def test_nothing_is_kept_of_what_nobody_sees_and_what_was_kept_goes(qtbot, run, past):
    past.past._forget.setInterval(1)
    past.hide()
    assert not run.recent.recording
    qtbot.waitUntil(lambda: run.recent.snapshots() == ())
    assert past.past.length_s == 0
    past.show()
    qtbot.waitUntil(lambda: run.recent.recording)


def test_without_a_past_nothing_happens(qtbot, run, view, window):
    take_keyboard(qtbot, view, window)
    qtbot.keyClick(view.body, Qt.Key.Key_Comma)
    view.timeline.sought.emit(1.0)
    assert not view.past.active
    assert not run.paused
    assert isinstance(view.past, LookingBack)


def test_an_earlier_frame_is_saved_as_it_is_shown_and_kept_with_the_answer(qtbot, run, past, tmp_path):
    past.timeline.sought.emit(0.0)
    with qtbot.waitSignal(past.frame_saved) as saved:
        qtbot.keyClick(past.body, Qt.Key.Key_C)
    picture = QImage(str(saved.args[0]))
    assert picture.width() == 64
    assert near(picture.pixelColor(1, 1).red(), SHADES[0])
    ((kind, png, from_s, to_s),) = run.kept
    assert (kind, from_s, to_s) == ("frame", 0.0, 0.0)
    assert saved.args[0].read_bytes() == png
    assert "kept with the answer" in past.toolbar.news


def test_a_strip_is_made_off_the_windows_thread_and_kept(qtbot, run, past, tmp_path):
    with qtbot.waitSignal(past.frame_saved) as saved:
        qtbot.keyClick(past.body, Qt.Key.Key_C, Qt.KeyboardModifier.ShiftModifier)
        assert past.pictures.busy
        assert threading.active_count() > 1
    assert not past.pictures.busy
    assert saved.args[0].name == "cube strip 1.png"
    with Image.open(saved.args[0]) as strip:
        assert strip.size[0] >= 6 * 64
    assert [(one[0], one[2], one[3]) for one in run.kept] == [("strip", 0.0, 2.5)]


def test_a_clip_is_saved_and_not_kept(qtbot, run, past):
    with qtbot.waitSignal(past.frame_saved) as saved:
        qtbot.keyClick(past.body, Qt.Key.Key_G)
    with Image.open(saved.args[0]) as clip:
        assert (clip.format, clip.n_frames) == ("GIF", len(SHADES))
    assert run.kept == []


def test_a_strip_that_cannot_be_written_says_why(qtbot, run, past, tmp_path):
    (tmp_path / "frames").write_text("in the way")
    qtbot.keyClick(past.body, Qt.Key.Key_C, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: "not saved" in past.toolbar.news)
    assert run.kept == []


def test_the_menu_offers_what_can_be_done(qtbot, run, past):
    menu = past.toolbar.more_button.menu()
    menu.aboutToShow.emit()
    words = {action.text().split("\t")[0]: action for action in menu.actions()}
    assert words["Save the last 2 s as a strip (PNG)"].isEnabled()
    assert not words["Back to live"].isEnabled()
    words["One frame back"].trigger()
    assert past.past.active
    menu.aboutToShow.emit()
    words = {action.text().split("\t")[0]: action for action in menu.actions()}
    words["Back to live"].trigger()
    assert not past.past.active


def test_speed_by_keys_and_by_its_button(qtbot, run, view, window):
    run.fill(64, 48)
    take_keyboard(qtbot, view, window)
    qtbot.waitUntil(lambda: run.rates and run.rates[-1] == USUAL_SPEED)
    assert view.toolbar.speed_button.text() == "60/s"
    for speed, words in ((30.0, "30/s"), (15.0, "15/s"), (15.0, "15/s")):
        qtbot.keyClick(view.body, "<")
        assert (run.rates[-1], view.toolbar.speed_button.text()) == (speed, words)
    menu = view.toolbar.speed_button.menu()
    menu.aboutToShow.emit()
    assert [action.text() for action in menu.actions() if action.isChecked()] == [
        "15 frames a second (quarter speed)"
    ]
    menu.actions()[0].trigger()
    assert run.rates[-1] == 0
    assert view.toolbar.speed_button.text() == "max"
    view.hide()
    assert run.rates[-1] == HIDDEN_FPS
    assert SPEEDS[-1] == 0


def test_a_pause_wakes_nobody(qtbot, run, view):
    run.fill(64, 48)
    qtbot.waitUntil(lambda: view.toolbar.state_word() == "running")
    assert view.steering._watch.isActive()
    view.steering.toggle_pause()
    assert not view.steering._watch.isActive()
    view.steering.toggle_pause()
    assert view.steering._watch.isActive()


def test_frame_times_are_what_frames_say_without_pauses():
    times = FrameTimes()
    second = 1_000_000_000
    times.feed(1, second)
    times.feed(2, second + 16_000_000)
    times.feed(4, second + 56_000_000)
    assert list(times.ms) == [16.0, 20.0, 20.0]
    times.feed(5, second + 56_000_000 + int(LONGEST_MS * 2e6))
    times.cut()
    times.feed(6, 9 * second)
    times.feed(3, 1)
    assert list(times.ms) == [16.0, 20.0, 20.0]
    for number in range(300):
        times.feed(100 + number, 10 * second + number * 1_000_000)
    assert len(times.ms) == REMEMBERED
    assert set(times.ms) == {1.0}


def test_the_strip_of_frame_times_shows_late_frames_and_hides_where_it_is_narrow(
    qtbot, run, view, window, theme
):
    run.fill(64, 48)
    qtbot.waitUntil(lambda: view.toolbar.state_word() == "running")
    view.setFixedWidth(640)
    qtbot.waitUntil(view.toolbar.times.isVisible)
    for number in range(40):
        view.steering.times.feed(1000 + number, 10**9 + number * 10_000_000)
    view.steering.times.feed(1040, 10**9 + 39 * 10_000_000 + 45_000_000)
    shown = view.toolbar.times.grab().toImage()
    last = shown.pixelColor(REMEMBERED - 1, 8)
    assert last == theme.colour("warn")
    assert "10.0 ms each in the middle, 45 ms the longest" in view.toolbar.times.words()
    view.setFixedWidth(320)
    qtbot.waitUntil(lambda: not view.toolbar.times.isVisible())


@pytest.mark.parametrize("width", [300, 340, 400, 480, 560, 700])
def test_no_word_of_the_line_is_cut_or_covered(qtbot, run, past, width):
    run.source = "changed"
    run.outcome = Outcome.CHANGING
    toolbar = past.toolbar
    past.setFixedWidth(width)
    qtbot.waitUntil(lambda: toolbar.width() == width - 2)
    for said in ("", "Saved “cube 1.png” in the folder Pictures of somebody; kept with the answer"):
        if said:
            toolbar.say(said)
        past._show()
        toolbar.layout().activate()
        shown = [
            part
            for part in (toolbar._state, toolbar.edited, toolbar._outcome, *toolbar.findChildren(QuietButton))
            if part.isVisible()
        ]
        for part in shown:
            assert part.width() >= part.sizeHint().width(), (part, said)
        edges = sorted((part.x(), part.x() + part.width()) for part in shown)
        assert all(left[1] <= right[0] for left, right in pairwise(edges))
        assert edges[-1][1] <= toolbar.width()
        assert toolbar.hint_shown().startswith("Saved") == bool(said)
