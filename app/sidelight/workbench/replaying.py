# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Streaming a comparison's answers once more, as they were, from a recording made of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from sidelight.domain.errors import ProjectError, UsageError
from sidelight.domain.generation import Generation
from sidelight.domain.model import Model, ModelRef
from sidelight.providers.catalogue import RECORDED, Catalogue
from sidelight.providers.recording import recording_of
from sidelight.workbench.live import LiveAnswer, LiveComparison


class Replaying:
    """Recordings of comparisons, kept in the data folder."""

    def __init__(self, catalogue: Catalogue, folder: Path) -> None:
        self._catalogue = catalogue
        self._folder = folder

    def record(self, live: LiveComparison, shown: Sequence[LiveAnswer]) -> tuple[Model, ...]:
        """Make models that replay these answers, one for each pane; asked the prompt, they give the answers.

        Args:
            live: the comparison.
            shown: the attempt of each pane that is to be replayed, leftmost first.

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
            if answer.model.ref.connection != RECORDED.name:
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
            answer.model
            if answer.model.ref.connection == RECORDED.name
            else self._catalogue.model(ModelRef.parse(f"{RECORDED.name}/{next(names).model}"))
            for answer in shown
        )


def _stand_in(generation: Generation, taken: set[str]) -> Generation:
    """The answer under a name of its own: one model in two panes gave two answers."""
    ref, number = generation.model, 2
    while str(ref) in taken:
        ref = replace(generation.model, name=f"{generation.model.name}-{number}")
        number += 1
    return replace(generation, model=ref)
