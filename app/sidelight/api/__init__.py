# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What a plugin imports, and all that it may rely on: version 1.

A renderer turns an artifact of an answer (a fenced block: code, a drawing, data) into something a person can
see. It imports no Qt and runs in a worker process inside the sandbox::

    from sidelight.api import Artifact, Context, Rendered, Renderer

    class Shout:
        def match(self, artifact: Artifact) -> int:
            return 80

        def render(self, artifact: Artifact, context: Context) -> Rendered:
            return Rendered.of_text(artifact.text.upper(), alt_text="the text in capitals")

        def close(self) -> None:
            pass

    renderer: Renderer = Shout()

A verifier says whether an answer did what was asked::

    class Short:
        def verify(self, attempt: Attempt, job: Job) -> Finding | None:
            words = len(attempt.text.split())
            verdict = Verdict.PASS if words <= 100 else Verdict.FAIL
            return Finding(verdict, (f"It has {words} words; 100 were asked for.",))

An exporter writes battles or comparisons of a project as a file::

    class Lines:
        def export(self, records: Iterator[BattleRecord], job: Job) -> Iterator[str]:
            for battle in records:
                yield json.dumps([*battle.models, battle.choice])

What a plugin is for stands in ``sidelight-plugin.toml`` beside its code and is read before any of it.
"""

from __future__ import annotations

from sidelight.api.apart import apart
from sidelight.api.exporter import (
    AnswerRecord,
    BattleRecord,
    ComparisonRecord,
    Exporter,
    ExportError,
    Record,
)
from sidelight.api.job import Job
from sidelight.api.rendered import Image, Kind, Node, Note, Rendered, Severity, Table
from sidelight.api.renderer import (
    API_VERSION,
    Context,
    Renderer,
    RenderError,
    UpdatingRenderer,
    WidgetRenderer,
)
from sidelight.api.verifier import Attempt, Verifier
from sidelight.domain.artifact import Artifact
from sidelight.domain.verdict import Finding, Verdict

__all__ = [
    "API_VERSION",
    "AnswerRecord",
    "Artifact",
    "Attempt",
    "BattleRecord",
    "ComparisonRecord",
    "Context",
    "ExportError",
    "Exporter",
    "Finding",
    "Image",
    "Job",
    "Kind",
    "Node",
    "Note",
    "Record",
    "RenderError",
    "Rendered",
    "Renderer",
    "Severity",
    "Table",
    "UpdatingRenderer",
    "Verdict",
    "Verifier",
    "WidgetRenderer",
    "apart",
]
