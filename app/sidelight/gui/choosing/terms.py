# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What a prompt goes out with, in Compare and in the arena: the settings, the system prompt, files."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace

from PySide6.QtCore import QObject, QSettings, Signal

from sidelight.domain.errors import UsageError
from sidelight.domain.message import Part
from sidelight.domain.model import GenerationConfig, Model


class Terms(QObject):
    """The terms on which models are asked, and names of models read back from the settings.

    Attributes:
        config: the sampler's settings.
        refused: by the name of a setting, what was written for it and why that cannot be used.
        system: the system prompt; empty sends none.
        attachments: the files that go with the next prompt; they are not remembered.
        reading: whether files are still being read.

    Signals:
        changed: any of it is another now.
    """

    changed = Signal()

    def __init__(self, named: Callable[[str], Model], settings: QSettings, parent: QObject | None) -> None:
        """Begin with every setting left to whoever serves the model.

        Args:
            named: a model by its name, those of servers among them; ``UsageError`` if it cannot be asked.
            settings: where choices of models are kept.
            parent: Qt's.
        """
        super().__init__(parent)
        self._named = named
        self._settings = settings
        self.config = GenerationConfig()
        self.refused: dict[str, tuple[str, str]] = {}
        self.system = ""
        self.attachments: tuple[Part, ...] = ()
        self.reading = False

    def set_config(self, **settings: float | int | str | tuple[str, ...] | None) -> None:
        """Change some of the sampler's settings; ``None`` leaves one to whoever serves the model."""
        self.config = replace(self.config, **settings)  # type: ignore[arg-type]
        for name in settings:
            self.refused.pop(name, None)
        self.changed.emit()

    def refuse(self, name: str, text: str, why: str) -> None:
        """Keep what was written for a setting and cannot be used; nothing is sent as long as it stands."""
        self.refused[name] = (text, why)
        self.changed.emit()

    def set_system(self, text: str) -> None:
        """Change the system prompt; empty sends none."""
        if text != self.system:
            self.system = text
            self.changed.emit()

    def set_attachments(self, parts: Sequence[Part]) -> None:
        """Change the files that go with the next prompt."""
        self.attachments = tuple(parts)
        self.changed.emit()

    def detach(self, part: Part) -> None:
        """Take one of the files out."""
        self.set_attachments([kept for kept in self.attachments if kept is not part])

    def _remember(self, key: str, models: Iterable[Model]) -> None:
        self._settings.setValue(key, json.dumps([str(model.ref) for model in models]))

    def _remembered(self, key: str) -> list[Model]:
        """The models under a key that can still be asked."""
        try:
            names = json.loads(str(self._settings.value(key) or "[]"))
        except ValueError:
            return []
        return self._askable(names) if isinstance(names, list) else []

    def _askable(self, names: Iterable[object]) -> list[Model]:
        """The models of these names, without those that cannot be asked here now."""
        models = []
        for name in names:
            with suppress(UsageError):
                models.append(self._named(str(name)))
        return models
