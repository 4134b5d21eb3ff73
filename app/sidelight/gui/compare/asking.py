# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What the next prompt will be sent with: each mode's line-up, the sampler's settings, the system prompt."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Literal

from PySide6.QtCore import QObject, QSettings, Signal

from sidelight.domain.comparison import MOST_PANES
from sidelight.domain.errors import UsageError
from sidelight.domain.message import Part
from sidelight.domain.model import GenerationConfig, Model

Mode = Literal["direct", "side"]
RECORDED = "recorded"


class Asking(QObject):
    """The choices, remembered from one day to the next.

    Signals:
        changed: any of them is another now.
    """

    changed = Signal()

    def __init__(
        self,
        models: Callable[[], Sequence[Model]],
        named: Callable[[str], Model],
        settings: QSettings,
        parent: QObject | None = None,
    ) -> None:
        """Remember what was chosen last.

        Args:
            models: those on this machine; the first of them are chosen where nothing is remembered.
            named: a model by its name, those of servers among them; ``UsageError`` if it cannot be asked.
            settings: where the choices are kept.
            parent: Qt's.
        """
        super().__init__(parent)
        self._offered = models
        self._named = named
        self._settings = settings
        self.mode: Mode = "direct" if settings.value("asking/mode") == "direct" else "side"
        self.config = GenerationConfig()
        self.refused: dict[str, tuple[str, str]] = {}
        self.system = ""
        self.attachments: tuple[Part, ...] = ()
        self.reading = False
        offered = list(models())
        side = self._remembered("asking/side") or offered[:2]
        direct = self._remembered("asking/direct") or side[:1]
        self._line_ups: dict[Mode, list[Model]] = {"side": side[:MOST_PANES], "direct": direct[:1]}

    @property
    def models(self) -> list[Model]:
        """The models of the present mode, leftmost first."""
        return list(self._line_ups[self.mode])

    @property
    def full(self) -> bool:
        """Whether no model can be added."""
        return self.mode == "side" and len(self._line_ups["side"]) >= MOST_PANES

    def set_mode(self, mode: Mode) -> None:
        """Ask one model, or several."""
        if mode != self.mode:
            self.mode = mode
            self._keep()

    def add(self, model: Model) -> None:
        """Put a model at the end of the line-up; in direct mode it takes the other's place."""
        if self.full:
            return
        line_up = self._line_ups[self.mode]
        if self.mode == "direct":
            line_up.clear()
        line_up.append(model)
        self._keep()

    def remove(self, place: int) -> None:
        """Take a model out of the line-up."""
        del self._line_ups[self.mode][place]
        self._keep()

    def take_over(self, models: Sequence[Model]) -> None:
        """Choose all of these models at once, as far as they can be asked here.

        Recorded ones answer nothing but what was recorded: they never push out models that can be asked
        anything.
        """
        if all(model.ref.connection == RECORDED for model in models) and any(
            model.ref.connection != RECORDED for model in self._line_ups[self.mode]
        ):
            return
        known = self._askable([str(model.ref) for model in models])
        if not known:
            return
        self.mode = "direct" if len(models) == 1 else "side"
        self._line_ups[self.mode] = known
        self._keep()

    def fill_if_empty(self) -> None:
        """Choose the first models offered, where none is chosen yet."""
        for mode, most in (("side", 2), ("direct", 1)):
            if not self._line_ups[mode]:  # type: ignore[index]
                self._line_ups[mode] = list(self._offered())[:most]  # type: ignore[index]
        self._keep()

    def leave_out_what_is_gone(self) -> None:
        """Take out the models that cannot be asked any more; their server may have been removed."""
        for mode, line_up in self._line_ups.items():
            self._line_ups[mode] = self._askable([str(model.ref) for model in line_up])

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
        """Change the files that go with the next prompt; they are not remembered."""
        self.attachments = tuple(parts)
        self.changed.emit()

    def detach(self, part: Part) -> None:
        """Take one of the files out."""
        self.set_attachments([kept for kept in self.attachments if kept is not part])

    def _keep(self) -> None:
        self._settings.setValue("asking/mode", self.mode)
        for mode, line_up in self._line_ups.items():
            self._settings.setValue(f"asking/{mode}", json.dumps([str(model.ref) for model in line_up]))
        self.changed.emit()

    def _remembered(self, key: str) -> list[Model]:
        """The models under a key that can still be asked."""
        try:
            names = json.loads(str(self._settings.value(key) or "[]"))
        except ValueError:
            return []
        return self._askable(names) if isinstance(names, list) else []

    def _askable(self, names: Sequence[object]) -> list[Model]:
        """The models of these names, without those that cannot be asked here now."""
        models = []
        for name in names:
            with suppress(UsageError):
                models.append(self._named(str(name)))
        return models
