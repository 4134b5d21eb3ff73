# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Everything in a window that renderers draw: formulas and artifacts, in all answers that are read."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from sidelight.gui.theme import Theme

if TYPE_CHECKING:
    from sidelight.gui.answer.view import AnswerView
    from sidelight.gui.plugins.watch import PluginWatch
    from sidelight.gui.rendered.aside import FormulasAside
    from sidelight.gui.rendered.asking import Asking, Renders
    from sidelight.gui.rendered.edits import Edits
    from sidelight.gui.rendered.engine import EngineFetching, Fetch
    from sidelight.gui.rendered.formulas import FormulaShelf
    from sidelight.gui.rendered.in_answer import Drawings


class Studio(QObject):
    """Draws in answer views, and fetches what renderers lack. Ended with the window.

    Attributes:
        edits: what was made of artifacts on their page, as long as the window is open.

    Signals:
        plugins_wanted: the page of plugins is to be opened.
    """

    plugins_wanted = Signal()

    def __init__(
        self,
        rendering: Callable[[], Renders],
        theme: Theme,
        parent: QObject | None,
        fetch_engine: Fetch | None = None,
    ) -> None:
        super().__init__(parent)
        self._rendering = rendering
        self._fetch_engine = fetch_engine
        self._theme = theme
        self._asking: Asking | None = None
        self._watch: PluginWatch | None = None
        self._shelf: FormulaShelf | None = None
        self._aside: FormulasAside | None = None
        self._fetching: EngineFetching | None = None
        self._drawings: list[Drawings] = []
        self.edits: Edits = {}

    @property
    def asking(self) -> Asking:
        """The line to the renderers."""
        if self._asking is None:
            from sidelight.gui.plugins.watch import PluginWatch
            from sidelight.gui.rendered.asking import Asking  # after first paint

            self._asking = Asking(self._rendering(), self)
            self._watch = PluginWatch(self._asking.rendering, self)
        return self._asking

    @property
    def formulas(self) -> FormulaShelf:
        """Where formulas come from."""
        if self._shelf is None:
            from sidelight.gui.rendered.aside import FormulasAside
            from sidelight.gui.rendered.formulas import FormulaShelf  # after first paint

            self._shelf = FormulaShelf(self.asking, self._theme, self)
            self._shelf.came.connect(self._formulas_came)
            self._aside = FormulasAside(self.asking.rendering, self.plugins_wanted.emit, self)
            self._shelf.missed.connect(self._look_what_is_aside)
        return self._shelf

    @property
    def busy(self) -> bool:
        """Whether anything is still being drawn."""
        return self._asking is not None and self._asking.busy

    def attach(self, view: AnswerView) -> Drawings:
        """Draw in this view from now on."""
        from sidelight.gui.rendered.in_answer import Drawings  # after first paint

        view.show_formulas(self.formulas)
        made = Drawings(view, self.asking, self._theme)
        made.engine_wanted.connect(self.fetch)
        made.stop_wanted.connect(self._stop_fetching)
        made.plugins_wanted.connect(self.plugins_wanted)
        self._drawings = [one for one in self._drawings if isValid(one)]
        self._drawings.append(made)
        return made

    def drawings(self, view: AnswerView) -> Drawings | None:
        """What is drawn in a view."""
        return next((one for one in self._drawings if isValid(one) and one.parent() is view), None)

    def fetch(self, renderer: str) -> None:
        """Fetch what a renderer lacks."""
        if self._fetch_engine is None:
            return
        if self._fetching is None:
            from sidelight.gui.rendered.engine import EngineFetching

            self._fetching = EngineFetching(self._fetch_engine, self)
            self._fetching.said.connect(lambda one, words: self._say_of_engine(one, words, under_way=True))
            self._fetching.ended.connect(self._engine_ended)
        self._fetching.begin(renderer)

    def _stop_fetching(self) -> None:
        if self._fetching is not None:
            self._fetching.give_up()

    def _say_of_engine(self, renderer: str, sentence: str, *, under_way: bool) -> None:
        for one in self._drawings:
            if isValid(one):
                one.engine_said(renderer, sentence, under_way=under_way)

    def _engine_ended(self, renderer: str, failure: str) -> None:
        if failure:
            self._say_of_engine(renderer, failure, under_way=False)
            return
        # A worker that begins anew finds it, and what failed for want of it is tried again.
        rendering = self.asking.rendering
        rendering.set_enabled(renderer, False)
        rendering.set_enabled(renderer, True)
        rendering.forgive(renderer)

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = theme
        if self._shelf is not None:
            self._shelf.set_theme(theme)
        for one in self._drawings:
            if isValid(one):
                one.set_theme(theme)
        if self._asking is not None:
            self._asking.dressed.emit(theme)

    def close(self) -> None:
        """Nothing more is drawn."""
        self._stop_fetching()
        if self._watch is not None:
            self._watch.close()
            self._watch = None
        if self._asking is not None:
            self._asking.close()

    def _formulas_came(self) -> None:
        for one in self._drawings:
            if isValid(one):
                one.view.formulas_came()
                if one.view.reasoning is not None:
                    one.view.reasoning.formulas_came()
        if self._shelf is not None and self._shelf.aside is None:
            self._look_what_is_aside()

    def _look_what_is_aside(self) -> None:
        """Say it, or no longer, below answers that lack formulas."""
        for one in self._drawings:
            if isValid(one) and self._shelf is not None and self._aside is not None:
                self._aside.look_at(one.view, self._shelf.aside)
