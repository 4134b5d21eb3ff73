# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Shows a page on the stage: its pictures as they change, its input, its pauses and its end."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable

from PySide6.QtCore import (
    QLocale,
    QMessageLogContext,
    QObject,
    QSocketNotifier,
    Qt,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtGui import QImage
from PySide6.QtQuickWidgets import QQuickWidget
from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineScript
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QApplication, QWidget

from sidelight.domain.copying import TOLD
from sidelight.stage.channel import Channel
from sidelight.stage.events import ButtonChange, Focus, Input, KeyChange, Motion, Quit, Resize, Scale, Wheel
from sidelight.stage.keys import CTRL
from sidelight.stage.page import outside
from sidelight.stage.page.copying import Copying
from sidelight.stage.page.hands import Hands, above
from sidelight.stage.page.parting import PIECE, tell_long
from sidelight.stage.page.sheet import Sheet
from sidelight.stage.page.shelf import Shelf
from sidelight.stage.page.telling import Telling
from sidelight.stage.ring import MAX_HEIGHT, MAX_WIDTH, RingWriter

WIDTH, HEIGHT = 960, 600
SMALLEST = 50
LOOK_S = 1 / 60
UNLOADED_MS = 1500
ZOOMS = (0.25, 4.0)
ZOOM_STEP = 1.1
BUSY = "The page is busy and does not answer."
_ASKED_EVERY_S = 2.0
_PATIENCE_S = 5.0
_DIED = 1
_MOST_SAID = 100


def play(html: bytes, shelf: Shelf, ring: RingWriter, channel: Channel) -> int:
    """Show a page until it ends; what it asks for outside may be on the shelf. Returns the exit code."""
    qInstallMessageHandler(_only_grave)
    outside.register()
    # In the plain locale of the sandbox the engine would write numbers and dates as no browser does.
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    application = QApplication(["page"])
    player = Player(html, shelf, ring, channel)
    player.begin()
    return application.exec()


def _only_grave(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    """Leave out what Qt and the engine say about a screen and devices that are not here."""
    if kind in (QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg):
        print(message, file=sys.stderr, flush=True)


class Player(QObject):
    """One page, its window in memory, and the line to the application."""

    def __init__(self, html: bytes, shelf: Shelf, ring: RingWriter, channel: Channel) -> None:
        super().__init__()
        self._ring = ring
        self._channel = channel
        self._said: set[str] = set()
        self._title = self._title_told = ""
        self._input = Input()
        self._view = QWebEngineView()
        self._view.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._sheet = Sheet(html, shelf, self.say, self)
        self._view.setPage(self._sheet)
        self._hands = Hands(self._view)
        self._changed = True
        self._loaded = False
        self._shown = 0
        self._shown_at = 0.0
        self._canvas: QQuickWidget | None = None
        self._over = 0
        self._scale = 1.0
        self._stopped = 0
        self._asked_at = 0.0
        self._answered_at = 0.0
        self._look = QTimer(self)
        self._look.setTimerType(Qt.TimerType.PreciseTimer)
        self._look.setInterval(round(LOOK_S * 1000))
        self._look.timeout.connect(self._tick)
        self._copying = Copying(channel, self)
        self._words = 0
        self._telling = Telling(self._ask, self._tell_words, self._tell_focus)
        self._sheet.loadFinished.connect(self._load_finished)
        self._sheet.titleChanged.connect(self._titled)
        self._sheet.renderProcessTerminated.connect(self._died)

    def begin(self) -> None:
        """Load the page and show it from now on."""
        self._channel.tell({"t": "toolkit", "name": "HTML"})
        self._view.resize(WIDTH, HEIGHT)
        self._view.show()
        self._view.activateWindow()
        self._view.setFocus()
        self._tell_size()
        descriptor = self._channel.fd
        assert descriptor is not None
        self._heard = QSocketNotifier(descriptor, QSocketNotifier.Type.Read, self)
        self._heard.activated.connect(self._hear)
        self._sheet.load(outside.HOME)
        # One that takes long is worth seeing as far as it has come.
        QTimer.singleShot(UNLOADED_MS, self, self._show_unloaded)
        self._look.start()

    def say(self, sentence: str) -> None:
        """Tell the person something; the same once."""
        if sentence not in self._said and len(self._said) < _MOST_SAID:
            self._said.add(sentence)
            self._channel.tell({"t": "notice", "text": sentence})

    # pictures

    def _tick(self) -> None:
        self._hold(self._ring.paused and self._shown > 0)
        self._watch()
        self._tell_title()
        now = time.monotonic()
        if not self._stopped:
            self._see_whether_it_answers(now)
            if self._loaded and not self._over:
                self._telling.tick(now)
        due = now - self._shown_at >= self._ring.interval * 0.95
        if self._changed and self._loaded and due and not self._stopped:
            self._shown_at = now
            self._telling.drawn(now)
            self._show()

    def _watch(self) -> None:
        """Hear of each picture that the engine finishes, whichever part of the window it draws in now."""
        canvas = self._view.findChild(QQuickWidget)
        if canvas is not None and canvas is not self._canvas:
            self._canvas = canvas
            canvas.quickWindow().afterRendering.connect(self._painted)
        over = above(self._view)
        if over or self._over:
            self._changed = True
        for window in over:
            self._bring_into_sight(window)
        # A page that asks something on its way up waits for the answer, so what it asks must be seen.
        self._loaded = self._loaded or bool(over)
        self._over = len(over)

    def _bring_into_sight(self, window: QWidget) -> None:
        """A question that was asked in a larger room than there is now stands where it can be answered."""
        room, place = self._view.rect(), window.geometry()
        if not room.contains(place):
            x = max(0, min(place.x(), room.width() - place.width()))
            y = max(0, min(place.y(), room.height() - place.height()))
            if (x, y) != (place.x(), place.y()):
                window.move(x, y)

    def _painted(self) -> None:
        self._changed = True

    def _show(self) -> None:
        self._changed = False
        width, height = self._view.width(), self._view.height()
        self._ring.begin()
        pixels = self._ring.pixels(width, height)
        # The ring's bytes are an image as they are: BGRA, rows from the top.
        image = QImage(pixels, width, height, 4 * width, QImage.Format.Format_RGB32)
        self._view.render(image)
        for window in above(self._view):
            window.render(image, window.pos())
        del image, pixels
        self._ring.commit(width, height)
        self._shown += 1
        self._ring.count(self._shown)
        if self._shown == 1:
            self._channel.tell({"t": "first", "w": width, "h": height})
        self._channel.tell_frame()

    def _tell_size(self) -> None:
        size = {"w": self._view.width(), "h": self._view.height()}
        self._channel.tell({"t": "window", **size, "resizable": True, "flows": True})

    def _resize(self, width: int, height: int) -> None:
        self._view.resize(max(SMALLEST, min(width, MAX_WIDTH)), max(SMALLEST, min(height, MAX_HEIGHT)))
        self._tell_size()
        self._changed = True

    # input

    def _hear(self) -> None:
        for message in self._channel.take():
            if message.get("t") == "copy":
                self._copying.ask(message.get("n"))
                continue
            event = self._input.event(message)
            match event:
                case Wheel() if event.mods & CTRL:
                    self._zoom(ZOOM_STEP**event.dy)
                case KeyChange(name="Escape") if self._sheet.full_screen:
                    # The page itself is told nothing of it, as in a browser.
                    if event.down:
                        self._sheet.leave_full_screen()
                case KeyChange() | ButtonChange():
                    self._hands.give(event)
                    self._telling.touched(time.monotonic())
                case Motion() | Wheel():
                    self._hands.give(event)
                case Resize(width, height):
                    self._resize(width, height)
                case Scale(scale):
                    self._zoom(scale / self._scale)
                    self._scale = scale
                case Focus(on):
                    if on:
                        self._view.activateWindow()
                        self._view.setFocus()
                case Quit():
                    QApplication.exit(0)

    # what a screen reader is told

    def _ask(self, script: str, then: Callable[[object], None]) -> None:
        self._sheet.runJavaScript(script, QWebEngineScript.ScriptWorldId.ApplicationWorld.value, then)

    def _tell_words(self, text: str) -> None:
        self._words += 1
        tell_long(self._channel, "words", self._words, text, TOLD)

    def _tell_focus(self, text: str) -> None:
        self._channel.tell({"t": "within", "text": text[:PIECE]})

    def _zoom(self, by: float) -> None:
        """Make all of the page larger or smaller, as Ctrl and the wheel do in a browser."""
        self._view.setZoomFactor(max(ZOOMS[0], min(self._view.zoomFactor() * by, ZOOMS[1])))

    # its process

    def _hold(self, on: bool) -> None:
        """Stop the page's own process, or let it go on; nothing moves in between, not even its clocks."""
        if bool(self._stopped) == on:
            return
        process = self._stopped or self._sheet.renderProcessPid()
        if process <= 0:
            return
        try:
            os.kill(process, signal.SIGSTOP if on else signal.SIGCONT)
        except OSError:
            # Where nothing may be signalled, only the picture stands still.
            pass
        self._stopped = process if on else 0
        self._asked_at = self._answered_at = time.monotonic()

    def _see_whether_it_answers(self, now: float) -> None:
        waiting = self._asked_at > self._answered_at
        if self._over:
            # It waits for the person, not the other way round.
            self._asked_at = self._answered_at = now
        elif waiting and now - self._asked_at > _PATIENCE_S:
            self.say(BUSY)
        elif not waiting and now - self._asked_at > _ASKED_EVERY_S:
            self._asked_at = now
            self._sheet.runJavaScript("0", self._answer)

    def _answer(self, _value: object) -> None:
        self._answered_at = time.monotonic()

    def _show_unloaded(self) -> None:
        self._loaded = self._changed = True

    def _titled(self, title: str) -> None:
        # A page without a title is given its address for one.
        if title and not title.startswith(outside.HOME.scheme() + "://"):
            self._title = title[:500]

    def _tell_title(self) -> None:
        """The newest one, as often as a picture may come: a page can change it a thousand times a second."""
        if self._title != self._title_told:
            self._title_told = self._title
            self._channel.tell({"t": "title", "title": self._title})

    def _load_finished(self, fine: bool) -> None:
        # A link that was not followed ends in this too, and has been told of.
        if not fine and not self._loaded and not self._said:
            self.say("The page was not loaded to its end.")
        self._loaded = self._changed = True

    def _died(self, status: QWebEnginePage.RenderProcessTerminationStatus, code: int) -> None:
        if status is not QWebEnginePage.RenderProcessTerminationStatus.NormalTerminationStatus:
            print(f"The page's process ended unexpectedly (code {code}).", file=sys.stderr, flush=True)
        QApplication.exit(_DIED)
