# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""From Run to the live view under the code: in sight, with its error, or with why it was refused."""

from __future__ import annotations

from concurrent.futures import Future

import pytest
from PySide6.QtCore import Qt

from gui.shell.stand_ins import ENDLESS, FAILING
from sidelight.domain.errors import SandboxRefused
from sidelight.domain.running import Level, SandboxReport
from sidelight.gui.glview.cards import RefusalCard, TroubleCard
from sidelight.gui.glview.view import LiveView
from sidelight.gui.rooms import own_rooms
from sidelight.sandbox import run as sandbox

PATIENCE_MS = 100_000


@pytest.fixture
def pane(open_window, desk, ask):
    sandbox.probe()  # else the first test to run would find nothing begun before it is known what holds
    window = open_window(desk, rooms=own_rooms(), size=(1280, 1000))
    ask(window, FAILING)
    shown = window.page.pane
    shown.view.verticalScrollBar().setValue(0)
    return shown


def run(pane):
    pane.view.run_requested.emit(pane.view.artifacts()[0])


def shown_in(pane, kind):
    return [one for one in pane.view.viewport().findChildren(kind) if one.isVisible()]


def in_sight(pane, widget):
    place, height = widget.geometry(), pane.view.viewport().height()
    return widget.isVisible() and place.top() >= 0 and place.bottom() < height


def test_run_shows_the_script_where_it_stands_and_so_does_the_next(pane, qtbot):
    if sandbox.probe().level is Level.NONE:
        pytest.skip("this machine cannot hold a stranger's program")
    run(pane)
    (live,) = shown_in(pane, LiveView)
    assert in_sight(pane, live)
    qtbot.waitUntil(lambda: live.height() == live.full_height(), timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: bool(live.findChildren(TroubleCard)), timeout=PATIENCE_MS)
    # The card made it higher, and it is still all in sight.
    qtbot.waitUntil(lambda: in_sight(pane, live), timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: live.height() == live.full_height(), timeout=PATIENCE_MS)

    live.line_requested.emit(6)
    assert pane.view.selected_text() == "    return undefined_name"

    pane.view.verticalScrollBar().setValue(0)
    assert not in_sight(pane, live)
    first = live.run
    run(pane)
    assert shown_in(pane, LiveView) == [live]
    assert in_sight(pane, live)
    assert live.run is first
    qtbot.waitUntil(lambda: live.run.ended is not None, timeout=PATIENCE_MS)


@pytest.mark.parametrize("together", [False, True])
def test_run_in_the_windows_first_moments_begins_when_it_is_known_what_holds(
    pane, desk, qtbot, monkeypatch, together
):
    if sandbox.probe().level is Level.NONE:
        pytest.skip("this machine cannot hold a stranger's program")
    finding_out = Future()
    monkeypatch.setattr(desk.running, "awaited", lambda: None if finding_out.done() else finding_out)
    if together:
        pane.window().page.known.scripts.run_all()
    else:
        run(pane)
    assert not shown_in(pane, LiveView)
    finding_out.set_result(sandbox.probe())
    qtbot.waitUntil(lambda: bool(shown_in(pane, LiveView)), timeout=PATIENCE_MS)
    (live,) = shown_in(pane, LiveView)
    # It is let go on, too: this one ends by itself.
    qtbot.waitUntil(lambda: live.run.ended is not None, timeout=PATIENCE_MS)


def test_run_gives_the_view_its_keys_unless_somebody_is_writing(pane, qtbot):
    if sandbox.probe().level is Level.NONE:
        pytest.skip("this machine cannot hold a stranger's program")
    window = pane.window()
    window.activateWindow()
    field = window.page.composer.box
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    run(pane)
    (live,) = shown_in(pane, LiveView)
    assert field.hasFocus()
    for _ in range(2):  # by the view that is there, too
        pane.view.setFocus()
        run(pane)
        # The view's keys, not the script's.
        assert live.body.hasFocus()
        qtbot.keyClick(live.body, Qt.Key.Key_E)
        assert live.editing.open
        qtbot.keyClick(live.editing.editor.code, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: live.run.ended is not None, timeout=PATIENCE_MS)
    live.shut()
    live.deleteLater()
    qtbot.waitUntil(lambda: not shown_in(pane, LiveView))
    pane.view.setFocus()
    run(pane)
    (anew,) = shown_in(pane, LiveView)
    assert anew.body.hasFocus()
    qtbot.waitUntil(lambda: anew.run.ended is not None, timeout=PATIENCE_MS)


def test_code_run_from_the_editor_brings_its_picture_into_sight(pane, qtbot):
    if sandbox.probe().level is Level.NONE:
        pytest.skip("this machine cannot hold a stranger's program")
    run(pane)
    (live,) = shown_in(pane, LiveView)
    qtbot.waitUntil(lambda: live.run.ended is not None, timeout=PATIENCE_MS)
    live.toggle_editor()
    bar = pane.view.verticalScrollBar()
    bar.setValue(bar.value() + live.y() + 40)
    assert live.y() < 0
    live.editing.editor.code.insertPlainText("import time\ntime.sleep(0)\n")
    bar.setValue(bar.value() + live.y() + 40)
    assert live.y() < 0
    live.editing.editor.run_button.click()
    assert 0 <= live.y() < pane.view.viewport().height() // 2
    assert live.canvas.isVisible()
    qtbot.waitUntil(lambda: live.run.ended is not None, timeout=PATIENCE_MS)


def test_a_verdict_on_a_live_view_waits_for_no_disk(pane, desk, qtbot, monkeypatch):
    if sandbox.probe().level is Level.NONE:
        pytest.skip("this machine cannot hold a stranger's program")
    run(pane)
    (live,) = shown_in(pane, LiveView)
    qtbot.waitUntil(lambda: live.run.ended is not None, timeout=PATIENCE_MS)
    inspector, reads = pane.window().side.inspector, []
    monkeypatch.setattr(desk.running, "runs", lambda answer: reads.append(answer) or [])
    live.body.setFocus()
    qtbot.keyClick(live.body, Qt.Key.Key_Y)
    assert inspector.verdict.chip.text() == "pass · you"
    # Runs are read behind whatever is still to be written; a verdict changes nothing of them.
    assert reads == []


def test_a_refusal_stands_in_the_live_views_place_and_can_be_tried_again(pane, desk, qtbot, monkeypatch):
    if sandbox.probe().level is Level.NONE:
        pytest.skip("this machine cannot hold a stranger's program")
    begin, causes = desk.running.start, ["No user namespaces here.", "Still none."]

    def start(answer, artifact, *, beside, consented=False, source=None):
        if causes:
            raise SandboxRefused(causes.pop(0), "Install bubblewrap.")
        return begin(answer, artifact, consented=consented)

    monkeypatch.setattr(desk.running, "start", start)
    run(pane)
    (card,) = shown_in(pane, RefusalCard)
    assert card.what.text() == "No user namespaces here."
    assert in_sight(pane, card)
    assert card.height() == card.full_height(card.width()) < 200
    assert pane.view.notice.isHidden()
    assert not shown_in(pane, LiveView)

    qtbot.mouseClick(card.retry_button, Qt.MouseButton.LeftButton)
    (again,) = shown_in(pane, RefusalCard)
    assert again.what.text() == "Still none."
    qtbot.mouseClick(again.retry_button, Qt.MouseButton.LeftButton)
    assert not shown_in(pane, RefusalCard)
    (live,) = shown_in(pane, LiveView)
    assert in_sight(pane, live)
    qtbot.waitUntil(lambda: live.run.ended is not None, timeout=PATIENCE_MS)


def test_a_refusal_can_be_closed_and_run_pressed_anew(pane, desk, qtbot, monkeypatch):
    def start(answer, artifact, *, beside, consented=False, source=None):
        raise SandboxRefused("Nothing here can hold it.")

    monkeypatch.setattr(desk.running, "start", start)
    room = pane.view.content_height()
    run(pane)
    run(pane)
    (card,) = shown_in(pane, RefusalCard)
    assert pane.view.content_height() > room
    pane.view.resize(pane.view.width() - 60, pane.view.height())
    assert card.height() == card.full_height(card.width())
    qtbot.mouseClick(card.dismiss_button, Qt.MouseButton.LeftButton)
    assert not shown_in(pane, RefusalCard)
    run(pane)
    assert len(shown_in(pane, RefusalCard)) == 1


@pytest.fixture
def bare(desk, monkeypatch):
    """A machine on which nothing holds a script, and a record of what was consented to."""
    report = SandboxReport(Level.NONE, (), ("namespaces",), ())
    monkeypatch.setattr(desk.running, "report", lambda: report)
    begin, consents = desk.running.start, []

    def start(answer, artifact, *, beside, consented=False, source=None):
        consents.append(consented)
        if not consented:
            raise SandboxRefused("Nothing here can hold it.")
        return begin(answer, artifact, consented=consented)

    monkeypatch.setattr(desk.running, "start", start)
    return consents


def give_consent(consent, qtbot):
    qtbot.mouseClick(consent.open_button, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(consent.field, "RUN")
    qtbot.mouseClick(consent.run_button, Qt.MouseButton.LeftButton)


def test_where_nothing_holds_a_script_one_run_can_be_consented_to(pane, desk, qtbot, bare):
    run(pane)
    (card,) = shown_in(pane, RefusalCard)
    give_consent(card.consent, qtbot)
    assert bare == [False, True]
    assert not shown_in(pane, RefusalCard)
    (live,) = shown_in(pane, LiveView)
    qtbot.waitUntil(lambda: live.run.ended is not None, timeout=PATIENCE_MS)

    def refuse(_source):
        raise SandboxRefused("The consent was for one run.")

    live.run.restart = refuse
    run(pane)
    assert bare == [False, True]
    give_consent(live.cards.card.consent, qtbot)
    assert bare == [False, True, True]
    (again,) = shown_in(pane, LiveView)
    assert again is not live
    assert in_sight(pane, again)
    qtbot.waitUntil(lambda: again.run.ended is not None, timeout=PATIENCE_MS)


def test_where_a_script_can_be_held_no_refusal_offers_to_run_it_unheld(pane, desk, qtbot, bare, monkeypatch):
    report = SandboxReport(Level.A, (), (), ())
    monkeypatch.setattr(desk.running, "report", lambda: report)
    run(pane)
    (card,) = shown_in(pane, RefusalCard)
    assert card.consent is None


def test_a_run_that_is_begun_anew_is_listed_while_the_next_one_goes_on(open_window, desk, ask, qtbot):
    if sandbox.probe().level is Level.NONE:
        pytest.skip("this machine cannot hold a stranger's program")
    window = open_window(desk, rooms=own_rooms(), size=(1280, 1000))
    ask(window, ENDLESS)
    window.page.panes[0].view.run_requested.emit(window.page.panes[0].view.artifacts()[1])
    (live,) = shown_in(window.page.panes[0], LiveView)
    listed = window.side.inspector.runs
    for earlier in (1, 2):
        qtbot.waitUntil(lambda: live.run.running, timeout=PATIENCE_MS)
        live.restart()
        qtbot.waitUntil(lambda earlier=earlier: len(listed.cards) == earlier, timeout=PATIENCE_MS)
        assert live.run.ended is None
    live.shut()
