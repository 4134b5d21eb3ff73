# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The window: the rail at the left, the page in the middle, the inspector at the right."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from sidelight.domain.errors import SidelightError
from sidelight.gui.actions import Actions
from sidelight.gui.banner import Banner
from sidelight.gui.compare.page import ComparePage
from sidelight.gui.compare_place import compare_place
from sidelight.gui.dressing import Dressing, Themed
from sidelight.gui.exporting.place import ExportPlace
from sidelight.gui.files import FileActions
from sidelight.gui.frame import FrameClock
from sidelight.gui.health import Health
from sidelight.gui.library.rail import Rail
from sidelight.gui.looks import Looks
from sidelight.gui.other_places import other_places
from sidelight.gui.palette import Palette
from sidelight.gui.places import Places
from sidelight.gui.plugins.place import PluginsPlace
from sidelight.gui.rooms import Rooms, own_rooms
from sidelight.gui.sandbox_trial import SandboxTrial
from sidelight.gui.settings.place import ConnectionsPlace
from sidelight.gui.side import SidePanel
from sidelight.gui.side_place import SidePlace
from sidelight.gui.style import dress
from sidelight.gui.theme import Theme
from sidelight.gui.window_state import WindowState

if TYPE_CHECKING:
    from sidelight.domain.identity import ComparisonId
    from sidelight.domain.model import ModelRef
    from sidelight.workbench.desk import Desk

_log = logging.getLogger(__name__)


class Window(QMainWindow):
    """One project in one window.

    Signals:
        painted: the window has been shown for the first time; slow things may begin.
        closed: the user closed it; the desk may be closed.
    """

    painted = Signal()
    closed = Signal()

    def __init__(
        self,
        desk: Desk,
        theme: Theme,
        *,
        settings: QSettings,
        files: FileActions,
        rooms: Rooms | None = None,
    ) -> None:
        """Build the window; nothing slow is imported before it is painted.

        Args:
            desk: the open project.
            theme: the look to begin with; a look that the user has forced wins.
            settings: where the window's own state is remembered.
            files: what leads to other projects and files.
            rooms: what makes answers, live views and the inspector; Sidelight's own if not given.
        """
        super().__init__()
        self._desk = desk
        self._settings = settings
        self._painted_once = False
        self._closed = False
        self.looks = Looks(settings, theme, self)
        self._dress()
        self.dressing = Dressing(self, self._themed_parts)
        self.setWindowTitle(self.tr("{0} – Sidelight").format(desk.path.name))
        self.setMinimumSize(880, 560)
        self.clock = FrameClock(desk.tick, lambda: desk.busy, self)
        self.actions_ = Actions(self, self.theme)
        middle = QWidget(self)
        self.setCentralWidget(middle)
        self._rooms = used = rooms or own_rooms()
        self._files = files
        self.places = Places(self.actions_, middle)
        self._add_actions()
        self.side = SidePanel(
            lambda parent: used.inspector(desk, self.theme, parent),
            lambda: self.page.known.selected_span() if self.page.known else None,
            settings,
            self.theme,
            middle,
        )
        self.page = cast("ComparePage", self.places.page("compare"))
        self.rail = Rail(
            desk.path.stem,
            desk.library,
            self._label_of,
            self.places.every(),
            self.actions_,
            self.theme,
            middle,
        )
        self.banner = Banner(self.theme, middle)
        self._said_here: tuple[str, object] = ("", None)
        self.palette_ = Palette(self, self.actions_, self.theme)
        self._lay_out(middle)
        self._connect()
        self._sandbox_trial = SandboxTrial(desk.running, self.rail.badge, self)
        self._health = Health(desk, self.banner, self.side, self)
        self._state = WindowState(self, self.rail, settings)
        self._state.restore()
        self.rail.reload()
        self._health.greet()
        self.places.go("compare")

    # what others may ask of it

    def models_changed(self) -> None:
        """A model was added."""
        self._files.offer_demo_model(self.actions_, self._desk)
        self.page.refresh_models()
        self.rail.reload()

    def say(self, sentence: str) -> None:
        """Show a sentence that concerns the whole window."""
        self.banner.say(sentence, "warn")

    def _say_here(self, sentence: str) -> None:
        self._said_here = sentence, self.page.answer
        self.say(sentence)

    def _leave_answer(self) -> None:
        """Take back what was said of the answer before."""
        sentence, answer = self._said_here
        if sentence and answer is not self.page.answer:
            self._said_here = "", None
            if self.banner.sentence == sentence:
                self.banner.clear()

    @property
    def theme(self) -> Theme:
        """The colours that hold."""
        return self.looks.theme

    def _set_theme(self, theme: Theme) -> None:
        self.dressing.begin(theme)

    def _themed_parts(self) -> tuple[Themed, ...]:
        return self.actions_, self.rail, self.places, self.banner, self.palette_, self.side

    # Qt's own

    def event(self, event: QEvent) -> bool:
        """After the first paint, slow things may begin."""
        done = super().event(event)
        # The window's own paint comes before its children's, which are done when the event loop turns again.
        if event.type() == QEvent.Type.Paint and not self._painted_once:
            self._painted_once = True
            QTimer.singleShot(0, self, self._after_first_paint)
        return done

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember how things stood, end live views, and rest.

        Whatever goes wrong with a part of it, the window closes and says so: else the program would go on
        with nothing to be seen of it, and would hold the project.
        """
        self._closed = True
        try:
            for rest in (
                self._state.keep,
                self.places.leave,
                self.exports.leave,
                self._sandbox_trial.stop,
                self._health.stop,
                self.clock.halt,
            ):
                try:
                    rest()
                except Exception:
                    _log.exception("closing the window")
            super().closeEvent(event)
        finally:
            self.closed.emit()

    # how it is built

    def _add_actions(self) -> None:
        add = self.actions_.add
        add(
            "view.palette",
            self.tr("Find an action"),
            "Ctrl+K",
            self._open_palette,
            icon_name="command",
            firm=True,
        )
        self._add_places()
        add(
            "history.search",
            self.tr("Search the history"),
            "Ctrl+Shift+F",
            lambda: self.rail.search(),
            icon_name="history",
        )
        add("view.rail", self.tr("Collapse the rail"), "Ctrl+B", self._toggle_rail, icon_name="rail")
        self._files.add_to(self.actions_)
        self._files.offer_demo_model(self.actions_, self._desk)
        self.connections = ConnectionsPlace(self._desk.connecting, self.actions_, self)
        self.plugins = PluginsPlace(lambda: self._desk.rendering, self.actions_, self)
        self.exports = ExportPlace(self._desk, self.actions_, self)
        self.looks.add_actions(self.actions_)
        add(
            "sandbox.page",
            self.tr("Sandbox: what holds here"),
            "Ctrl+Alt+S",
            lambda: self.rail.badge.open_page(),
            icon_name="shield",
        )
        add("window.full", self.tr("Full screen"), "F11", self._toggle_full_screen, icon_name="full-size")
        add("window.close", self.tr("Close the window"), "Ctrl+Q", self.close, icon_name="close")

    def _add_places(self) -> None:
        parts = (self._desk, self.actions_, self.looks, self._settings, self.clock, self._rooms)
        self.places.add(compare_place(*parts, self, lambda: self.rail, lambda: self.side))
        for place in other_places(*parts, lambda: self.rail):
            self.places.add(place)

    def _lay_out(self, middle: QWidget) -> None:
        centre = QVBoxLayout()
        centre.setSpacing(0)
        centre.addWidget(self.banner)
        centre.addWidget(self.places, 1)
        layout = QHBoxLayout(middle)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.rail)
        layout.addLayout(centre, 1)
        layout.addWidget(self.side)
        self._side_place = SidePlace(self.side, layout, self.rail, self.page.answers, lambda: self.page.pane)

    def _connect(self) -> None:
        self.rail.comparison_chosen.connect(self._open_comparison)
        self.places.went.connect(self._arrive)
        self.places.stayed.connect(self.rail.show_place)
        self.rail.narrowed.connect(self._say_rail)
        self.rail.trouble.connect(self.say)
        self.page.answer_changed.connect(self._side_place.fit)
        self.page.trouble.connect(self.say)
        self.page.trouble_here.connect(self._say_here)
        self.page.answer_changed.connect(self._leave_answer)
        self.connections.changed.connect(self.models_changed)
        self.looks.changed.connect(self._set_theme)

    # what happens

    def _open_comparison(self, identity: ComparisonId) -> None:
        self.places.go("compare", before=lambda: self.page.open(identity))

    def _arrive(self, place: str) -> None:
        self.rail.show_place(place)
        self.side.set_wanted_here(place == "compare")
        if place != "compare" and self.banner.sentence == self._said_here[0]:
            self.banner.clear()

    def _after_first_paint(self) -> None:
        if self._closed:
            return  # it was closed as soon as it was there
        self._desk.preload()
        self._rooms.preload()
        self._sandbox_trial.begin()
        self._health.begin()
        self.painted.emit()

    def _label_of(self, model: ModelRef) -> str:
        try:
            return self._desk.model(str(model)).label
        except SidelightError:
            # It cannot be asked here any more; its name is what is left.
            return model.name

    def _open_palette(self) -> None:
        if self.palette_.isVisible():
            self.palette_.dismiss()
        else:
            self.palette_.open()

    def _toggle_rail(self) -> None:
        self.rail.set_narrow(not self.rail.narrow)

    def _say_rail(self, narrow: bool) -> None:
        text = self.tr("Open the rail out") if narrow else self.tr("Collapse the rail")
        self.actions_.say("view.rail", text)

    def _toggle_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _dress(self) -> None:
        application = QApplication.instance()
        if isinstance(application, QApplication):
            dress(application, self, self.theme)
