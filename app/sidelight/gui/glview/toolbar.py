# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The live view's one quiet line: play, pause, step, stop, how it goes, speed, save a frame, full size."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from sidelight.domain.running import Outcome
from sidelight.gui.glview.buttons import QuietButton, WordButton
from sidelight.gui.glview.chip import Chip, Tone, outcome_meaning, outcome_tone, outcome_word
from sidelight.gui.glview.elided import shortened
from sidelight.gui.glview.frame_times import FrameTimesStrip
from sidelight.gui.glview.pace import USUAL_SPEED, FrameTimes
from sidelight.gui.glview.plain import plain_tooltip
from sidelight.gui.glview.words import State, speed_mark, speed_meaning, speed_words
from sidelight.gui.theme import Theme

ROOM_FOR_TIMES, ROOM_FOR_OUTCOME, ROOM_FOR_SPEED, ROOM_FOR_STEP = 600, 440, 400, 360
ROOM_FOR_VERDICT, ROOM_FOR_STATE, ROOM_FOR_CAMERA, ROOM_FOR_MORE = 360, 300, 200, 150
"""Widths in pixels from which there is room for each; eight panes side by side have little. What has no
button then is in the menu, and each has a key."""
SAID_FOR_MS = 4000
SEPARATOR = "  ·  "


class Toolbar(QWidget):
    """Buttons left and right, state and figures between; figures give way where it is narrow.

    Signals:
        restart, pause, step, stop, camera, full_size, live: the button was pressed.
    """

    restart = Signal()
    pause = Signal()
    step = Signal()
    stop = Signal()
    camera = Signal()
    full_size = Signal()
    live = Signal()

    def __init__(self, times: FrameTimes, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        space = theme.space
        self.restart_button = QuietButton("restart", self.tr("Restart"), theme, keys="R")
        self.pause_button = QuietButton("pause", self.tr("Pause"), theme, keys="P")
        self.step_button = QuietButton("step", self.tr("One frame on"), theme, keys=".")
        self.stop_button = QuietButton("stop", self.tr("Stop"), theme, keys="S")
        self.camera_button = QuietButton("camera", self.tr("Save this frame as PNG"), theme, keys="C")
        self.size_button = QuietButton("full-size", self.tr("Full size"), theme, keys="F")
        self.more_button = QuietButton(
            "more", self.tr("More: speed, strips, clips, editing"), theme, keys="M"
        )
        self.more_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.speed_button = QuietButton("", self.tr("Speed"), theme, keys="< >")
        self.speed_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.speed_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.speed_button.setFont(theme.sans(11))
        self.live_button = WordButton(self.tr("Live"), kind="link", keys="L")
        self.live_button.clicked.connect(self.live)
        self.live_button.hide()
        self.times = FrameTimesStrip(times, theme)
        self.edited = Chip(self.tr("edited by you"), "accent", theme)
        self.edited.setToolTip(self.tr("What runs is not what the answer says: you changed it."))
        self.edited.hide()
        self.restart_button.clicked.connect(self.restart)
        self.pause_button.clicked.connect(self.pause)
        self.step_button.clicked.connect(self.step)
        self.stop_button.clicked.connect(self.stop)
        self.camera_button.clicked.connect(self.camera)
        self.size_button.clicked.connect(self.full_size)
        self._state = Chip("", "quiet", theme, bare=True)
        self._figures = QLabel()
        self._figures.setProperty("kind", "small")
        self._figures.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._figures.setTextFormat(Qt.TextFormat.PlainText)
        self._hint_label = QLabel()
        self._hint_label.setProperty("kind", "small")
        self._hint_label.setTextFormat(Qt.TextFormat.PlainText)
        self._hint_label.hide()
        self._outcome = Chip("", "quiet", theme)
        self._outcome.hide()
        self.verdict = Chip("", None, theme)
        self.verdict.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(space.xs, space.xs, space.xs, space.xs)
        row.setSpacing(0)
        for button in (self.restart_button, self.pause_button, self.step_button, self.stop_button):
            row.addWidget(button)
        row.addSpacing(space.s)
        row.addWidget(self._state)
        row.addSpacing(space.xs)
        row.addWidget(self.live_button)
        row.addSpacing(space.s)
        row.addWidget(self._hint_label)
        row.addWidget(self._figures, 1)
        row.addWidget(self.times)
        row.addWidget(self.edited)
        row.addWidget(self._outcome)
        row.addWidget(self.verdict)
        row.addSpacing(space.xs)
        row.addWidget(self.speed_button)
        row.addWidget(self.camera_button)
        row.addWidget(self.more_button)
        row.addWidget(self.size_button)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._theme = theme
        self._facts: tuple[str, ...] = ()
        self._hint = self._sentence = self.news = self._told = self._notice = self._held = ""
        self._verdict_known: tuple[str, Tone | None, str] = ("", None, "")
        self._heard = QTimer(self)
        self._heard.setSingleShot(True)
        self._heard.setInterval(SAID_FOR_MS)
        self._heard.timeout.connect(self._forget_news)
        self._outcome_known = self._edited_known = self._waits = False
        self.show_speed(USUAL_SPEED)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        for button in self.findChildren(QuietButton):
            button.set_theme(theme)
        for part in (self._state, self._outcome, self.verdict, self.edited, self.times):
            part.set_theme(theme)

    def begin(self) -> None:
        """A new run: what was said of the one before is over."""
        self._notice = ""
        self._forget_news()

    def show_state(self, state: State, *, running: bool, paused: bool, picture: bool) -> None:
        """Say how the run stands, and offer what can be done with it."""
        self._state.say(state.word, state.tone)
        self._state.setToolTip(state.sentence)
        if running:
            self.restart_button.say("restart", self.tr("Restart"))
        else:
            self.restart_button.say("play", self.tr("Run again"))
        if paused and running:
            self.pause_button.say("play", self.tr("Go on"))
        else:
            self.pause_button.say("pause", self.tr("Pause"))
        waits = paused and running
        if waits != self._waits:
            self._waits = waits
            self._fit()
        self.pause_button.setEnabled(running)
        self.step_button.setEnabled(running)
        self.stop_button.setEnabled(running)
        self.camera_button.setEnabled(picture)

    def show_outcome(self, outcome: Outcome | None, error: str = "") -> None:
        """What the picture showed, when it is known and the state has not said it already.

        Args:
            outcome: what it showed.
            error: one that nobody caught, if there was one.
        """
        word = outcome_word(outcome, error) if outcome is not None else ""
        self._outcome_known = outcome is not None and word != self._state.text()
        if outcome is not None:
            self._outcome.say(word, outcome_tone(outcome, error))
            self._outcome.setToolTip(plain_tooltip(outcome_meaning(outcome, error)))
        self._fit()

    def show_verdict(self, word: str, tone: Tone | None, evidence: str) -> None:
        """What stands of the answer that the script is from, and why; no word if nothing does."""
        known = (word, tone, evidence)
        if known != self._verdict_known:
            self._verdict_known = known
            self.verdict.say(word, tone)
            self.verdict.setToolTip(plain_tooltip(evidence))
            self.verdict.setAccessibleDescription(evidence)
            self._fit()

    def show_facts(self, facts: tuple[str, ...], held: str = "") -> None:
        """Quiet figures, the most important first: the last ones go where there is no room.

        Args:
            facts: the figures.
            held: how strongly the script is held, as a sentence for their tooltip.
        """
        if (facts, held) != (self._facts, self._held):
            self._facts, self._held = facts, held
            self._fit()

    def show_hint(self, hint: str, sentence: str = "") -> None:
        """Something to know just now, until taken back with ``""``; figures stay as far as there is room.

        Args:
            hint: a word or two, or news that may be cut.
            sentence: all that is to be said of it, for its tooltip and for a screen reader.
        """
        if (hint, sentence) != (self._hint, self._sentence):
            self._hint, self._sentence = hint, sentence
            self._hint_label.setAccessibleName(hint)
            self._hint_label.setAccessibleDescription(sentence)
            self._fit()

    def show_speed(self, fps: float) -> None:
        """The speed that was chosen, in frames a second; 0 is as many as it can."""
        self.speed_button.setText(speed_mark(fps))
        self.speed_button.setAccessibleDescription(speed_words(fps))
        self.speed_button.setToolTip(plain_tooltip(f"{speed_words(fps)} (< >)\n{speed_meaning()}"))

    def show_past(self, looking_back: bool) -> None:
        """Whether an earlier frame is shown, from which a way leads back."""
        if looking_back == self.live_button.isHidden():
            self.live_button.setVisible(looking_back)
            self._fit()

    def show_edited(self, edited: bool) -> None:
        """Whether something else runs than the answer says."""
        self._edited_known = edited
        self._fit()

    def say(self, news: str, sentence: str = "") -> None:
        """Say something for some seconds, in the hint's place; ``sentence`` is all of it, for its tooltip."""
        self.news, self._told = news, sentence
        self._heard.start()
        self._fit()

    def hear(self, notice: str) -> None:
        """What the script's surroundings have to say, once."""
        if notice != self._notice:
            self._notice = notice
            if notice:
                self.say(notice)

    def _forget_news(self) -> None:
        self.news = ""
        self._fit()

    def state_word(self) -> str:
        """The state's word."""
        return self._state.text()

    def facts_shown(self) -> str:
        """The figures that stand between the buttons."""
        return self._figures.text().removeprefix(SEPARATOR)

    def hint_shown(self) -> str:
        """The hint that stands before them."""
        return self._hint_label.text()

    def set_full_size(self, on: bool) -> None:
        """The last button leads out into a window, or back."""
        self.size_button.say("full-size", self.tr("Back into the answer") if on else self.tr("Full size"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width has room for other figures."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """What matters least gives way first; pausing, stopping and full size stay at any width."""
        wide = self.width()
        self.step_button.setVisible(wide >= ROOM_FOR_STEP)
        self.camera_button.setVisible(wide >= ROOM_FOR_CAMERA)
        self.more_button.setVisible(wide >= ROOM_FOR_MORE)
        self.speed_button.setVisible(wide >= ROOM_FOR_SPEED)
        self.times.setVisible(wide >= ROOM_FOR_TIMES and self.stop_button.isEnabled())
        hint = self.news or self._hint
        # News are few, and there for a moment: all else that is words gives way to them where it is narrow.
        told = self.news and wide < ROOM_FOR_TIMES
        self.edited.setVisible(self._edited_known and not told and wide >= ROOM_FOR_STATE)
        more = self.edited.sizeHint().width() if not self.edited.isHidden() else 0
        # A verdict is of the answer: what a person made of it has none.
        judged = bool(self._verdict_known[0]) and not self._edited_known
        self.verdict.setVisible(judged and not told and wide >= ROOM_FOR_VERDICT)
        # What it showed is in the verdict's evidence, too.
        judged = not self.verdict.isHidden()
        room_for_outcome = not hint and not judged and wide >= ROOM_FOR_OUTCOME + more
        self._outcome.setVisible(self._outcome_known and room_for_outcome)
        more += self.verdict.sizeHint().width() if judged else 0
        self._state.setVisible(not told and wide >= ROOM_FOR_STATE + more)
        metrics = QFontMetrics(self._figures.font())
        room = self._room()
        if hint and not self._state.isHidden() and not (self._waits and self.live_button.isHidden()):
            # The state gives way to a hint: a script that takes keys is running, and its figures say so. That
            # it waits nothing else says.
            whole = SEPARATOR.join((hint, *self._facts[:1]))
            if metrics.horizontalAdvance(whole) > room:
                self._state.hide()
                room = self._room()
        room -= self._show_hint(metrics, room)
        lead = SEPARATOR if hint else ""
        count = len(self._facts)
        figures = lead + SEPARATOR.join(self._facts) if count else ""
        while count and metrics.horizontalAdvance(figures) > room:
            count -= 1
            figures = lead + SEPARATOR.join(self._facts[:count]) if count else ""
        self._figures.setText(figures)
        all_ = [SEPARATOR.join(self._facts)] if count < len(self._facts) else []
        self._figures.setToolTip(plain_tooltip("\n".join([*all_, self._held] if self._held else all_)))

    def _room(self) -> int:
        """The width in pixels that the buttons and chips leave between them."""
        space = self._theme.space
        taken = 2 * space.xs + 2 * space.s + 2 * space.xs
        others = (self._state, self._outcome, self.verdict, self.edited, self.live_button, self.times)
        for part in (*self.findChildren(QuietButton), *others):
            if not part.isHidden():
                taken += part.sizeHint().width()
        return self.width() - taken

    def _show_hint(self, metrics: QFontMetrics, room: int) -> int:
        """Show the hint in at most this much room; gives the width that it takes."""
        hint = self.news or self._hint
        shown = shortened(hint, metrics, max(0, room))
        self._hint_label.setText(shown)
        self._hint_label.setVisible(bool(shown))
        whole = hint if shown != hint else ""
        told = self._told if self.news else self._sentence
        self._hint_label.setToolTip(plain_tooltip(told or whole))
        return metrics.horizontalAdvance(shown)
