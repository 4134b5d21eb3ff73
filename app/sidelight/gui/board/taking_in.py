# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A strip that says how an import goes, and in the end what was taken and what was not."""

from __future__ import annotations

from concurrent.futures import CancelledError, Future
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from sidelight.domain.errors import SidelightError
from sidelight.gui.awaited import Awaited
from sidelight.gui.board.words import tr
from sidelight.gui.theme import Theme

if TYPE_CHECKING:
    from sidelight.workbench.importing import Imported
    from sidelight.workbench.standings import Standings

LOOK_EVERY_MS = 200


class TakingIn(QFrame):
    """The strip; hidden while there is nothing to say.

    Signals:
        ended: an import came to its end and may have added votes.
    """

    ended = Signal()

    def __init__(self, standings: Standings, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "banner-info")
        self._standings = standings
        self._path = Path()
        self._read = 0
        self._give_up = Event()
        self._under_way: Future[Imported] | None = None
        self._awaited = Awaited(self)
        self._timer = QTimer(self, interval=LOOK_EVERY_MS)
        self._timer.timeout.connect(self._tell)
        self.line = QLabel(self)
        self.line.setTextFormat(Qt.TextFormat.PlainText)
        self.line.setWordWrap(True)
        self.line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.line.setAccessibleName(tr("How the import goes"))
        self.button = QPushButton(self)
        self.button.setProperty("kind", "link")
        self.button.clicked.connect(self._press)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.space.m, theme.space.xs, theme.space.s, theme.space.xs)
        layout.addWidget(self.line, 1)
        layout.addWidget(self.button)
        self.hide()

    @property
    def busy(self) -> bool:
        """Whether a file is being taken in."""
        return self._under_way is not None

    def begin(self, path: Path) -> None:
        """Take in a file, unless another is being taken in."""
        if self.busy:
            return
        self._path, self._read = path, 0
        self._give_up = Event()
        self._under_way = self._standings.take_in(path, self._count, self._give_up.is_set)
        self._awaited.add(self._under_way, self._take)
        self._timer.start()
        self.button.setText(tr("Stop"))
        self.button.setToolTip(tr("Stop the import; what was added stays"))
        self._tell()
        self.show()

    def leave(self) -> None:
        """The window closes: stop."""
        self._give_up.set()
        self._awaited.stop()
        self._timer.stop()

    def _count(self, read: int) -> None:
        self._read = read  # on the importing thread: a number, and nothing of the window's

    def _tell(self) -> None:
        if self._give_up.is_set():
            told = tr("Stopping …")
        elif self._read:
            told = tr("Reading {0}: {1} records so far").format(self._path.name, f"{self._read:,}")
        else:
            told = tr("Reading {0} …").format(self._path.name)
        self.line.setText(told)

    def _press(self) -> None:
        if self.busy:
            self._give_up.set()
            self._tell()
        else:
            self.hide()

    def _take(self, future: Future[Imported]) -> None:
        from sidelight.workbench.standings import GivenUp

        self._under_way = None
        self._timer.stop()
        self.button.setText(tr("Close"))
        self.button.setToolTip(tr("Take this line away"))
        try:
            self.line.setText(in_words(future.result()))
        except (GivenUp, CancelledError):
            self.line.setText(
                tr("Stopped after {0} records; what was added stays.").format(f"{self._read:,}")
            )
        except SidelightError as error:
            self.line.setText(error.sentence)
        self.ended.emit()


def in_words(imported: Imported) -> str:
    """What an import did, dropped and kept apart."""
    told = [
        tr("{0} of {1} battles were added from {2}.").format(
            f"{imported.added:,}", f"{imported.read:,}", imported.name
        )
    ]
    if imported.leaked:
        told.append(
            tr("In {0} of them an answer says whose it is: they count only if you ask for it.").format(
                f"{imported.leaked:,}"
            )
        )
    if imported.known_names:
        told.append(
            tr("{0} were voted on with the names known, and are not on the blind board.").format(
                f"{imported.known_names:,}"
            )
        )
    if imported.dropped:
        why = "; ".join(f"{reason.value} ({many:,})" for reason, many in imported.dropped)
        told.append(tr("Not taken: {0}.").format(why))
    return " ".join(told)
