# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Records as the two forms have them, good ones, to be spoilt by tests."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any


def talk(*said: str) -> list[dict[str, Any]]:
    return [{"role": "assistant" if n % 2 else "user", "content": text} for n, text in enumerate(said)]


def arena(n: int = 0, **changes: Any) -> dict[str, Any]:
    """A record of the public data sets."""
    row = {
        "question_id": f"question-{n}",
        "model_a": "amber-7b",
        "model_b": "blue-13b",
        "winner": "model_a",
        "judge": f"arena_user_{n % 3}",
        "conversation_a": talk("What is two and two?", "It is **4**."),
        "conversation_b": talk("What is two and two?", "# Answer\n- five"),
        "turn": 1,
        "anony": True,
        "language": "English",
        "tstamp": 1_690_000_000.25 + n,
    }
    return {key: value for key, value in {**row, **changes}.items() if value is not ...}


def state(model: str, *said: str | None, **changes: Any) -> dict[str, Any]:
    return {
        "template_name": "t",
        "system_message": "",
        "roles": ["USER", "ASSISTANT"],
        "messages": [["ASSISTANT" if n % 2 else "USER", text] for n, text in enumerate(said)],
        "offset": 0,
        "conv_id": f"conv-{model}",
        "model_name": model,
        **changes,
    }


def vote(n: int = 0, **changes: Any) -> dict[str, Any]:
    """A vote in FastChat's log."""
    return {
        "tstamp": 1_690_000_000.5 + n,
        "type": "leftvote",
        "models": ["", ""],
        "states": [state("amber-7b", "Hi", "Hello"), state("blue-13b", "Hi", "Yes?")],
        "ip": f"198.51.100.{n}",
        **changes,
    }


def lines(path: Path, rows: Sequence[Any]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path
