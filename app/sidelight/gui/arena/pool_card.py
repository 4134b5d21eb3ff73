# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Choosing the models that battles are drawn from: a list that one searches, each in it or not."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QWidget

from sidelight.domain.model import Model
from sidelight.gui.actions import Actions
from sidelight.gui.arena.pool import Pool
from sidelight.gui.choosing.model_list import ModelList
from sidelight.gui.choosing.served import Served
from sidelight.gui.theme import Theme


class PoolCard(ModelList):
    """The list, in which every model stands once."""

    def __init__(
        self,
        window: QWidget,
        models: Callable[[], Sequence[Model]],
        served: Served,
        pool: Pool,
        actions: Actions,
        theme: Theme,
    ) -> None:
        super().__init__(window, models, served, theme)
        self._pool = pool
        self.setAccessibleName(self.tr("Choose models to draw from"))
        self.field.setPlaceholderText(self.tr("Search models"))
        self.count = self.label("small", Qt.AlignmentFlag.AlignBottom)
        self.add = self.link(actions["connection.add"])
        self.column.addWidget(self.count)
        self.column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        pool.changed.connect(self.show_chosen)

    def hideEvent(self, event: QHideEvent) -> None:
        """No name is left in the list: what is hidden may still be read by others."""
        self.rows.show_models([])
        super().hideEvent(event)

    def sizeHint(self) -> QSize:
        """As high as its rows, and what stands below them."""
        return self.size_with(84)

    def found(self, typed: str) -> list[Model]:
        """What fits the letters; what is chosen but not offered just now can be taken out here, too."""
        known = self.known()
        refs = {model.ref for model in known}
        return self.fitting(typed, [*known, *(one for one in self._pool.models if one.ref not in refs)])

    def why_none(self, typed: str) -> str:
        """What to do where nothing fits."""
        if typed:
            return self.tr("No model here is called that.")
        return self.tr("There is no model yet. Add a GGUF file or a connection first.")

    def take(self, model: Model) -> None:
        """Take it in, or out."""
        self._pool.toggle(model)

    def show_chosen(self) -> None:
        """Mark what is drawn from, and say how much it is."""
        chosen = self._pool.models
        self.rows.show_chosen([model.ref for model in chosen], several=False)
        told = self.tr("1 model") if len(chosen) == 1 else self.tr("{0} models").format(len(chosen))
        self.count.setText(self.tr("{0} to draw from; Enter takes one in or out").format(told))
