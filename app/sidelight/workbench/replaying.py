# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Streaming a comparison's answers once more, as they were, from a recording made of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from sidelight.domain.errors import ProjectError, UsageError
from sidelight.domain.generation import Generation, StopReason
from sidelight.domain.model import Model, ModelRef
from sidelight.providers.catalogue import RECORDED, Catalogue
from sidelight.providers.recording import recording_of, split_pace
from sidelight.workbench.live import LiveAnswer, LiveComparison


class Replaying:
    """Recordings of comparisons, kept in the data folder."""

    def __init__(self, catalogue: Catalogue, folder: Path) -> None:
        self._catalogue = catalogue
        self._folder = folder

    def record(
        self, live: LiveComparison, shown: Sequence[LiveAnswer], *, pace: float | None = None
    ) -> tuple[Model, ...]:
        """Make models that replay these answers, one for each pane; asked the prompt, they give the answers.

        Args:
            live: the comparison.
            shown: the attempt of each pane that is to be replayed, leftmost first.
            pace: tokens a second for all of them, 0 for everything at once; their own usual one if not given.

        Raises:
            UsageError: an answer is still being written, or nothing came.
            ProjectError: the recording cannot be written.
        """
        if any(answer.running for answer in shown):
            raise UsageError("An answer is still being written.", "Replay it when it has ended.")
        if not all(answer.text for answer in shown):
            raise UsageError("One of the answers is empty, so there is nothing to replay.")
        stand_ins: list[Generation] = []
        for answer in shown:
            if not self._is_recorded(answer):
                stand_ins.append(_stand_in(answer.generation, {str(g.model) for g in stand_ins}))
        if stand_ins:
            labels = {str(answer.model.ref): answer.model.label for answer in shown}
            recording = recording_of([(live.prompt, generation) for generation in stand_ins], labels)
            path = self._folder / f"{live.comparison.id}.json"
            try:
                self._folder.mkdir(parents=True, exist_ok=True)
                recording.write(path)
            except OSError as error:
                raise ProjectError(
                    f"The recording could not be written: {error.strerror}.", f"Make room in {self._folder}."
                ) from error
            self._catalogue.add_recording(path)
        names = iter(stand_ins)
        return tuple(
            self._at_pace(
                str(answer.model.ref)
                if self._is_recorded(answer)
                else f"{RECORDED.name}/{next(names).model}",
                pace,
            )
            for answer in shown
        )

    def _is_recorded(self, answer: LiveAnswer) -> bool:
        """Whether the answer came from a recording, whole, so that asking the recording gives it again."""
        if answer.model.ref.connection != RECORDED.name:
            return False
        return answer.stop_reason is not StopReason.STOPPED and not answer.interrupted

    def _at_pace(self, name: str, pace: float | None) -> Model:
        if pace is not None:
            name = f"{split_pace(name)[0]}@{pace:g}"
        return self._catalogue.model(ModelRef.parse(name))


def _stand_in(generation: Generation, taken: set[str]) -> Generation:
    """The answer under a name of its own: one model in two panes gave two answers."""
    first = generation.model
    if split_pace(str(first))[1] is not None:
        # What looks like a pace behind a model's own name would be taken for one.
        first = ModelRef.parse(str(first).replace("@", "-"))
    ref, number = first, 2
    while str(ref) in taken:
        ref = replace(first, name=f"{first.name}-{number}")
        number += 1
    return replace(generation, model=ref)
