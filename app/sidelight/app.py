# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The program with a window: makes everything, hands each part what it needs, and ends it in order."""

from __future__ import annotations

import faulthandler
import logging
import os
import signal
import socket
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, QSettings, QSocketNotifier, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from sidelight import __version__
from sidelight.domain.errors import DamagedProject, ProjectBusy, SidelightError
from sidelight.domain.project import SUFFIX
from sidelight.gui import asking_for_files as files
from sidelight.gui.background import Background
from sidelight.gui.closing import Closing
from sidelight.gui.fetching import Fetching
from sidelight.gui.files import FileActions
from sidelight.gui.theme import Theme
from sidelight.gui.window import Window
from sidelight.sandbox.harden import harden_app
from sidelight.store.project import ProjectFile
from sidelight.workbench import opening
from sidelight.workbench.catalogue import fetch_demo_model
from sidelight.workbench.desk import Desk
from sidelight.workbench.settings import PROJECT_VARIABLE, Places, remember_project

log = logging.getLogger("sidelight")


@dataclass(frozen=True, slots=True)
class _Way:
    """A project to open next. Finding its path may fail with a ``SidelightError`` of its own."""

    path: Callable[[], Path]
    read_only: bool = False


class Session(QObject):
    """The open project and its window; opening another replaces both.

    Signals:
        ended: the window was closed and everything is kept.
    """

    ended = Signal()

    def __init__(self, places: Places, settings: QSettings) -> None:
        super().__init__()
        self._places = places
        self._settings = settings
        self._background = Background()
        self._fetching = Fetching(
            lambda progress, cancelled: fetch_demo_model("smollm2", places, progress, cancelled=cancelled),
            lambda: self.window.banner if self.window is not None else None,
            self,
        )
        self._fetching.fetched.connect(self._model_came)
        self.desk: Desk | None = None
        self.window: Window | None = None
        self._closing: Closing | None = None

    def begin(self, path: Path | None) -> bool:
        """Open the first project; ``False`` if the user gave up."""
        way = _Way(lambda: path or opening.default_path(self._places))
        while True:
            chosen: Path | None = None
            try:
                chosen = way.path()
                new = not chosen.exists()
                self._show(opening.open_project(chosen, self._places, read_only=way.read_only))
                if new:
                    self._say_new(chosen)
                return True
            except SidelightError as error:
                next_way = self._way_on(error, chosen)
            if next_way is None:
                return False
            way = next_way

    def close(self) -> None:
        """Close the window, as its user would, but without a question: nobody may be there to answer."""
        if self.window is not None:
            self._ask_no_more()
            self.window.close()

    def _show(self, project: ProjectFile) -> None:
        desk = Desk.on(project, self._places)
        self._put_away()
        theme = Theme.load(
            "dark" if QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark else "light"
        )
        actions = FileActions(
            new_project=self._new_project,
            open_project=self._open_project,
            save_copy=self._save_copy,
            add_model=self._add_model,
            fetch_model=self._fetching.begin,
        )
        self.desk = desk
        self.window = Window(desk, theme, settings=self._settings, files=actions)
        self.window.closed.connect(self._closed)
        self._closing = Closing(self.window, self.window.places, files.close_nevertheless)
        self.window.show()
        if desk.notice:
            self.window.say(desk.notice)
        developing = bool(os.environ.get(PROJECT_VARIABLE))
        if desk.path == self._places.sample_project or developing:
            # Somebody who begins sees something at once; after the first paint, for answers are slow to make.
            self.window.painted.connect(self._show_newest)
        if developing:
            from sidelight.gui.rendered.authoring import Authoring  # who writes a plugin waits for it

            Authoring(desk.rendering, self.window.banner)
        if not desk.read_only and not developing:
            remember_project(self._places, desk.path)

    def _say_new(self, made: Path) -> None:
        """A name that was mistyped would else look like a project that had lost everything."""
        if self.window is not None and not self.window.banner.sentence:
            told = self.tr("New project “{0}” was made in {1}.")
            self.window.banner.say(told.format(made.name, made.absolute().parent), "info")

    def _show_newest(self) -> None:
        if self.desk is not None and self.window is not None:
            for entry in self.desk.library.history(limit=1):
                self.window.page.open(entry.id)

    def _put_away(self) -> None:
        """Close what is open without ending the program."""
        if self.window is not None:
            self._ask_no_more()
            self.window.closed.disconnect(self._closed)
            self.window.close()
            self.window.deleteLater()
            self.window = None
        self._leave_desk()

    def _ask_no_more(self) -> None:
        if self._closing is not None:
            self._closing.stop()
            self._closing = None

    def _may_leave(self) -> bool:
        """Whether another project may take this one's place."""
        return self._closing is None or self._closing.sure()

    def _closed(self) -> None:
        self._fetching.close()
        self._leave_desk()
        self._background.close()
        self.ended.emit()

    def _leave_desk(self) -> None:
        desk, self.desk = self.desk, None
        if desk is None:
            return
        # A copy that is being written is of this project.
        self._background.finish()
        try:
            desk.close()
        except SidelightError as error:
            files.tell(None, error)
        if os.environ.get(PROJECT_VARIABLE):
            from sidelight.workbench.plugin_scratch import put_away  # others do not wait for it

            put_away(desk.path)

    def _way_on(self, error: SidelightError, path: Path | None) -> _Way | None:
        """What to open instead of a project that cannot be opened; ``None`` if the user gives up."""
        ways: list[tuple[str, Callable[[], _Way | None]]] = []
        if path is not None and isinstance(error, ProjectBusy):
            ways.append((self.tr("Open it for reading"), lambda: _Way(lambda: path, read_only=True)))
        if path != self._places.sample_project:
            sample = _Way(lambda: opening.sample_project(self._places))
            ways.append((self.tr("Open the sample project"), lambda: sample))
        ways.append((self.tr("Open another project…"), self._another))
        if path is not None and isinstance(error, DamagedProject):
            ways.append((self.tr("Save what can be read…"), lambda: self._rescued(path)))
        taken = files.choose_after(None, error, [words for words, _ in ways])
        return ways[taken][1]() if taken is not None else None

    def _another(self) -> _Way | None:
        chosen = files.project_to_open(None, self._places.data)
        return _Way(lambda: chosen) if chosen is not None else None

    def _rescued(self, damaged: Path) -> _Way | None:
        saved = self._rescue(damaged)
        return _Way(lambda: saved) if saved is not None else None

    def _rescue(self, damaged: Path) -> Path | None:
        suggestion = damaged.with_name(f"{damaged.stem} (rescued){SUFFIX}")
        target = files.project_to_make(self.window, self.tr("Save what can be read"), suggestion)
        if target is None:
            return None
        try:
            opening.rescue(damaged, target)
        except SidelightError as error:
            files.tell(self.window, error)
            return None
        return target

    def _new_project(self) -> None:
        if not self._may_leave():
            return
        target = files.project_to_make(
            self.window, self.tr("New project"), self._folder() / f"Untitled{SUFFIX}"
        )
        if target is not None:
            self._try(lambda: opening.new_project(target))

    def _open_project(self) -> None:
        if not self._may_leave():
            return
        chosen = files.project_to_open(self.window, self._folder())
        if chosen is None or (self.desk is not None and chosen.resolve() == self.desk.path.resolve()):
            return
        try:
            self._show(opening.open_project(chosen, self._places))
        except SidelightError as error:
            self._open_otherwise(chosen, error)

    def _open_otherwise(self, chosen: Path, error: SidelightError) -> None:
        """What can be done with a project that cannot be opened as it is."""
        if isinstance(error, DamagedProject):
            if files.choose_after(self.window, error, [self.tr("Save what can be read…")]) == 0:
                rescued = self._rescue(chosen)
                if rescued is not None:
                    self._try(lambda: opening.open_project(rescued, self._places))
        elif isinstance(error, ProjectBusy):
            if files.choose_after(self.window, error, [self.tr("Open it for reading")]) == 0:
                self._try(lambda: opening.open_project(chosen, self._places, read_only=True))
        else:
            files.tell(self.window, error)

    def _save_copy(self) -> None:
        if self.desk is None:
            return
        suggestion = self.desk.path.with_name(f"{self.desk.path.stem} copy{SUFFIX}")
        target = files.project_to_make(self.window, self.tr("Save a copy"), suggestion)
        if target is not None:
            self._background.begin(self._copy(self.desk, target))

    async def _copy(self, desk: Desk, target: Path) -> None:
        """Write a copy, however long it takes, and say in the window how it went."""
        try:
            await self._background.apart(lambda: desk.save_copy(target))
        except SidelightError as error:
            if self.window is not None:
                self.window.banner.say(error.sentence, "warn")
        else:
            told = self.tr("The copy is in {0}. This window still shows {1}.")
            if self.window is not None:
                self.window.banner.say(told.format(target, desk.path.name), "info")

    def _add_model(self) -> None:
        chosen = files.model_to_add(self.window)
        if chosen is None or self.desk is None or self.window is None:
            return
        try:
            self.desk.add_model_file(chosen)
        except SidelightError as error:
            files.tell(self.window, error)
        else:
            self._model_came()

    def _model_came(self) -> None:
        if self.window is not None:
            self.window.models_changed()

    def _try(self, make: Callable[[], ProjectFile]) -> None:
        try:
            self._show(make())
        except SidelightError as error:
            files.tell(self.window, error)

    def _folder(self) -> Path:
        return self.desk.path.parent if self.desk is not None else self._places.data


def make_application() -> QApplication:
    """Qt's application object, named so that the system's settings and windows know it."""
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName("sidelight")
    application.setApplicationDisplayName("Sidelight")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("sidelight")
    application.setQuitOnLastWindowClosed(False)
    return application


def settings_of(places: Places) -> QSettings:
    """Where the window's own state is remembered: a file in the user's configuration folder."""
    return QSettings(str(places.config / "window.ini"), QSettings.Format.IniFormat)


def keep_log(places: Places) -> None:
    """Write warnings, and the traces of a crash, into the data folder, if it can be written."""
    try:
        folder = places.data / "logs"
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / "sidelight.log"
        handler = RotatingFileHandler(file, maxBytes=1_000_000, backupCount=2, encoding="utf-8")
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
        logging.getLogger("sidelight").addHandler(handler)
        faulthandler.enable((folder / "crash.log").open("a"))
    except OSError:
        faulthandler.enable()


def report_unexpected(session: Session, places: Places) -> None:
    """A defect in one place is written down and said, and costs nothing else."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            session.close()
            return
        log.error("unexpected: %s", "".join(traceback.format_exception(kind, error, trace)))
        if session.window is not None:
            told = session.tr("Something went wrong inside Sidelight ({0}). Your work is kept; see {1}.")
            session.window.say(told.format(kind.__name__, places.data / "logs" / "sidelight.log"))

    sys.excepthook = hook


class Ending(QObject):
    """Closes the window, as its user would, when the system ends the program; told twice, it ends at once."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        # Python looks at signals between its own steps: while Qt waits, this wakes it.
        self._reading, self._writing = socket.socketpair()
        self._writing.setblocking(False)
        signal.set_wakeup_fd(self._writing.fileno(), warn_on_full_buffer=False)
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda number, _frame: signal.signal(number, signal.SIG_DFL))
        notifier = QSocketNotifier(self._reading.fileno(), QSocketNotifier.Type.Read, self)
        notifier.activated.connect(self._told)

    def _told(self) -> None:
        numbers = self._reading.recv(64)
        if signal.SIGTERM in numbers or signal.SIGHUP in numbers:
            self._session.close()


def main(project: str | None) -> int:
    """Open the window on a project, the last one, or the samples. Returns the exit code."""
    harden_app()
    places = Places.of(os.environ)
    keep_log(places)
    application = make_application()
    session = Session(places, settings_of(places))
    report_unexpected(session, places)
    Ending(session)
    if not session.begin(Path(project) if project else None):
        return 1

    session.ended.connect(application.quit)
    application.exec()
    return 0
