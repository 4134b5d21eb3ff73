# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Values to put into projects, and looks at files from outside."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from sidelight.domain.battle import Battle, Choice, LogEvent, Purpose, Vote
from sidelight.domain.comparison import Comparison
from sidelight.domain.delta import Exchange, WirePiece
from sidelight.domain.failure import Failure
from sidelight.domain.generation import Generation, StopReason, Timing, Usage
from sidelight.domain.identity import BattleId, ComparisonId, GenerationId, RecordId, RunId, uuid7
from sidelight.domain.message import Conversation
from sidelight.domain.model import GenerationConfig, ModelRef
from sidelight.domain.review import Annotation, Rating, Span
from sidelight.domain.running import Level, Outcome, Run, RunPicture
from sidelight.domain.verdict import Judgement, Verdict
from sidelight.store import JournalPiece, ProjectFile

START_MS = 1_795_000_000_000
STEADY = ModelRef("local", "smollm2-135m")
WORDS = "penguin feather ice warm huddle colony wind storm krill dive swim egg parent winter south"
WARM = ModelRef("local", "smollm2-135m", "warm")


def identity(kind: str, number: int) -> str:
    """The same identity for the same words, made at the time that the number stands for."""
    entropy = hashlib.sha256(f"{kind} {number}".encode()).digest()
    return uuid7(START_MS + number, entropy)


def comparison(number: int, prompt: str = "", system: str = "") -> Comparison:
    """The comparison of that number; later ones have higher numbers."""
    return Comparison(
        ComparisonId(identity("comparison", number)),
        Conversation.asking(prompt or f"Question {number}: how do penguins keep warm?", system),
        (STEADY, WARM),
        START_MS + number,
    )


def generation(of: Comparison, position: int = 0, attempt: int = 1) -> Generation:
    """An answer that has just been asked for."""
    return Generation(
        GenerationId(identity(f"generation {of.id} {position}", attempt)),
        of.id,
        of.models[position % len(of.models)],
        GenerationConfig(temperature=0.8, seed=7, stop=("###", "\n\n")),
        position,
        attempt,
        of.created_ms + position,
    )


def ended(started: Generation, text: str = "They huddle.", reasoning: str = "Hm.") -> Generation:
    """The same answer, finished."""
    return replace(
        started,
        text=text,
        reasoning=reasoning,
        stop_reason=StopReason.COMPLETE,
        usage=Usage(12, 34, "reported", 5),
        timing=Timing(81.5, 1203.25),
        notices=("The prompt was cut.",),
    )


def failed(started: Generation) -> Generation:
    """The same answer, gone wrong."""
    failure = Failure("rate_limited", "Too many requests.", "Wait a minute.", 429, '{"error": "slow down"}')
    return replace(started, text="The", stop_reason=StopReason.FAILED, failure=failure)


def exchange(*pieces: WirePiece) -> Exchange:
    """What was sent and came back."""
    headers = (("content-type", "text/event-stream"), ("x-request-id", "r-1"))
    return Exchange("https://models.example/v1/chat/completions", '{"stream": true}', 200, headers, pieces)


def rating(of: Generation, number: int, value: int | None = 4, supersedes: Rating | None = None) -> Rating:
    """A rating in stars."""
    older = supersedes.id if supersedes else None
    return Rating(RecordId(identity("rating", number)), of.id, "stars", value, START_MS + number, older)


def annotation(
    of: Generation,
    number: int,
    note: str = "Is that so?",
    *,
    supersedes: Annotation | None = None,
    withdrawn: bool = False,
) -> Annotation:
    """A note on the answer's first four characters."""
    older = supersedes.id if supersedes else None
    record = RecordId(identity("annotation", number))
    span = Span(0, 4, "They")
    return Annotation(record, of.id, span, "unclear", note, START_MS + number, older, withdrawn)


def run(of: Generation, number: int) -> Run:
    """An execution that drew something."""
    return Run(
        RunId(identity("run", number)),
        of.id,
        artifact_index=0,
        artifact_digest="ab" * 32,
        created_ms=START_MS + number,
        outcome=Outcome.CHANGING,
        level=Level.A,
        exit_code=None,
        limit="wall",
        frames=181,
        first_frame_ms=412.5,
        duration_ms=30_000.0,
        stdout="hello\n",
        stderr="",
        frame_png=b"\x89PNG\r\n" + bytes(range(256)),
        edited=f"print({number})\n" if number % 2 else "",
        notices=("There is no accumulation buffer.", "Drawn without Tk.") if number % 2 else (),
    )


def run_picture(of: Generation, number: int) -> RunPicture:
    """A strip of the run of that number."""
    place = (identity("picture", number), of.id, identity("run", number))
    return RunPicture(*place, "strip", START_MS + number, 0.5, 8.0, b"\x89PNG strip")


def judgement(of: Generation, number: int, *, supersedes: str | None = None) -> Judgement:
    """A verifier's verdict on the run of that number; every third one takes an earlier one back."""
    verdict = (Verdict.PASS, Verdict.UNSURE, None)[number % 3]
    return Judgement(
        RecordId(identity("judgement", number)),
        of.id,
        RunId(identity("run", number)),
        "turning-cube 1",
        verdict,
        ("One rigid cube turns.", f"Watched {number} s – 100% show something."),
        START_MS + number,
        None if supersedes is None else RecordId(supersedes),
    )


def battle(
    number: int, models: tuple[ModelRef, ...] = (STEADY, WARM), of: Comparison | None = None
) -> Battle:
    """A battle of these models; if of a comparison, between its first answers."""
    return Battle(
        BattleId(identity("battle", number)),
        of and of.id,
        models,
        tuple(generation(of, position).id for position in range(len(models))) if of else (),
        START_MS + number,
        prompt=hashlib.sha256(b"%d" % number).hexdigest(),
        nonce="00" * 32,
        commitment="ff" * 32,
        purpose=Purpose.CONTROL if models[0] == models[-1] else Purpose.PLAIN,
        category="ice" if number % 2 else "",
        settings='{"pace":null}',
        styles=tuple((100 + number, place, 2, 3) for place in range(len(models))),
    )


def vote(of: Battle, number: int, choice: Choice | None = Choice.A, **more: object) -> Vote:
    """A vote on a battle."""
    given = replace(Vote(RecordId(identity("vote", number)), of.id, choice, START_MS + number), **more)
    return replace(given, reasons=("clear", "complete")) if given.counts else given


def log_event(of: Battle, kind: str) -> LogEvent:
    """What the log says of a battle."""
    return LogEvent(kind, of.id, of.comparison_id, "{}", of.created_ms)


def sentences(number: int, count: int = 12) -> str:
    """Prose that differs from number to number."""
    words = [
        "penguin",
        "feather",
        "ice",
        "warm",
        "huddle",
        "colony",
        "wind",
        "storm",
        "krill",
        "dive",
        "swim",
        "egg",
        "parent",
        "winter",
        "south",
    ]
    step = 7 + number % 5
    return ". ".join(
        " ".join(words[(number + line + step * place) % len(words)] for place in range(9)).capitalize()
        for line in range(count)
    )


def fill(project: ProjectFile, comparisons: int, lines: int = 12) -> list[Generation]:
    """Comparisons of two answers each, rated and annotated. Returns the answers."""
    answers = []
    for number in range(comparisons):
        asked = comparison(number)
        project.add_comparison(asked)
        for position in range(2):
            started = generation(asked, position)
            project.begin(started)
            text = sentences(2 * number + position, lines)
            wire = (WirePiece(80.0, b"data: " + text[:20].encode()), WirePiece(99.0, b"data: [DONE]"))
            project.journal([JournalPiece(started.id, 0, text[:20], "", wire)])
            answer = ended(started, text)
            project.finish(answer, exchange())
            answers.append(answer)
        project.add_rating(rating(answers[-1], number, 1 + number % 5))
        project.add_annotation(annotation(answers[-1], number, f"Remark {number} on the answer"))
    project.flush()
    return answers


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def integrity(path: Path) -> str:
    """SQLite's own verdict on the whole file, indexes included."""
    with closing(sqlite3.connect(path)) as connection:
        return "\n".join(row[0] for row in connection.execute("PRAGMA integrity_check"))
