# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What a round is begun with: models to draw from, how they are asked, with which files, and who votes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QSettings

from sidelight.domain.battle import MOST_RANKED
from sidelight.domain.model import Model
from sidelight.gui.choosing.terms import Terms
from sidelight.gui.choosing.voter import keep_voter, kept_voter
from sidelight.gui.compare.asking import RECORDED

LEAST_RANKED = 3
_CHOSEN = "arena/pool"


class Pool(Terms):
    """The choice."""

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
        super().__init__(named, settings, parent)
        self._offered = offered
        self.ranking = settings.value("arena/ranking") in (True, "true")
        self.ranked = _number(settings.value("arena/ranked"))
        # None stands for all: also where nothing is left of what was chosen.
        self._chosen: list[Model] | None = self._remembered(_CHOSEN) or None
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
            self._remember(_CHOSEN, self._chosen)
        self._settings.setValue("arena/ranking", self.ranking)
        self._settings.setValue("arena/ranked", self.ranked)
        self.changed.emit()


def _number(kept: object) -> int:
    try:
        return max(LEAST_RANKED, min(MOST_RANKED, int(str(kept))))
    except ValueError:
        return LEAST_RANKED
