# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Choosing models for the line-up: a list that one searches, in which a model may be taken more than once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from sidelight.domain.comparison import MOST_PANES
from sidelight.domain.errors import SidelightError
from sidelight.domain.model import Model
from sidelight.gui.choosing.model_list import ModelList
from sidelight.gui.choosing.served import Served
from sidelight.gui.compare.asking import Asking
from sidelight.gui.theme import Theme


class ModelChooser(ModelList):
    """The list of models that can be asked: those on this machine, then those of servers as they answer."""

    def __init__(
        self,
        window: QWidget,
        *,
        models: Callable[[], Sequence[Model]],
        named: Callable[[str], Model],
        served: Served,
        asking: Asking,
        add_file: QAction,
        add_server: QAction,
        fetch: QAction,
        theme: Theme,
    ) -> None:
        super().__init__(window, models, served, theme)
        self._named = named
        self._asking = asking
        self.setAccessibleName(self.tr("Choose models"))
        self.field.setPlaceholderText(self.tr("Search models, or write connection/name"))
        self.hint = self.label("small", Qt.AlignmentFlag.AlignBottom)
        self.hint.setText(self.tr("A chosen model is taken out; with Shift held it is added once more."))
        self.count = QLabel(self)
        self.count.setProperty("kind", "small")
        self.add_file, self.add_server, self.fetch = map(self.link, (add_file, add_server, fetch))
        self._can_fetch = fetch.isVisible
        foot = QHBoxLayout()
        foot.setContentsMargins(8, 0, 4, 2)
        foot.addWidget(self.count, 1)
        foot.addWidget(self.add_server)
        foot.addWidget(self.add_file)
        self.column.addWidget(self.hint)
        self.column.addWidget(self.fetch, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addLayout(foot)
        asking.changed.connect(self.show_chosen)

    def choose(self, anchor: QWidget) -> None:
        """Open beside the chip that adds a model, and ask the servers what they have now."""
        self.fetch.setVisible(self._can_fetch())
        super().choose(anchor)

    def sizeHint(self) -> QSize:
        """As high as its rows, and what stands below them."""
        return self.size_with(56 + (28 if self._can_fetch() else 0) + self.hint.sizeHint().height())

    def found(self, typed: str) -> list[Model]:
        """What fits the letters, best first; behind exact beginnings, what is written out in full."""
        known = self.known()
        connection, slash, _ = typed.strip().partition("/")
        if slash:
            known = [model for model in known if model.ref.connection.startswith(connection)]
        models = self.fitting(typed, known)
        written = self._written(typed)
        if written is not None and all(model.ref != written.ref for model in models):
            beginning = [model for model in models if str(model.ref).startswith(typed.strip())]
            models = [*beginning, written, *(model for model in models if model not in beginning)]
        return models

    def why_none(self, typed: str) -> str:
        """What to do where nothing fits."""
        if not typed:
            return self.tr("There is no model yet. Add a GGUF file, and it runs on this computer.")
        connection, slash, _ = typed.partition("/")
        for server in self._served.servers:
            if slash and server.name == connection:
                return self.tr("Write the name of a model of “{0}” after the slash.").format(server.label)
        return self.tr("No model here is called that. One of a server is written connection/name.")

    def _written(self, typed: str) -> Model | None:
        """A model that was written out as ``connection/name`` and that its connection would accept."""
        try:
            return self._named(typed)
        except SidelightError:
            return None

    def take(self, model: Model) -> None:
        """Add it to the line-up, or take it out."""
        direct = self._asking.mode == "direct"
        again = bool(QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier)
        chosen = [each.ref for each in self._asking.models]
        if model.ref in chosen and not (direct or again):
            # Of several the last: what stands further left stays in its place.
            self._asking.remove(len(chosen) - 1 - chosen[::-1].index(model.ref))
            return
        self._asking.add(model)
        # What is typed next is another model's name, not more letters of this one's.
        self.field.selectAll()
        if direct or self._asking.full:
            self.dismiss()

    def show_chosen(self) -> None:
        """Mark the line-up, and say how much room it has."""
        chosen = self._asking.models
        several = self._asking.mode != "direct"
        self.rows.show_chosen([model.ref for model in chosen], several=several)
        self.hint.setVisible(several)
        if self._asking.mode == "direct":
            self.count.setText(self.tr("Direct mode asks one model"))
        elif len(chosen) == 1:
            self.count.setText(self.tr("1 model chosen, room for {0} more").format(MOST_PANES - 1))
        elif self._asking.full:
            self.count.setText(self.tr("{0} models chosen, the most there can be").format(len(chosen)))
        else:
            left = MOST_PANES - len(chosen)
            self.count.setText(self.tr("{0} models chosen, room for {1} more").format(len(chosen), left))
