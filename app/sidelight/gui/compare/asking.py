# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What the next prompt will be sent with: each mode's line-up, the sampler's settings, the system prompt."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from PySide6.QtCore import QObject, QSettings

from sidelight.domain.comparison import MOST_PANES
from sidelight.domain.model import Model
from sidelight.gui.choosing.terms import Terms

Mode = Literal["direct", "side"]
RECORDED = "recorded"


@dataclass(frozen=True, slots=True)
class Loan:
    """The line-up of an opened comparison stands in for the user's own.

    Attributes:
        mode: the user's own.
        line_ups: the user's own, by mode.
        gone: models of the opened comparison that cannot be asked here.
        touched: whether the user has changed what stands there, which makes it the user's own.
    """

    mode: Mode
    line_ups: Mapping[Mode, Sequence[Model]]
    gone: tuple[Model, ...]
    touched: bool = False


class Asking(Terms):
    """The choices, remembered from one day to the next.

    While an old comparison is open, its line-up stands there, lent: what is remembered is the user's own,
    unless the user changes the lent one or asks it.
    """

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
        super().__init__(named, settings, parent)
        self._offered = models
        self.mode: Mode = "direct" if settings.value("asking/mode") == "direct" else "side"
        self.loan: Loan | None = None
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
            self._touch()

    def add(self, model: Model) -> None:
        """Put a model at the end of the line-up; in direct mode it takes the other's place."""
        if self.full:
            return
        line_up = self._line_ups[self.mode]
        if self.mode == "direct":
            line_up.clear()
        line_up.append(model)
        self._touch()

    def remove(self, place: int) -> None:
        """Take a model out of the line-up."""
        del self._line_ups[self.mode][place]
        self._touch()

    def take_over(self, models: Sequence[Model]) -> None:
        """Choose all of these models at once, as far as they can be asked here.

        Recorded ones answer nothing but what was recorded: they never push out models that can be asked
        anything.
        """
        if self._all_recorded(models) and not self._all_recorded(self._line_ups[self.mode]):
            return
        known = self._askable(map(_name, models))
        if not known:
            return
        self.mode = "direct" if len(models) == 1 else "side"
        self._line_ups[self.mode] = known
        self._touch()

    # the line-up of an opened comparison

    def lend(self, models: Sequence[Model]) -> None:
        """Let the models of an opened comparison stand there, as far as they can be asked here."""
        loan = self.loan
        if loan is None or loan.touched:
            loan = Loan(self.mode, {mode: tuple(line_up) for mode, line_up in self._line_ups.items()}, ())
        known = self._askable(map(_name, models))
        if self._all_recorded(known) and not self._all_recorded(loan.line_ups[loan.mode]):
            # They answer nothing but what was recorded: of a new prompt, nothing would come.
            known = []
        there = {model.ref for model in known}
        gone = tuple({model.ref: model for model in models if model.ref not in there}.values())
        self._take_back(loan)
        if known:
            self.mode = "direct" if len(models) == 1 else "side"
            self._line_ups[self.mode] = known[:MOST_PANES]
        self.loan = replace(loan, gone=gone)
        self.changed.emit()

    @property
    def own(self) -> tuple[Model, ...]:
        """The line-up that can be gone back to; empty where it stands there already."""
        if self.loan is None:
            return ()
        own = tuple(self.loan.line_ups[self.loan.mode])
        same = [model.ref for model in own] == [model.ref for model in self.models]
        return () if same and self.loan.mode == self.mode else own

    def go_back(self) -> None:
        """The user's own line-up stands there again."""
        if self.loan is not None:
            self._take_back(self.loan)
            self.loan = None
            self._keep()

    def end_loan(self, *, asked: bool = False) -> None:
        """What was opened is left; a lent line-up that was changed meanwhile, or ``asked``, stays."""
        if self.loan is not None and not (asked or self.loan.touched):
            self.go_back()
        elif self.loan is not None:
            self.loan = None
            self._keep()

    def _take_back(self, loan: Loan) -> None:
        self.mode = loan.mode
        self._line_ups = {mode: list(line_up) for mode, line_up in loan.line_ups.items()}

    @staticmethod
    def _all_recorded(models: Sequence[Model]) -> bool:
        return all(model.ref.connection == RECORDED for model in models)

    def fill_if_empty(self) -> None:
        """Choose the first models offered, where none is chosen yet."""
        for mode, most in (("side", 2), ("direct", 1)):
            if not self._line_ups[mode]:  # type: ignore[index]
                self._line_ups[mode] = list(self._offered())[:most]  # type: ignore[index]
        self._keep()

    def leave_out_what_is_gone(self) -> None:
        """Take out the models that cannot be asked any more; their server may have been removed."""
        for mode, line_up in self._line_ups.items():
            self._line_ups[mode] = self._askable(map(_name, line_up))
        if self.loan is not None:
            own = {mode: self._askable(map(_name, line_up)) for mode, line_up in self.loan.line_ups.items()}
            self.loan = replace(self.loan, line_ups=own)

    def _touch(self) -> None:
        """The user has changed what stands there."""
        if self.loan is not None:
            self.loan = replace(self.loan, touched=True)
        self._keep()

    def _keep(self) -> None:
        """Remember the user's own, and say that something has changed."""
        if self.loan is None or self.loan.touched:
            self._settings.setValue("asking/mode", self.mode)
            for mode, line_up in self._line_ups.items():
                self._remember(f"asking/{mode}", line_up)
        self.changed.emit()


def _name(model: Model) -> str:
    return str(model.ref)
