# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The project that a first start opens: answers written for Sidelight, labelled as samples.

It is made from the recording that the ``recorded`` connection replays: the same prompt, asked again,
streams the same answer.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sidelight.domain.comparison import Comparison
from sidelight.domain.generation import Generation, StopReason, Timing, Usage
from sidelight.domain.identity import ComparisonId, GenerationId
from sidelight.domain.message import Conversation
from sidelight.domain.model import GenerationConfig, ModelRef
from sidelight.store.project import ProjectFile
from sidelight.workbench.moment import Moment

CONNECTION = "recorded"
MOST_BESIDE = 3


def build_sample_project(target: Path, recording: Path, moment: Moment) -> None:
    """Write the sample project. The recording's first prompt becomes the newest comparison.

    Raises:
        ProjectError: there is a file already, or it cannot be written.
    """
    with recording.open(encoding="utf-8") as file:
        answers = json.load(file)["answers"]
    comparisons = [
        (prompt, names)
        for prompt in dict.fromkeys(str(answer["prompt"]) for answer in answers)
        for names in _line_ups([str(a["model"]) for a in answers if a["prompt"] == prompt])
    ]
    project = ProjectFile.create(target)
    try:
        began_ms = moment.wall_ms() - len(comparisons)
        for number, (prompt, names) in enumerate(reversed(comparisons)):
            # A millisecond apart, so that the history has an order.
            made = _at(moment, began_ms + number)
            _add(project, prompt, [a for a in answers if a["prompt"] == prompt and a["model"] in names], made)
        project.flush()
    finally:
        project.close()


def add_answers(target: Path, prompt: str, answers: Sequence[Mapping[str, Any]], moment: Moment) -> None:
    """Write a project with one comparison; each answer has a ``model`` and a ``text``.

    Raises:
        ProjectError: there is a file already, or it cannot be written.
    """
    project = ProjectFile.create(target)
    try:
        _add(project, prompt, answers, moment)
        project.flush()
    finally:
        project.close()


def _line_ups(models: Sequence[str]) -> list[Sequence[str]]:
    """Which models stand together: up to three panes are easy to read on any screen, more go two by two."""
    names = list(dict.fromkeys(models))
    size = 2 if len(names) > MOST_BESIDE else MOST_BESIDE
    return [names[start : start + size] for start in range(0, len(names), size)]


def _at(moment: Moment, wall_ms: int) -> Moment:
    return Moment(lambda: wall_ms, moment.steady_ms, moment.entropy)


def _add(project: ProjectFile, prompt: str, answers: Iterable[Mapping[str, Any]], moment: Moment) -> None:
    by_model: dict[str, list[Mapping[str, Any]]] = {}
    for answer in answers:
        by_model.setdefault(str(answer["model"]), []).append(answer)
    comparison = Comparison(
        id=ComparisonId(moment.new_id()),
        conversation=Conversation.asking(prompt),
        models=tuple(ModelRef(CONNECTION, name) for name in by_model),
        created_ms=moment.wall_ms(),
    )
    project.add_comparison(comparison)
    for position, (name, attempts) in enumerate(by_model.items()):
        for attempt, answer in enumerate(attempts, start=1):
            began = Generation(
                id=GenerationId(moment.new_id()),
                comparison_id=comparison.id,
                model=ModelRef(CONNECTION, name),
                config=GenerationConfig(),
                position=position,
                attempt=attempt,
                created_ms=comparison.created_ms,
            )
            project.begin(began)
            project.finish(_finished(began, answer), None)


def _finished(began: Generation, answer: Mapping[str, Any]) -> Generation:
    usage = answer.get("usage")
    return Generation(
        id=began.id,
        comparison_id=began.comparison_id,
        model=began.model,
        config=began.config,
        position=began.position,
        attempt=began.attempt,
        created_ms=began.created_ms,
        text=str(answer["text"]),
        reasoning=str(answer.get("reasoning", "")),
        stop_reason=StopReason(answer.get("stop_reason", "complete")),
        usage=Usage(usage["input"], usage["output"], "reported") if usage else None,
        timing=Timing(),
    )
