# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Kept records, read once more: every maker's, wherever they were cut, and whole projects by a command."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from sidelight.domain.comparison import Comparison
from sidelight.domain.delta import (
    Exchange,
    FailureDelta,
    ReasoningDelta,
    StopDelta,
    TextDelta,
    UsageDelta,
    WirePiece,
)
from sidelight.domain.errors import UsageError
from sidelight.domain.generation import Generation, StopReason
from sidelight.domain.identity import ComparisonId, GenerationId
from sidelight.domain.message import Conversation
from sidelight.domain.model import GenerationConfig, ModelRef
from sidelight.store.project import ProjectFile
from sidelight.workbench.desk import Desk
from sidelight.workbench.opening import new_project
from sidelight.workbench.rereading import records_of, reread
from sidelight.workbench.settings import Places
from support import answer_cases
from support.chat_server import ChatServer
from support.ticking import finish

PATHS = {
    "openai": "v1/chat/completions",
    "openai-responses": "v1/responses",
    "anthropic": "v1/messages",
    "gemini": "v1beta/models/the-model:streamGenerateContent?alt=sse",
    "ollama": "api/chat",
}


def pieces_of(data: bytes, seed: int) -> tuple[WirePiece, ...]:
    chance = random.Random(seed)
    cuts = sorted(chance.randrange(len(data) + 1) for _ in range(7))
    return tuple(
        WirePiece(float(at), data[a:b])
        for at, (a, b) in enumerate(zip([0, *cuts], [*cuts, len(data)], strict=True))
        if b > a
    )


def exchange_of(case: answer_cases.Case, seed: int = 0) -> Exchange:
    request = {"model": "the-model", "max_tokens": 24}
    url = f"https://{case.host}/{PATHS[case.kind]}"
    return Exchange(url, json.dumps(request), case.status, case.headers, pieces_of(case.body, seed))


def generation_of(case: answer_cases.Case, number: int) -> Generation:
    """The answer as it was kept when the case's bytes came."""
    deltas = case.deltas()
    failure = next((d.failure for d in deltas if isinstance(d, FailureDelta)), None)
    stop = next((d.reason for d in deltas if isinstance(d, StopDelta)), StopReason.FAILED)
    return Generation(
        GenerationId(f"00000000-0000-7000-8000-{number:012}"),
        ComparisonId("00000000-0000-7000-8000-00000000ffff"),
        ModelRef("c", "the-model"),
        GenerationConfig(),
        0,
        number + 1,
        1_780_000_000_000,
        text="".join(d.text for d in deltas if isinstance(d, TextDelta)),
        reasoning="".join(d.text for d in deltas if isinstance(d, ReasoningDelta)),
        stop_reason=stop,
        usage=next((d.usage for d in reversed(deltas) if isinstance(d, UsageDelta)), None),
        failure=failure,
    )


def test_every_makers_record_is_read_from_a_project_as_it_was_then(tmp_path: Path) -> None:
    path = tmp_path / "records.sidelight"
    project = ProjectFile.create(path)
    kept = [generation_of(case, number) for number, case in enumerate(answer_cases.CASES)]
    comparison = Comparison(
        kept[0].comparison_id, Conversation.asking("Why?"), (kept[0].model,), 1_780_000_000_000
    )
    project.add_comparison(comparison)
    for number, (case, generation) in enumerate(zip(answer_cases.CASES, kept, strict=True)):
        project.begin(replace(generation, stop_reason=None))
        project.finish(generation, exchange_of(case, number))
    project.flush()
    found = [reread(generation, project.exchange(generation.id)) for generation in records_of(project)]
    project.close()
    assert len(found) == len(kept) > 40
    assert [one.differences for one in found] == [()] * len(kept)
    assert {one.kind for one in found} == set(PATHS)
    done = replayed(path)
    assert (done.returncode, done.stdout) == (0, f"{len(kept)} read again, 0 differ\n")


def replayed(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "sidelight", "replay-record", "--project", str(project), *arguments]
    environ = {**os.environ, "SIDELIGHT_DATA": str(project.parent)}
    return subprocess.run(command, capture_output=True, text=True, env=environ, timeout=120, check=False)


def test_what_is_read_otherwise_is_told() -> None:
    case = next(
        c for c in answer_cases.CASES if c.kind == "anthropic" and c.says == "`stop_reason: end_turn`"
    )
    kept = generation_of(case, 0)
    assert reread(kept, exchange_of(case)).differences == ()
    (told,) = reread(replace(kept, text=kept.text + "!"), exchange_of(case)).differences
    assert told.startswith(f"Its text differs from character {len(kept.text)} on")
    (told,) = reread(replace(kept, stop_reason=StopReason.LENGTH), exchange_of(case)).differences
    assert told == "It ended as complete now, as length then."
    # A person's stop stands in no byte.
    assert reread(replace(kept, stop_reason=StopReason.STOPPED), exchange_of(case)).differences == ()
    assert kept.usage is not None
    (told,) = reread(replace(kept, usage=replace(kept.usage, output=99)), exchange_of(case)).differences
    assert "99 tokens then" in told


@pytest.mark.parametrize("url", ["", "recorded:sample", "https://h/v1/embeddings"])
def test_what_came_from_no_server_is_told(url: str) -> None:
    kept = generation_of(answer_cases.CASES[0], 0)
    with pytest.raises(UsageError, match="can be read again"):
        reread(kept, Exchange(url, "{}", 200))
    with pytest.raises(UsageError, match="no exact record"):
        reread(kept, None)


def test_a_real_sittings_answers_and_their_probabilities_come_back_from_the_record(tmp_path: Path) -> None:
    entry = {"token": "Be", "logprob": -0.5, "top_logprobs": [{"token": "So", "logprob": -1.5}]}
    with ChatServer(("Be", "cause")).serving() as server:
        told = server

        def told_of(word: str) -> dict[str, object]:
            return {"choices": [{"index": 0, "delta": {"content": word}, "logprobs": {"content": [entry]}}]}

        assert told.base_url
        places = Places(tmp_path, tmp_path / "config")
        places.config.mkdir()
        (places.config / "connections.toml").write_text(
            f'[[connection]]\nname = "lab"\nbase_url = "{server.base_url}"\n'
        )
        path = tmp_path / "sitting.sidelight"
        desk = Desk.on(new_project(path), places, {})
        try:
            models = [desk.model("lab/m"), desk.model("recorded/sample-amber@0")]
            prompt = "Generate a level-3 Sierpinski triangle in ASCII."
            live = desk.comparing.start(prompt, models, config=GenerationConfig(logprobs=1))
            finish(desk, live)
            assert live.answers()[0].logprobs == ()
        finally:
            desk.close()
        # The record of the same answer, had the server given probabilities.
        event = b"data: " + json.dumps(told_of("Because")).encode() + b"\n\ndata: [DONE]\n\n"
        desk = Desk.on(ProjectFile.open(path), places, {})
        try:
            again = desk.comparing.open(live.comparison.id).answers()[0]
            generation, exchange = desk.exchange(again.id)
            assert exchange is not None
            assert reread(generation, exchange).differences == ()
            found = reread(generation, replace(exchange, pieces=(WirePiece(1.0, event),)))
            assert [token.token for token in found.logprobs] == ["Be"]
            assert desk.logprobs(again) == desk.logprobs(again.id) == ()
        finally:
            desk.close()
    done = replayed(path)
    assert done.stdout == "1 read again, 0 differ, 1 came from no server\n"
    one = replayed(path, again.id, "--json")
    record = json.loads(one.stdout)
    assert (record["same"], record["format"], record["text"]) == (True, "openai", "Because")
    missing = replayed(path, "no-such-answer")
    assert missing.returncode != 0
    assert "Traceback" not in missing.stderr
