# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Formulas drawn once and used in every pane, at every width."""

from __future__ import annotations

from collections import OrderedDict
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QPixmap

from sidelight.api import Context
from sidelight.domain.artifact import Artifact
from sidelight.gui.answer.formula import Formula
from sidelight.gui.rendered.asking import Ask, Asking
from sidelight.gui.theme import Theme

if TYPE_CHECKING:
    from sidelight.workbench.rendering import PluginInfo

KEPT = 4_000
LONGEST = 20_000
_TOGETHER_MS = 30
DISPLAY, INLINE = "math", "math-inline"

_Key = tuple[str, bool, float, str, float]


class FormulaShelf(QObject):
    """Draws formulas by the renderer for mathematics, and keeps them.

    Signals:
        came: formulas that were asked for are there, or will not be.
        missed: formulas are wanted that nothing draws, because what does was put aside.

    Attributes:
        aside: the renderer that would draw them and crashed too often, as far as one was missed.
    """

    came = Signal()
    missed = Signal()

    def __init__(self, asking: Asking, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._asking = asking
        self._dark = theme.dark
        self.aside: PluginInfo | None = None
        self._known: OrderedDict[_Key, Formula | bool] = OrderedDict()
        self._whys: OrderedDict[tuple[str, bool], str] = OrderedDict()
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(_TOGETHER_MS)
        self._late.timeout.connect(self.came)
        self._missing = QTimer(self)
        self._missing.setSingleShot(True)
        self._missing.setInterval(_TOGETHER_MS)
        self._missing.timeout.connect(self.missed)
        asking.changed.connect(self._again)

    def find(self, tex: str, *, display: bool, size: float, ink: str) -> Formula | bool:
        """A formula; ``True`` while it is on its way, ``False`` if it cannot be drawn."""
        application = QGuiApplication.instance()
        scale = application.devicePixelRatio() if isinstance(application, QGuiApplication) else 1.0
        key = (tex, display, size, ink, scale)
        known = self._known.get(key)
        if known is not None:
            self._known.move_to_end(key)
            return known
        if len(tex) > LONGEST:
            return False
        artifact = Artifact(0, DISPLAY if display else INLINE, tex, True)
        if not self._asking.choices(artifact):
            self._miss(artifact)
            return True  # not known yet, switched off, or put aside: another look when that changes
        context = Context(
            width=2000.0, scale=scale, dark=self._dark, colours={"text": ink}, settings={"size": float(size)}
        )
        self._keep(key, True)
        self._asking.ask(artifact, context, partial(self._done, key), place=("formula", *key))
        return True

    def why(self, tex: str, *, display: bool) -> str:
        """Why a formula cannot be drawn, as its renderer said."""
        if len(tex) > LONGEST:
            return self.tr("This formula is too long to be drawn.")
        return self._whys.get((tex, display), "")

    def set_theme(self, theme: Theme) -> None:
        """Another look; the inks will be asked for anew."""
        self._dark = theme.dark

    def _keep(self, key: _Key, what: Formula | bool) -> None:
        self._known[key] = what
        while len(self._known) > KEPT:
            self._known.popitem(last=False)

    def _miss(self, artifact: Artifact) -> None:
        """Nothing draws formulas: say so where that is because what does was put aside."""
        if self.aside is None:
            self.aside = self._asking.rendering.aside(artifact)
        if self.aside is not None:
            self._missing.start()

    def _done(self, key: _Key, ask: Ask) -> None:
        picture = ask.picture
        made: Formula | bool = False
        if picture is not None:
            pixels = QPixmap.fromImage(picture.pixels)
            baseline = picture.baseline if picture.baseline is not None else picture.height
            made = Formula(pixels, picture.width, picture.height, baseline)
        elif ask.job is not None and ask.job.superseded:
            self._known.pop(key, None)
            self._late.start()
            return
        elif not self._asking.choices(ask.artifact) and self._asking.rendering.aside(ask.artifact):
            self._known.pop(key, None)  # by this crash, or one just before: it waits until that is allowed
            self._late.start()
            return
        elif ask.job is not None and ask.job.failure:
            self._whys[key[:2]] = ask.job.failure
            while len(self._whys) > KEPT:
                self._whys.popitem(last=False)
        self._keep(key, made)
        if not self._late.isActive():
            self._late.start()

    def _again(self) -> None:
        """Other renderers: what could not be drawn may be now."""
        self.aside = None
        for key in [key for key, known in self._known.items() if known is False]:
            del self._known[key]
        self._late.start()
