# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The cards that the chips open, each made when it is first needed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from sidelight.domain.model import Model
from sidelight.gui.actions import Actions
from sidelight.gui.choosing.editors import NumberEditor
from sidelight.gui.choosing.readers import read_seed
from sidelight.gui.choosing.sampler import SamplerCards
from sidelight.gui.choosing.served import Served
from sidelight.gui.compare.asking import Asking
from sidelight.gui.compare.chooser import ModelChooser
from sidelight.gui.compare.sampling import SamplingCard
from sidelight.gui.theme import Theme

if TYPE_CHECKING:
    from sidelight.workbench.desk import Desk


class SettingCards(SamplerCards):
    """The model chooser and the editors of the sampler's settings."""

    def __init__(self, window: QWidget, desk: Desk, asking: Asking, actions: Actions, theme: Theme) -> None:
        about_tokens = QCoreApplication.translate(
            "SettingCards",
            "The longest answer, in tokens. An answer that reaches it is marked “length limit”.",
        )
        super().__init__(window, asking, window, about_tokens=about_tokens)
        self._asking = asking
        self.chooser = ModelChooser(
            window,
            models=desk.models,
            named=desk.model,
            served=Served(desk.connections, desk.list_models, self),
            asking=asking,
            add_file=actions["model.add"],
            add_server=actions["connection.add"],
            fetch=actions["model.fetch"],
            theme=theme,
        )
        self.seed = NumberEditor(
            window,
            name=self.tr("Seed"),
            about=self.tr("The same seed gives the same answer again, where the model's server honours it."),
            read=read_seed,
            apply=lambda value: asking.set_config(seed=value),
            refuse=partial(asking.refuse, "seed"),
        )
        self.sampling = SamplingCard(window, asking.set_config, asking.refuse)

    def choose_models(self, anchor: QWidget) -> None:
        """Open the list of models."""
        self.chooser.choose(anchor)

    def edit_seed(self, anchor: QWidget) -> None:
        """Open the card of the seed."""
        self.seed.edit(anchor, self._asking.config.seed, self._asking.refused.get("seed"))

    def edit_more(self, anchor: QWidget, models: Sequence[Model]) -> None:
        """Open the card of the other settings, for the models that would be asked."""
        self.sampling.edit(anchor, self._asking.config, models, self._asking.refused)

    def set_theme(self, theme: Theme) -> None:
        """Paint everything in other colours."""
        self.chooser.set_theme(theme)
