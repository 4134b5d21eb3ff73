# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The live view: one running script in the answer's flow."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QPaintEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sidelight.domain.errors import SandboxRefused
from sidelight.domain.running import RunEnd
from sidelight.gui.glview.canvas import Canvas
from sidelight.gui.glview.capture import save_frame
from sidelight.gui.glview.cards import RefusalCard, TroubleCard
from sidelight.gui.glview.frame import Body, Elsewhere, FullSizeWindow, Grip, paint_card
from sidelight.gui.glview.output import Output
from sidelight.gui.glview.steering import Steering
from sidelight.gui.glview.toolbar import Toolbar
from sidelight.gui.glview.words import Trouble, facts_of, hint_of, state_of, trouble_of
from sidelight.gui.theme import Theme

if TYPE_CHECKING:
    from sidelight.workbench.live_run import LiveRun

SAID_FOR_MS = 4000
LEAST_PICTURE, NATURAL_PICTURE, MOST_PICTURE = 120, 600, 1400
HEIGHT_STEP = 48


class LiveView(QWidget):
    """Shows a run, steers it, and says how it went. ``shut`` ends the run; call it before the view goes.

    Signals:
        ended: the run ended (its ``RunEnd``).
        line_requested: a line of the script, counted from 1, at which it failed.
        height_wanted: the height that shows everything changed; for whoever places the view.
        frame_saved: the ``Path`` of a saved frame.
        consent_given: restarting was refused, and somebody wants it run once although nothing holds it.

    Attributes:
        may_consent: whether a refusal may offer that; whoever places the view says so.
    """

    consent_given = Signal()
    ended = Signal(object)
    line_requested = Signal(int)
    height_wanted = Signal(int)
    frame_saved = Signal(object)

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
        self._save_folder = save_folder
        self.may_consent: Callable[[], bool] = lambda: False
        self._shut = False
        self._picture_height: int | None = None
        self._shape = QSize(4, 3)  # of the script's own window, once its first frame has come
        self._shaped = False
        self._told_height = 0
        self._window: FullSizeWindow | None = None
        self._card: TroubleCard | RefusalCard | None = None
        self.setAccessibleName(self.tr("Live view"))

        self.body = Body()
        self.body.entered.connect(self._enter_picture)
        self.body.focus_changed.connect(self._show_hint)
        self.canvas = Canvas(theme)
        self.steering = Steering(run, self.canvas.show_frame, clock_s, self)
        self.steering.changed.connect(self._show)
        self.steering.watched.connect(self._look)
        self.steering.ended.connect(self._finish)
        self.canvas.message.connect(self._send)
        self.canvas.keyboard_changed.connect(self._show_hint)
        self.canvas.seen_changed.connect(self.steering.set_seen)
        self.canvas.released.connect(lambda: self.body.setFocus(Qt.FocusReason.OtherFocusReason))
        self.toolbar = Toolbar(theme)
        self.toolbar.restart.connect(self.restart)
        self.toolbar.pause.connect(self.steering.toggle_pause)
        self.toolbar.step.connect(self.steering.step)
        self.toolbar.stop.connect(self.steering.stop)
        self.toolbar.camera.connect(self.save)
        self.toolbar.full_size.connect(self.toggle_full_size)
        self.output = Output(theme)
        self.output.toggled.connect(self._wish)
        self._inside = QVBoxLayout(self.body)
        self._inside.setContentsMargins(0, 0, 0, 0)
        self._inside.setSpacing(0)
        self._inside.addWidget(self.canvas, 1)
        self._inside.addWidget(self.toolbar)
        self._inside.addWidget(self.output)

        self._elsewhere = Elsewhere(theme)
        self._elsewhere.back_requested.connect(self.toggle_full_size)
        self._elsewhere.hide()
        self._grip = Grip(theme)
        self._grip.dragged.connect(self._drag)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self.body, 1)
        column.addWidget(self._elsewhere, 1)
        column.addWidget(self._grip)

        self._said = QTimer(self)
        self._said.setSingleShot(True)
        self._said.setInterval(SAID_FOR_MS)
        self._said.timeout.connect(self._show_hint)
        self._make_shortcuts()
        self._begin()

    # what a person can do

    def restart(self) -> None:
        """Run the script again from its first line."""
        if self._shut:
            return
        self.steering.detach()
        self.canvas.keep()
        try:
            self.run.restart()
        except SandboxRefused as refusal:
            self._show_refusal(refusal)
            return
        self._begin()

    def save(self) -> Path | None:
        """Save the picture as it stands; says where, or why it could not."""
        if not self.canvas.has_picture():
            return None
        try:
            path = save_frame(self.canvas.picture(), self._save_folder(), self.run.title or self.tr("frame"))
        except OSError as error:
            self._say(self.tr("The frame was not saved: {cause}").format(cause=error.strerror or str(error)))
            return None
        self._say(self.tr("Saved {path}").format(path=path))
        self.frame_saved.emit(path)
        return path

    def toggle_full_size(self) -> None:
        """Move the view into a window of its own, or back."""
        if self._window is not None:
            self._window.close()
            return
        window = FullSizeWindow(self, self._theme, self.run.title or self.tr("Live view"))
        window.closing.connect(self._come_back)
        self._window = window
        self.canvas.set_round(False)
        self._elsewhere.show()
        if (place := self.parentWidget()) is not None:
            place.installEventFilter(self)
        window.hold(self.body, self._shape, self._below)
        self.toolbar.set_full_size(True)
        window.show()
        window.activateWindow()
        (self.canvas if self.run.ended is None else self.body).setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_hint()

    def shut(self) -> None:
        """End the run and let its pixels go; the last picture stays."""
        if self._shut:
            return
        self._shut = True
        if self._window is not None:
            self._window.close()
        self.steering.detach()
        self.steering.asked_to_stop |= self.run.ended is None
        self.canvas.keep()
        self.run.close()
        self._show()

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        for part in (self.canvas, self.toolbar, self.output, self._grip, self._card):
            if part is not None:
                part.set_theme(theme)
        self.update()

    # what it shows

    def trouble(self) -> Trouble | None:
        """What went wrong, if something did."""
        return trouble_of(self.run, asked_to_stop=self.steering.asked_to_stop)

    def sizeHint(self) -> QSize:
        """Everything at this width, the picture at its own shape."""
        return QSize(480, self.full_height())

    def full_height(self) -> int:
        """The height at which nothing is cut."""
        below = self._below(max(self.width(), 200) - 2) + self._grip.height() + 2  # hairlines around it
        if self.canvas.isHidden():
            return below
        natural = round((self.width() - 2) * self._shape.height() / self._shape.width())
        return below + (self._picture_height or max(LEAST_PICTURE, min(natural, NATURAL_PICTURE)))

    def _below(self, width: int) -> int:
        """How high everything is that stands below the picture, this wide."""
        height = self.toolbar.sizeHint().height() + self.output.height_wanted()
        if self._card is not None:
            height += max(self._card.heightForWidth(width), self._card.minimumSizeHint().height())
        return height

    def paintEvent(self, event: QPaintEvent) -> None:
        """A card."""
        paint_card(self, self._theme, focused=self.body.hasFocus() and self._window is None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width wants another height, once."""
        super().resizeEvent(event)
        if not self._told_height:
            self._wish()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Whoever holds the view has left the screen: no window is left behind.

        Not the view's own hiding: it is hidden, and may stay in its window, when scrolled out of sight.
        """
        if event.type() == QEvent.Type.Hide and not event.spontaneous() and self._window is not None:
            self._window.close()
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        """A view on its way out takes its run along, and one that is taken away its window."""
        if event.type() == QEvent.Type.ParentChange and self._window is not None:
            self._window.close()
        if event.type() == QEvent.Type.DeferredDelete:
            self.shut()
        return super().event(event)

    # the run

    def _begin(self) -> None:
        self._take_card_away()
        self._shaped = False
        self.canvas.forget()
        self.canvas.show()
        self.canvas.set_live(True)
        self.canvas.set_words(self.tr("Starting…"))
        self.output.clear()
        self.steering.attach()
        self._show()

    def _finish(self, end: RunEnd) -> None:
        self.canvas.keep()
        held_keyboard = self.canvas.hasFocus()
        self.canvas.set_live(False)
        if held_keyboard:
            self.body.setFocus(Qt.FocusReason.OtherFocusReason)
        trouble = self.trouble()
        if trouble is not None:
            card = TroubleCard(trouble, self._theme)
            card.line_requested.connect(self.line_requested)
            card.restart_requested.connect(self.restart)
            card.output_requested.connect(lambda: self.output.set_open(True))
            card.output_button.setHidden(not self.run.output)
            self._put_card(card)
        if not self.canvas.has_picture():
            self.canvas.hide()
            if trouble is None and self.run.output:
                self.output.set_open(True)
        self._show()
        self._wish()
        self.ended.emit(end)

    def _look(self) -> None:
        self.canvas.look()
        self._show()

    def _send(self, message: object) -> None:
        if not self._shut and isinstance(message, dict):
            self.run.send(message)

    # the parts

    def _show(self) -> None:
        run = self.run
        self.canvas.set_resizable(run.resizable)
        if self.canvas.has_picture() and not self._shaped:
            self._shaped, self._shape = True, self.canvas.picture_size()
            self._wish()
        self.output.show_output(run.output)
        held = self.steering.held
        state = state_of(run, held=held, asked_to_stop=self.steering.asked_to_stop)
        self.toolbar.show_state(
            state,
            running=self.steering.running,
            paused=held,
            picture=self.canvas.has_picture(),
        )
        self.toolbar.show_outcome(run.outcome)
        self.toolbar.show_facts(facts_of(run, self.steering.fps))

    def _show_hint(self) -> None:
        if self._said.isActive():
            return
        hint, sentence = hint_of(
            script=self.run.ended is None and self.canvas.hasFocus(),
            entry=self.run.ended is None and self.body.hasFocus(),
            window=self._window is not None,
        )
        self.toolbar.show_hint(hint, sentence)
        self.setAccessibleDescription(sentence)
        self.update()

    def _say(self, words: str) -> None:
        self.toolbar.show_hint(words)
        self._said.start()

    def _enter_picture(self) -> None:
        if self.run.ended is None and not self.canvas.isHidden():
            self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_refusal(self, refusal: SandboxRefused) -> None:
        card = RefusalCard(refusal, self._theme, may_consent=self.may_consent())
        card.retry_requested.connect(self.restart)
        card.consent_given.connect(self.consent_given)
        card.height_wanted.connect(self._wish)
        card.dismiss_button.hide()
        self._put_card(card)
        self._show()
        self._wish()

    def _put_card(self, card: TroubleCard | RefusalCard) -> None:
        self._take_card_away()
        self._card = card
        self._inside.insertWidget(2, card)

    def _take_card_away(self) -> None:
        if self._card is not None:
            self._inside.removeWidget(self._card)
            self._card.hide()
            self._card.deleteLater()
            self._card = None

    def _come_back(self) -> None:
        window, self._window = self._window, None
        self._elsewhere.hide()
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        column.insertWidget(0, self.body, 1)
        self.body.show()
        self.canvas.set_round(True)
        self.toolbar.set_full_size(False)
        self.body.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_hint()
        if window is not None:
            window.deleteLater()

    def _make_shortcuts(self) -> None:
        for keys, action in (
            ("R", self.restart),
            ("P", self.steering.toggle_pause),
            (".", self.steering.step),
            ("S", self.steering.stop),
            ("C", self.save),
            ("F", self.toggle_full_size),
            ("O", lambda: self.output.set_open(not self.output.is_open())),
            ("+", lambda: self._drag(HEIGHT_STEP)),
            ("-", lambda: self._drag(-HEIGHT_STEP)),
        ):
            shortcut = QShortcut(QKeySequence(keys), self.body)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(action)

    def _drag(self, down: int) -> None:
        if not self.canvas.isHidden() and self._window is None:
            height = (self._picture_height or self.canvas.height()) + down
            self._picture_height = max(LEAST_PICTURE, min(height, MOST_PICTURE))
            self._wish()

    def _wish(self) -> None:
        wanted = self.full_height()
        if wanted != self._told_height:
            self._told_height = wanted
            self.updateGeometry()
            self.height_wanted.emit(wanted)
