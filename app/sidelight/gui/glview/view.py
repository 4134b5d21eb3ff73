# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The live view: one running script in the answer's flow."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sidelight.domain.errors import SandboxRefused, UsageError
from sidelight.domain.running import RunEnd
from sidelight.gui.glview import heights
from sidelight.gui.glview.canvas import Canvas
from sidelight.gui.glview.card_place import CardPlace
from sidelight.gui.glview.cards import RefusalCard, TroubleCard
from sidelight.gui.glview.copying import Copying
from sidelight.gui.glview.editing import Editing
from sidelight.gui.glview.frame import Body, Grip, paint_card
from sidelight.gui.glview.full_size import FullSize
from sidelight.gui.glview.looking_back import LookingBack
from sidelight.gui.glview.menu import add_menus, add_shortcuts
from sidelight.gui.glview.output import Output
from sidelight.gui.glview.pictures import Pictures
from sidelight.gui.glview.steering import Steering
from sidelight.gui.glview.timeline import Timeline
from sidelight.gui.glview.toolbar import Toolbar
from sidelight.gui.glview.words import ago, facts_of, held_sentence, hint_of, state_of, trouble_of
from sidelight.gui.theme import Theme

if TYPE_CHECKING:
    from sidelight.workbench.live_run import LiveRun


class LiveView(QWidget):
    """Shows a run, steers it, and says how it went. ``shut`` ends the run; call it before the view goes.

    Signals:
        ended: the run ended (its ``RunEnd``).
        line_requested: a line of the answer's script, counted from 1, at which it failed.
        height_wanted: the height that shows everything changed; for whoever places the view.
        sight_wanted: other code was run, and its picture is to be seen; for the same.
        frame_saved: the ``Path`` of a saved picture.
        consent_given: restarting was refused, and somebody wants it run once although nothing holds it.
        verdict_wanted: a person says ``pass`` or ``fail``, again the one that stands to take it back.
        input_made: something that a person did on the picture (a message for the script, a dict).

    Attributes:
        may_consent: whether a refusal may offer that; whoever places the view says so.
    """

    consent_given = Signal()
    ended = Signal(object)
    line_requested = Signal(int)
    sight_wanted = Signal()
    height_wanted = Signal(int)
    frame_saved = Signal(object)
    input_made = Signal(object)
    verdict_wanted = Signal(str)

    def __init__(
        self,
        run: LiveRun,
        theme: Theme,
        save_folder: Callable[[], Path],
        parent: QWidget | None = None,
        *,
        clock_s: Callable[[], float] = time.monotonic,
    ) -> None:
        """Show a run.

        Args:
            run: a script that was started.
            theme: the look.
            save_folder: gives the folder in which frames are saved.
            parent: the owner.
            clock_s: seconds, only growing.
        """
        super().__init__(parent)
        self.run = run
        self._theme = theme
        self.may_consent: Callable[[], bool] = lambda: False
        self._shut = False
        self._picture_height: int | None = None
        self._shape = QSize(4, 3)  # of the script's own window, once its first frame has come
        self._shaped = False
        self._told_height = 0
        self.setAccessibleName(self.tr("Live view"))

        self.body = Body()
        self.canvas = Canvas(theme)
        self.steering = Steering(run, self.canvas.show_frame, clock_s, self)
        self.past = LookingBack(self.steering, self._show_still, self)
        self.pictures = Pictures(run, self.canvas, self.past, save_folder, self)
        self.timeline = Timeline(theme)
        self.cards = CardPlace()
        self.toolbar = Toolbar(self.steering.times, theme)
        self.output = Output(theme)
        Copying(run, self.canvas, self.steering, self.toolbar.say)
        inside = QVBoxLayout(self.body)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addWidget(self.canvas, 1)
        for part in (self.timeline, self.toolbar, self.cards, self.output):
            inside.addWidget(part)
        self.editing = Editing(inside, lambda: (run.artifact.text, run.source), self)
        self._grip = Grip(theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        self.full_size = FullSize(self.body, column, theme, self)
        column.addWidget(self.body, 1)
        column.addWidget(self.full_size.elsewhere, 1)
        column.addWidget(self._grip)
        self._connect()
        add_menus(self)
        add_shortcuts(self)
        self._begin()

    # what a person can do

    def restart(self) -> None:
        """Run the script again from its first line; the answer's own, if the editor was taken back to it."""
        self._restart(lambda: self.run.restart(self.editing.taken_back()))

    def restart_held(self) -> None:
        """Run the script again up to its first frame."""
        self._restart(lambda: self.run.restart(self.editing.taken_back(), held=True))

    def run_edited(self, text: str) -> None:
        """Run a text that a person changed; the answer stays as it is."""
        self._restart(lambda: self.run.restart(text))
        self.sight_wanted.emit()

    def run_original(self) -> None:
        """Run what the answer says."""
        self.run_edited(self.run.artifact.text)

    def save(self) -> Path | None:
        """Save the picture as it stands; says where, or why it could not."""
        return self.pictures.save_frame()

    def toggle_pause(self) -> None:
        """Hold the script at its next frame, or let it go on; from an earlier frame, back to live and on."""
        if self.past.active:
            self.past.leave()
            self.steering.set_held(False)
        else:
            self.steering.toggle_pause()

    def make_higher(self, by: int) -> None:
        """Make the picture so many pixels higher, or lower."""
        if not self.canvas.isHidden() and self.full_size.window is None:
            height = (self._picture_height or self.canvas.height()) + by
            self._picture_height = heights.chosen(height)
            self._wish()

    def toggle_full_size(self) -> None:
        """Move the view into a window of its own, or back."""
        if self.full_size.window is not None:
            self.full_size.close()
            return
        self.full_size.open(self._theme, self.run.title or self.tr("Live view"), self._shape, self._below)
        (self.canvas if self.run.ended is None else self.body).setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_hint()

    def toggle_editor(self) -> None:
        """Open the code below the picture, or put it away."""
        if self.editing.open:
            self.editing.hide()
        else:
            self.editing.show(self._theme)

    def shut(self) -> None:
        """End the run and let its pixels go; the last picture stays."""
        if self._shut:
            return
        self._shut = True
        self.full_size.close()
        self.steering.detach()
        self.steering.asked_to_stop |= self.run.ended is None
        self.canvas.keep()
        self.run.close()
        self._show()

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        parts = (self.canvas, self.timeline, self.toolbar, self.cards, self.output, self.editing, self._grip)
        for part in parts:
            part.set_theme(theme)
        self.update()

    # what it shows

    def sizeHint(self) -> QSize:
        """Everything at this width, the picture at its own shape."""
        return QSize(480, self.full_height())

    def full_height(self) -> int:
        """The height at which nothing is cut."""
        below = self._below(max(self.width(), 200) - 2) + self._grip.height() + 2  # hairlines around it
        if self.canvas.isHidden():
            return below
        natural = heights.natural(self.width() - 2, self._shape, flows=self.run.flows)
        return below + (self._picture_height or natural)

    def _below(self, width: int) -> int:
        """How high everything is that stands below the picture, this wide."""
        timeline = 0 if self.timeline.isHidden() else self.timeline.height()
        parts = self.output.height_wanted() + self.cards.height_wanted(width) + self.editing.height_wanted()
        return timeline + self.toolbar.sizeHint().height() + parts

    def paintEvent(self, event: QPaintEvent) -> None:
        """A card."""
        paint_card(self, self._theme, focused=self.body.hasFocus() and self.full_size.window is None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width wants another height, once."""
        if not self._told_height:
            self._wish()

    def event(self, event: QEvent) -> bool:
        """A view on its way out takes its run along, and one that is taken away its window."""
        if event.type() == QEvent.Type.ParentChange and hasattr(self, "full_size"):
            self.full_size.close()
        if event.type() == QEvent.Type.DeferredDelete:
            self.shut()
        return super().event(event)

    # the run

    def _restart(self, start: Callable[[], None]) -> None:
        if self._shut:
            return
        self.past.abandon()
        self.steering.detach()
        self.canvas.keep()
        try:
            start()
        except SandboxRefused as refusal:
            self._show_refusal(refusal)
            return
        except UsageError as error:
            self.steering.attach()
            self.toolbar.say(error.sentence)
            return
        self._begin()

    def _begin(self) -> None:
        self.cards.clear()
        self._shaped = False
        self.canvas.forget()
        self.canvas.show()
        self.timeline.show()
        self.canvas.set_live(True)
        self.canvas.set_words(self.tr("Starting…"))
        self.output.clear()
        self.toolbar.begin()
        self.past.set_seen(self.canvas.seen)
        self.steering.attach()
        self._show()

    def _finish(self, end: RunEnd) -> None:
        self.canvas.keep()
        held_keyboard = self.canvas.hasFocus()
        self.canvas.set_live(False)
        if held_keyboard:
            self.body.setFocus(Qt.FocusReason.OtherFocusReason)
        trouble = trouble_of(self.run, asked_to_stop=self.steering.asked_to_stop)
        if trouble is not None:
            self.cards.put(TroubleCard(trouble, self._theme, output=bool(self.run.output)))
        if not self.canvas.has_picture():
            self.canvas.hide()
            self.timeline.hide()
            if trouble is None and self.run.output:
                self.output.set_open(True)
        self._show()
        self._wish()
        self.ended.emit(end)

    def _show_line(self, line: int) -> None:
        """The line at fault stands in the answer, unless something else was run."""
        if self.run.edited:
            self.editing.show(self._theme, line)
        else:
            self.line_requested.emit(line)

    def _send(self, message: object) -> None:
        if not self._shut and isinstance(message, dict):
            self.run.send(message)
            self.input_made.emit(message)

    # the parts

    def _connect(self) -> None:
        self.body.entered.connect(self._enter_picture)
        self.body.focus_changed.connect(self._show_hint)
        self.steering.changed.connect(self._show)
        self.steering.watched.connect(self.canvas.look)
        self.steering.watched.connect(self._show)
        self.steering.watched.connect(lambda: self.cards.watch(self.run, self._theme))
        self.steering.ended.connect(self._finish)
        self.canvas.message.connect(self._send)
        self.canvas.keyboard_changed.connect(self._show_hint)
        self.canvas.seen_changed.connect(self.steering.set_seen)
        self.canvas.seen_changed.connect(self.past.set_seen)
        self.canvas.released.connect(lambda: self.body.setFocus(Qt.FocusReason.OtherFocusReason))
        self.past.changed.connect(self._show)
        self.timeline.sought.connect(self.past.seek)
        self.timeline.stepped.connect(self.past.step)
        self.timeline.live_wanted.connect(self.past.leave)
        self.pictures.said.connect(self.toolbar.say)
        self.pictures.saved.connect(self.frame_saved)
        self.toolbar.restart.connect(self.restart)
        self.toolbar.pause.connect(self.toggle_pause)
        self.toolbar.step.connect(lambda: self.past.step(1))
        self.toolbar.stop.connect(self.steering.stop)
        self.toolbar.camera.connect(self.save)
        self.toolbar.full_size.connect(self.toggle_full_size)
        self.toolbar.live.connect(self.past.leave)
        self.cards.restart_requested.connect(self.restart)
        self.cards.line_requested.connect(self._show_line)
        self.cards.edit_requested.connect(lambda line: self.editing.show(self._theme, line or None))
        self.cards.output_requested.connect(lambda: self.output.set_open(True))
        self.cards.consent_given.connect(self.consent_given)
        self.cards.resized.connect(self._wish)
        self.output.toggled.connect(self._wish)
        self.editing.run_requested.connect(self.run_edited)
        self.editing.resized.connect(self._wish)
        self.editing.left.connect(lambda: self.body.setFocus(Qt.FocusReason.OtherFocusReason))
        self.full_size.moved.connect(self._moved)
        self._grip.dragged.connect(self.make_higher)

    def _show(self) -> None:
        run = self.run
        self.canvas.follow(run)
        self.toolbar.hear(run.notice)
        if self.canvas.has_picture() and not self._shaped:
            self._shaped, self._shape = True, self.canvas.picture_size()
            self._wish()
        self.output.show_output(run.output)
        held, back = self.steering.held, self.past.back_s
        state = state_of(run, held=held, asked_to_stop=self.steering.asked_to_stop, back_s=back)
        running, picture = self.steering.running, self.canvas.has_picture()
        self.toolbar.show_state(state, running=running, paused=held, picture=picture)
        self.toolbar.show_past(self.past.active)
        self.toolbar.show_edited(run.edited)
        self.toolbar.show_outcome(run.outcome, run.uncaught)
        self.toolbar.show_speed(self.steering.speed)
        self.toolbar.show_facts(facts_of(run, self.steering.fps), held_sentence(run.level))
        self.timeline.show_past(self.past.length_s, back)
        self.full_size.show_name(run.title or self.tr("Live view"), run.icon)

    def _show_still(self, picture: QImage | None) -> None:
        back = self.past.back_s
        self.canvas.show_still(picture, "" if back is None else ago(back))
        self.canvas.set_live(picture is None and self.steering.running)

    def _show_hint(self) -> None:
        hint, sentence = hint_of(
            script=self.run.ended is None and self.canvas.hasFocus(),
            caught=self.canvas.catches_pointer(),
            entry=self.run.ended is None and self.body.hasFocus(),
            window=self.full_size.window is not None,
        )
        self.toolbar.show_hint(hint, sentence)
        self.setAccessibleDescription(sentence)
        self.update()

    def _enter_picture(self) -> None:
        if self.run.ended is None and not self.canvas.isHidden():
            self.past.leave()
            self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_refusal(self, refusal: SandboxRefused) -> None:
        # What one consents to is the answer's own code, and nothing else is then run.
        may_consent = self.may_consent() and not self.run.edited
        self.cards.put(RefusalCard(refusal, self._theme, may_consent=may_consent))
        self._show()
        self._wish()

    def _moved(self, out: bool) -> None:
        self.canvas.set_round(not out)
        self.toolbar.set_full_size(out)
        if not out:
            self.body.setFocus(Qt.FocusReason.OtherFocusReason)
            self._show_hint()

    def _wish(self) -> None:
        wanted = self.full_height()
        if wanted != self._told_height:
            self._told_height = wanted
            self.updateGeometry()
            self.height_wanted.emit(wanted)
