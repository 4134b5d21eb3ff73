# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The cards of the settings that hold wherever prompts are written: temperature, length, system prompt."""

from __future__ import annotations

from functools import partial
from typing import Protocol

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QWidget

from sidelight.domain.model import GenerationConfig
from sidelight.gui.choosing.editors import NumberEditor, TextEditor
from sidelight.gui.choosing.readers import read_temperature, read_tokens


class Sampled(Protocol):
    """What the next prompt is sent with. ``refused``: what was written and cannot be used, and why."""

    config: GenerationConfig
    system: str
    refused: dict[str, tuple[str, str]]

    def set_config(self, **settings: float | int | None) -> None:
        """Change some settings."""

    def set_system(self, text: str) -> None:
        """Change the system prompt."""

    def refuse(self, name: str, text: str, why: str) -> None:
        """Keep what was written for a setting and cannot be used."""


def tr(text: str) -> str:
    """A text of these cards, translated."""
    return QCoreApplication.translate("Sampler", text)


class SamplerCards(QObject):
    """The cards, and the one way in which they are opened."""

    def __init__(self, window: QWidget, sampled: Sampled, parent: QObject, *, about_tokens: str) -> None:
        """``about_tokens`` says what becomes of an answer that reaches its limit here."""
        super().__init__(parent)
        self._window = window
        self._sampled = sampled
        self.temperature = NumberEditor(
            window,
            name=tr("Temperature"),
            about=tr("0 always takes the likeliest word; higher values vary more. Up to 2."),
            read=read_temperature,
            apply=lambda value: sampled.set_config(temperature=value),
            refuse=partial(sampled.refuse, "temperature"),
        )
        self.tokens = NumberEditor(
            window,
            name=tr("Max tokens"),
            about=about_tokens,
            read=read_tokens,
            apply=lambda value: sampled.set_config(max_tokens=value),
            refuse=partial(sampled.refuse, "max_tokens"),
        )
        self.system = TextEditor(
            window,
            name=tr("System prompt"),
            about=tr("What every model is told before the prompt. Empty sends none."),
            apply=sampled.set_system,
        )

    def edit_temperature(self, anchor: QWidget) -> None:
        """Open the card of the temperature."""
        sampled = self._sampled
        self.temperature.edit(anchor, sampled.config.temperature, sampled.refused.get("temperature"))

    def edit_tokens(self, anchor: QWidget) -> None:
        """Open the card of the longest answer."""
        sampled = self._sampled
        self.tokens.edit(anchor, sampled.config.max_tokens, sampled.refused.get("max_tokens"))

    def edit_system(self, anchor: QWidget) -> None:
        """Open the card of the system prompt."""
        self.system.edit(anchor, self._sampled.system)
