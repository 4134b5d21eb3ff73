# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What the user's own limits still allow, told near Send before anything is sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QTimer

from sidelight.domain.errors import SidelightError
from sidelight.domain.model import Model
from sidelight.gui.awaited import Awaited

if TYPE_CHECKING:
    from sidelight.gui.compare.composer import Composer
    from sidelight.workbench.connecting import Connecting
    from sidelight.workbench.quotas import Quota

LOOK_AGAIN_MS = 30_000
MOST_NAMED = 2


def _tr(text: str) -> str:
    return QCoreApplication.translate("Left", text)


class Left(QObject):
    """Keeps the composer's line about limits true; there is no line where there is no limit."""

    def __init__(self, connecting: Connecting, composer: Composer, parent: QObject) -> None:
        super().__init__(parent)
        self._connecting = connecting
        self._composer = composer
        self._asked = 0
        self._awaited = Awaited(self)
        # Answers become free again while nothing happens here.
        self._again = QTimer(self, interval=LOOK_AGAIN_MS)
        self._again.timeout.connect(self.refresh)

    def refresh(self) -> None:
        """Count anew, in another thread, for the models that would be asked now."""
        self._asked += 1
        models = self._composer.models()
        counted = self._connecting.quotas_of(models)
        if counted is None:
            self._again.stop()
            self._composer.say_left("", "", warn=False)
            return
        self._again.start()
        asked = self._asked
        self._awaited.add(counted, lambda done: self._show(models, done) if asked == self._asked else None)

    def leave(self) -> None:
        """Look no more; the window closes."""
        self._again.stop()
        self._awaited.stop()

    def _show(self, models: Sequence[Model], counted: Future[dict[str, list[Quota]]]) -> None:
        try:
            quotas = counted.result()
        except SidelightError as error:
            self._composer.say_left(str(error), error.advice, warn=True)
            return
        line, warn = line_of(models, quotas)
        self._composer.say_left(line, all_of(models, quotas), warn=warn)


def line_of(models: Sequence[Model], quotas: Mapping[str, Sequence[Quota]]) -> tuple[str, bool]:
    """The tightest limit of each model, the tightest first, and whether one forbids what would be sent."""
    wanted = Counter(str(model.ref) for model in models)
    labels = {str(model.ref): model.label for model in models}
    tightest = sorted(
        ((min(found, key=lambda quota: quota.left), name) for name, found in quotas.items()),
        key=lambda one: one[0].left,
    )
    told = [told_of(labels[name], quota) for quota, name in tightest[:MOST_NAMED]]
    more = len(tightest) - MOST_NAMED
    if more > 0:
        told.append(_tr("1 more model") if more == 1 else _tr("{0} more models").format(more))
    return " · ".join(told), any(quota.left < wanted[name] for quota, name in tightest)


def all_of(models: Sequence[Model], quotas: Mapping[str, Sequence[Quota]]) -> str:
    """Every limit, one a line."""
    labels = {str(model.ref): model.label for model in models}
    return "\n".join(told_of(labels[name], quota) for name, found in quotas.items() for quota in found)


def told_of(label: str, quota: Quota) -> str:
    """One limit in words."""
    if not quota.answers:
        return _tr("{0}: your own limit allows no answer").format(label)
    if quota.left:
        words = {
            "minute": _tr("{0}: {1} of {2} left this minute"),
            "hour": _tr("{0}: {1} of {2} left this hour"),
        }.get(quota.per, _tr("{0}: {1} of {2} left this day"))
        return words.format(label, quota.left, quota.answers)
    words = {
        "minute": _tr("{0}: none of {1} left this minute"),
        "hour": _tr("{0}: none of {1} left this hour"),
    }.get(quota.per, _tr("{0}: none of {1} left this day"))
    told = words.format(label, quota.answers)
    return told + (_tr(", free again in {0}").format(quota.free_in) if quota.free_in else "")
