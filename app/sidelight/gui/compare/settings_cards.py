# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The cards that the chips open, each made when it is first needed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from sidelight.domain.model import Model
from sidelight.gui.actions import Actions
from sidelight.gui.compare.asking import Asking
from sidelight.gui.compare.chooser import ModelChooser
from sidelight.gui.compare.editors import NumberEditor, Refused, TextEditor
from sidelight.gui.compare.readers import read_seed, read_temperature, read_tokens
from sidelight.gui.compare.sampling import SamplingCard
from sidelight.gui.compare.served import Served
from sidelight.gui.theme import Theme

if TYPE_CHECKING:
    from sidelight.workbench.desk import Desk


class SettingCards(QObject):
    """The model chooser and the editors of the sampler's settings."""

    def __init__(self, window: QWidget, desk: Desk, asking: Asking, actions: Actions, theme: Theme) -> None:
        super().__init__(window)
        self._window = window
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
        self.temperature = NumberEditor(
            window,
            name=self.tr("Temperature"),
            about=self.tr("0 always takes the likeliest word; higher values vary more. Up to 2."),
            read=read_temperature,
            apply=lambda value: asking.set_config(temperature=value),
            refuse=partial(asking.refuse, "temperature"),
        )
        self.tokens = NumberEditor(
            window,
            name=self.tr("Max tokens"),
            about=self.tr(
                "The longest answer, in tokens. An answer that reaches it is marked “length limit”."
            ),
            read=read_tokens,
            apply=lambda value: asking.set_config(max_tokens=value),
            refuse=partial(asking.refuse, "max_tokens"),
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
        self.system = TextEditor(
            window,
            name=self.tr("System prompt"),
            about=self.tr("What every model is told before the prompt. Empty sends none."),
            apply=asking.set_system,
        )

    def choose_models(self, anchor: QWidget) -> None:
        """Open the list of models."""
        self.chooser.choose(anchor)

    def edit_temperature(self, anchor: QWidget) -> None:
        """Open the card of the temperature."""
        self.temperature.edit(anchor, self._asking.config.temperature, self._refused("temperature"))

    def edit_tokens(self, anchor: QWidget) -> None:
        """Open the card of the longest answer."""
        self.tokens.edit(anchor, self._asking.config.max_tokens, self._refused("max_tokens"))

    def edit_seed(self, anchor: QWidget) -> None:
        """Open the card of the seed."""
        self.seed.edit(anchor, self._asking.config.seed, self._refused("seed"))

    def edit_more(self, anchor: QWidget, models: Sequence[Model]) -> None:
        """Open the card of the other settings, for the models that would be asked."""
        self.sampling.edit(anchor, self._asking.config, models, self._asking.refused)

    def edit_system(self, anchor: QWidget) -> None:
        """Open the card of the system prompt."""
        self.system.edit(anchor, self._asking.system)

    def _refused(self, name: str) -> Refused | None:
        return self._asking.refused.get(name)

    def set_theme(self, theme: Theme) -> None:
        """Paint everything in other colours."""
        self.chooser.set_theme(theme)
