# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What a round is begun with: models to draw from, how they are asked, with which files, and who votes."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace

from PySide6.QtCore import QObject, QSettings, Signal

from sidelight.domain.battle import MOST_RANKED
from sidelight.domain.errors import UsageError
from sidelight.domain.message import Part
from sidelight.domain.model import GenerationConfig, Model
from sidelight.gui.choosing.voter import keep_voter, kept_voter
from sidelight.gui.compare.asking import RECORDED

LEAST_RANKED = 3


class Pool(QObject):
    """The choice.

    Signals:
        changed: any of it is another now.
    """

    changed = Signal()

    def __init__(
        self,
        offered: Callable[[], Sequence[Model]],
        named: Callable[[str], Model],
        settings: QSettings,
        parent: QObject,
    ) -> None:
        """Remember what was chosen last; where nothing is, all models here that can be asked anything.

        Args:
            offered: those on this machine.
            named: a model by its name; ``UsageError`` if it cannot be asked.
            settings: where the choice is kept.
            parent: Qt's.
        """
        super().__init__(parent)
        self._offered = offered
        self._named = named
        self._settings = settings
        self.ranking = settings.value("arena/ranking") in (True, "true")
        self.ranked = _number(settings.value("arena/ranked"))
        self._chosen = self._remembered()
        self.system = ""
        self.config = GenerationConfig()
        self.attachments: tuple[Part, ...] = ()
        self.reading = False
        self.refused: dict[str, tuple[str, str]] = {}
        self.voter = kept_voter(settings)

    @property
    def models(self) -> list[Model]:
        """Those that are in it and can still be asked."""
        if self._chosen is None:
            offered = list(self._offered())
            live = [model for model in offered if model.ref.connection != RECORDED]
            return live if len(live) > 1 else offered
        return list(self._chosen)

    @property
    def panes(self) -> int:
        """How many models meet in a round."""
        return self.ranked if self.ranking else 2

    def holds(self, model: Model) -> bool:
        """Whether a model is in it."""
        return any(one.ref == model.ref for one in self.models)

    def toggle(self, model: Model) -> None:
        """Take a model in, or out."""
        models = self.models
        if self.holds(model):
            self._chosen = [one for one in models if one.ref != model.ref]
        else:
            self._chosen = [*models, model]
        self._keep()

    def set_config(self, **settings: float | int | None) -> None:
        """Change some of the sampler's settings for all models; ``None`` leaves one to each model."""
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
        self.system = text
        self.changed.emit()

    def set_attachments(self, parts: Sequence[Part]) -> None:
        """Change the files that go with the next prompt; they are not remembered."""
        self.attachments = tuple(parts)
        self.changed.emit()

    def detach(self, part: Part) -> None:
        """Take one of the files out."""
        self.set_attachments([kept for kept in self.attachments if kept is not part])

    def set_voter(self, name: str) -> None:
        """Somebody else votes from the next round on; empty is the project's owner."""
        self.voter = keep_voter(self._settings, name)
        self.changed.emit()

    def set_ranking(self, ranking: bool) -> None:
        """Two meet, or several."""
        if ranking != self.ranking:
            self.ranking = ranking
            self._keep()

    def set_ranked(self, panes: int) -> None:
        """How many meet in a ranking."""
        self.ranked = max(LEAST_RANKED, min(MOST_RANKED, panes))
        self._keep()

    def refresh(self) -> None:
        """Leave out what cannot be asked any more."""
        if self._chosen is not None:
            self._chosen = self._askable([str(model.ref) for model in self._chosen])
        self.changed.emit()

    def _keep(self) -> None:
        if self._chosen is not None:
            self._settings.setValue("arena/pool", json.dumps([str(model.ref) for model in self._chosen]))
        self._settings.setValue("arena/ranking", self.ranking)
        self._settings.setValue("arena/ranked", self.ranked)
        self.changed.emit()

    def _remembered(self) -> list[Model] | None:
        """What was chosen and can still be asked; ``None`` if nothing is left of it."""
        try:
            names = json.loads(str(self._settings.value("arena/pool") or "[]"))
        except ValueError:
            return None
        return (self._askable(names) or None) if isinstance(names, list) else None

    def _askable(self, names: Sequence[object]) -> list[Model]:
        models = []
        for name in names:
            with suppress(UsageError):
                models.append(self._named(str(name)))
        return models


def _number(kept: object) -> int:
    try:
        return max(LEAST_RANKED, min(MOST_RANKED, int(str(kept))))
    except ValueError:
        return LEAST_RANKED
