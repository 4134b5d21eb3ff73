# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Domain values as rows, and back.

Text may hold half of a surrogate pair (a model's stream was cut inside an emoji). Such text is no UTF-8,
so it is kept as bytes instead; ``text`` reads both.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import Any

from sidelight.domain.comparison import Comparison, HistoryEntry
from sidelight.domain.failure import Failure
from sidelight.domain.generation import Generation, StopReason, Timing, Usage
from sidelight.domain.identity import ComparisonId, GenerationId, RecordId, RunId
from sidelight.domain.message import Conversation, Message, Part
from sidelight.domain.model import GenerationConfig, ModelRef
from sidelight.domain.review import Annotation, Rating, Span
from sidelight.domain.running import Level, Outcome, Run, RunPicture
from sidelight.domain.verdict import Judgement, Verdict

Row = Sequence[Any]

COMPARISON = "id, created_ms, conversation, models, follows"
HISTORY = "id, title, created_ms, models"
GENERATION = "id, comparison_id, connection, model, setting, config, position, attempt, created_ms"
ENDING = "text, reasoning, stop_reason, usage, ttft_ms, total_ms, failure, notices, interrupted"
RATING = "id, generation_id, scale, value, created_ms, supersedes"
ANNOTATION = (
    "id, generation_id, span_start, span_end, span_quote, label, note, created_ms, supersedes, withdrawn"
)
RUN = (
    "id, generation_id, artifact_index, artifact_digest, created_ms, outcome, level, exit_code, limit_name,"
    " frames, first_frame_ms, duration_ms, stdout, stderr, frame_png"
)
RUN_EDIT = "run_id, generation_id, source"
RUN_NOTICE = "run_id, generation_id, seq, sentence"
JUDGEMENT = "id, generation_id, run_id, source, verdict, evidence, created_ms, supersedes"
RUN_PICTURE = "id, generation_id, run_id, kind, created_ms, from_s, to_s, png"


def kept(value: str) -> str | bytes:
    """Text as it goes into a row."""
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        return value.encode("utf-8", "surrogatepass")
    return value


def text(value: str | bytes) -> str:
    """Text as it comes out of a row."""
    return value if isinstance(value, str) else value.decode("utf-8", "surrogatepass")


def to_json(value: object) -> str | bytes:
    """A JSON document as it goes into a row."""
    return kept(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def from_json(value: str | bytes) -> Any:
    """A JSON document as it comes out of a row."""
    return json.loads(text(value))


def insert(connection: sqlite3.Connection, table: str, columns: str, values: Row) -> None:
    """Add one row."""
    marks = ", ".join("?" * len(values))
    connection.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", tuple(values))


def _model_list(models: Sequence[ModelRef]) -> list[list[str]]:
    return [[ref.connection, ref.name, ref.setting] for ref in models]


def _models(value: str | bytes) -> tuple[ModelRef, ...]:
    return tuple(ModelRef(*ref) for ref in from_json(value))


def conversation_json(conversation: Conversation) -> str | bytes:
    """A conversation as it goes into a row."""
    return to_json(
        [[message.role, [_part_json(part) for part in message.parts]] for message in conversation.messages]
    )


def _part_json(part: Part) -> list[str]:
    return [part.kind, part.text, part.name] if part.name else [part.kind, part.text]


def add_comparison(connection: sqlite3.Connection, comparison: Comparison) -> None:
    """Insert a comparison."""
    insert(
        connection,
        "comparison",
        f"{COMPARISON}, title",
        (
            comparison.id,
            comparison.created_ms,
            conversation_json(comparison.conversation),
            to_json(_model_list(comparison.models)),
            to_json(comparison.follows),
            kept(comparison.title),
        ),
    )


def comparison_of(row: Row) -> Comparison:
    """Read the columns ``COMPARISON``."""
    identity, created_ms, conversation, models, follows = row
    return Comparison(
        id=ComparisonId(identity),
        conversation=conversation_of(conversation),
        models=_models(models),
        created_ms=created_ms,
        follows=tuple(GenerationId(i) for i in from_json(follows)),
    )


def conversation_of(value: str | bytes) -> Conversation:
    """Read a conversation."""
    return Conversation(
        tuple(
            Message(role, tuple(Part(part_text, kind, *name) for kind, part_text, *name in parts))
            for role, parts in from_json(value)
        )
    )


def history_entry_of(row: Row, snippet: str = "") -> HistoryEntry:
    """Read the columns ``HISTORY``."""
    identity, title, created_ms, models = row
    return HistoryEntry(ComparisonId(identity), text(title), created_ms, _models(models), snippet)


def add_generation(connection: sqlite3.Connection, g: Generation) -> None:
    """Insert the part of a generation that is known when it begins."""
    config: dict[str, object] = {
        "temperature": g.config.temperature,
        "top_p": g.config.top_p,
        "max_tokens": g.config.max_tokens,
        "seed": g.config.seed,
        "stop": g.config.stop,
    }
    later = {"reasoning_effort": g.config.reasoning_effort, "logprobs": g.config.logprobs}
    config |= {name: value for name, value in later.items() if value is not None}
    model = (kept(g.model.connection), kept(g.model.name), kept(g.model.setting))
    insert(
        connection,
        "generation",
        GENERATION,
        (g.id, g.comparison_id, *model, to_json(config), g.position, g.attempt, g.created_ms),
    )


def add_ending(connection: sqlite3.Connection, g: Generation) -> None:
    """Insert the part of a generation that is known when it has ended."""
    usage = g.usage and [g.usage.input, g.usage.output, g.usage.source, g.usage.reasoning, g.usage.cached]
    failure = g.failure and [
        g.failure.kind,
        g.failure.what,
        g.failure.advice,
        g.failure.status,
        g.failure.body,
    ]
    insert(
        connection,
        "generation_end",
        f"generation_id, {ENDING}",
        (
            g.id,
            kept(g.text),
            kept(g.reasoning),
            g.stop_reason,
            usage and to_json(usage),
            g.timing.ttft_ms,
            g.timing.total_ms,
            failure and to_json(failure),
            to_json(g.notices),
            g.interrupted,
        ),
    )


def generation_of(row: Row, ending: Row) -> Generation:
    """Read the columns ``GENERATION`` and ``ENDING``."""
    identity, comparison_id, connection, model, setting, config, position, attempt, created_ms = row
    answer, reasoning, stop_reason, usage, ttft_ms, total_ms, failure, notices, interrupted = ending
    settings = from_json(config)
    return Generation(
        id=GenerationId(identity),
        comparison_id=ComparisonId(comparison_id),
        model=ModelRef(text(connection), text(model), text(setting)),
        config=GenerationConfig(**{**settings, "stop": tuple(settings["stop"])}),
        position=position,
        attempt=attempt,
        created_ms=created_ms,
        text=text(answer),
        reasoning=text(reasoning),
        stop_reason=None if stop_reason is None else StopReason(stop_reason),
        usage=None if usage is None else Usage(*from_json(usage)),
        timing=Timing(ttft_ms, total_ms),
        failure=None if failure is None else Failure(*from_json(failure)),
        notices=tuple(from_json(notices)),
        interrupted=bool(interrupted),
    )


def add_rating(connection: sqlite3.Connection, r: Rating) -> None:
    """Insert a rating."""
    values = (r.id, r.generation_id, r.scale, r.value, r.created_ms, r.supersedes)
    insert(connection, "rating", RATING, values)


def rating_of(row: Row) -> Rating:
    """Read the columns ``RATING``."""
    identity, generation_id, scale, value, created_ms, supersedes = row
    return Rating(RecordId(identity), GenerationId(generation_id), scale, value, created_ms, supersedes)


def add_annotation(connection: sqlite3.Connection, a: Annotation) -> None:
    """Insert an annotation."""
    span = (None, None, None) if a.span is None else (a.span.start, a.span.end, kept(a.span.quote))
    values = (
        a.id,
        a.generation_id,
        *span,
        kept(a.label),
        kept(a.note),
        a.created_ms,
        a.supersedes,
        a.withdrawn,
    )
    insert(connection, "annotation", ANNOTATION, values)


def annotation_of(row: Row) -> Annotation:
    """Read the columns ``ANNOTATION``."""
    identity, generation_id, start, end, quote, label, note, created_ms, supersedes, withdrawn = row
    return Annotation(
        RecordId(identity),
        GenerationId(generation_id),
        None if start is None else Span(start, end, text(quote)),
        text(label),
        text(note),
        created_ms,
        supersedes,
        bool(withdrawn),
    )


def add_run(connection: sqlite3.Connection, r: Run) -> None:
    """Insert a run."""
    artifact = (r.artifact_index, r.artifact_digest, r.created_ms)
    ending = (r.outcome, r.level, r.exit_code, r.limit, r.frames, r.first_frame_ms, r.duration_ms)
    output = (kept(r.stdout), kept(r.stderr), r.frame_png)
    insert(connection, "run", RUN, (r.id, r.generation_id, *artifact, *ending, *output))
    if r.edited:
        insert(connection, "run_edit", RUN_EDIT, (r.id, r.generation_id, kept(r.edited)))
    for seq, sentence in enumerate(r.notices):
        insert(connection, "run_notice", RUN_NOTICE, (r.id, r.generation_id, seq, kept(sentence)))


def add_run_picture(connection: sqlite3.Connection, p: RunPicture) -> None:
    """Insert a picture of a run."""
    seconds = (p.from_s, p.to_s)
    values = (p.id, p.generation_id, p.run_id, p.kind, p.created_ms, *seconds, p.png)
    insert(connection, "run_picture", RUN_PICTURE, values)


def run_picture_of(row: Row) -> RunPicture:
    """Read the columns ``RUN_PICTURE``."""
    identity, generation_id, run_id, kind, created_ms, from_s, to_s, png = row
    return RunPicture(
        RecordId(identity),
        GenerationId(generation_id),
        RunId(run_id),
        "strip" if kind == "strip" else "frame",
        created_ms,
        from_s,
        to_s,
        png,
    )


def run_of(row: Row, edited: str | bytes | None = None, notices: Sequence[str | bytes] = ()) -> Run:
    """Read the columns ``RUN``, what a person had changed, if anything, and what was noticed, in order."""
    identity, generation_id, index, digest, created_ms, outcome, level, exit_code, limit, *rest = row
    frames, first_frame_ms, duration_ms, stdout, stderr, frame_png = rest
    return Run(
        RunId(identity),
        GenerationId(generation_id),
        index,
        digest,
        created_ms,
        Outcome(outcome),
        Level(level),
        exit_code,
        limit,
        frames,
        first_frame_ms,
        duration_ms,
        text(stdout),
        text(stderr),
        frame_png,
        text(edited or ""),
        tuple(text(sentence) for sentence in notices),
    )


def add_judgement(connection: sqlite3.Connection, j: Judgement) -> None:
    """Insert a verdict."""
    said = (kept(j.source), j.verdict, to_json(j.evidence))
    values = (j.id, j.generation_id, j.run_id, *said, j.created_ms, j.supersedes)
    insert(connection, "judgement", JUDGEMENT, values)


def judgement_of(row: Row) -> Judgement:
    """Read the columns ``JUDGEMENT``."""
    identity, generation_id, run_id, source, verdict, evidence, created_ms, supersedes = row
    return Judgement(
        RecordId(identity),
        GenerationId(generation_id),
        RunId(run_id),
        text(source),
        None if verdict is None else Verdict(verdict),
        tuple(str(line) for line in from_json(evidence)),
        created_ms,
        supersedes,
    )
