# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Answers that give their model away because the project holds them already, with its name."""

from __future__ import annotations

from collections.abc import Sequence

from sidelight.domain.model import Model
from sidelight.store.project import ProjectFile

LEAST_TELLING = 40
"""Characters from which an answer is one model's own: anybody may say “Paris.”"""


def recognised(project: ProjectFile, texts: Sequence[str], models: Sequence[Model]) -> bool:
    """Whether one of these answers stands in the project word for word as its own model's, and nobody else's.

    Reads the project.

    Raises:
        ProjectError: it cannot be read.
    """
    return any(
        project.known_as(text) == {(model.ref.connection, model.ref.name)}
        for text, model in zip(texts, models, strict=True)
        if len(text.strip()) >= LEAST_TELLING
    )
