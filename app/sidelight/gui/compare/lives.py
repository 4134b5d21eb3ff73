# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""All live views of a comparison at once: their actions, and their place in the page's first line."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QWidget

from sidelight.gui.actions import Actions
from sidelight.gui.compare.opened import OpenComparison
from sidelight.gui.compare.tool import Page, Tool, reading
from sidelight.gui.theme import Theme

BUTTONS = ("live.run_all", "live.pause_all", "live.step_all", "live.mirror")
LEAST_ROOM = 560
"""Width in pixels of the page's first line from which there is room for the buttons; keys always serve."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("Lives", text)


def tools(page: Page) -> tuple[Tool, ...]:
    """They serve while there is something to run, or something that runs."""
    tool = partial(reading, page)
    return (
        tool(
            "live.run_all",
            _tr("Run the scripts of all panes together"),
            "Ctrl+Alt+L",
            "play-all",
            lambda known: known.scripts.run_all(),
            lambda known: bool(known.scripts.runnable),
        ),
        tool("live.pause_all", _words(held=False), "Ctrl+Alt+W", "pause", _pause, _alive),
        tool("live.step_all", _tr("One frame on in all live views"), "Ctrl+Alt+.", "step", _step, _alive),
        tool(
            "live.mirror",
            _tr("Mirror keys and pointer to all live views"),
            "Ctrl+Alt+M",
            "mirror",
            _mirror,
            lambda known: len(known.scripts.chorus.views) > 1 or known.scripts.chorus.mirrored,
            on=lambda known: known.scripts.chorus.mirrored,
        ),
    )


def _words(*, held: bool) -> str:
    return _tr("Let all live views go on") if held else _tr("Pause all live views")


def _alive(known: OpenComparison) -> bool:
    return bool(known.scripts.chorus.views)


def _pause(known: OpenComparison) -> None:
    known.scripts.chorus.toggle_pause()


def _step(known: OpenComparison) -> None:
    known.scripts.chorus.step()


def _mirror(known: OpenComparison) -> None:
    known.scripts.chorus.set_mirrored(not known.scripts.chorus.mirrored)


class LiveGroup(QWidget):
    """The buttons; there while two panes or more hold something to run."""

    def __init__(self, actions: Actions, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._actions = actions
        self._several = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space.xs)
        for name in BUTTONS:
            row.addWidget(actions.button(name, self))
        self.hide()

    def show_lives(self, known: OpenComparison | None) -> None:
        """Be there where several serve; say what pausing would do."""
        actions = self._actions
        runnable = len(known.scripts.runnable) if known is not None else 0
        chorus = known.scripts.chorus if known is not None else None
        alive = len(chorus.views) if chorus is not None else 0
        held = chorus is not None and chorus.held and not chorus.gathering
        actions.say("live.pause_all", _words(held=held))
        actions.draw("live.pause_all", "play" if held else "pause")
        self._several = runnable > 1 or alive > 1
        self.fit()

    def fit(self) -> None:
        """Be there where there is room."""
        line = self.parentWidget()
        self.setVisible(self._several and line is not None and line.width() >= LEAST_ROOM)
