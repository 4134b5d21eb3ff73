# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Battles written as other programs read them, each with what these have no place for beside it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from sidelight.domain.battle import Choice
from sidelight.domain.bundle import Bundle
from sidelight.domain.errors import UsageError
from sidelight.exchange.arena import WINNER
from sidelight.exchange.drafting import draft_of
from sidelight.exchange.fastchat import VOTES
from sidelight.exchange.foreign import Said, Talk
from sidelight.exchange.parquet import write_parquet
from sidelight.exchange.sidecar import sidecar_for

OWNER = "owner"
"""Stands for the owner of the project where a file wants a name."""
SUFFIXES = {"arena": (".json", ".jsonl", ".parquet"), "fastchat": (".json", ".jsonl")}


def check_target(path: Path, format_name: str) -> None:
    """See that there is such a form, and that a file of this name can have it.

    Raises:
        UsageError: there is not, or it cannot.
    """
    if format_name not in SUFFIXES:
        raise UsageError(
            f"“{format_name}” is no known form of battles.", f"There are: {', '.join(SUFFIXES)}."
        )
    if path.suffix.lower() not in SUFFIXES[format_name]:
        suffixes = ", ".join(SUFFIXES[format_name])
        raise UsageError(
            f"“{path.name}” is no name for a file of the form {format_name}.", f"Use {suffixes}."
        )


def write_battles(path: Path, format_name: str, bundles: Iterable[Bundle]) -> None:
    """Write battles of two answers, each with one vote that is a choice. The file is whole or not there.

    Raises:
        UsageError: the form is unknown, the file's name does not fit it, or Parquet cannot be written here.
        ExchangeError: it cannot be written.
    """
    check_target(path, format_name)
    rows = map(arena_row if format_name == "arena" else fastchat_row, bundles)
    with draft_of(path) as draft:
        if path.suffix.lower() == ".parquet":
            write_parquet(draft, rows)
        else:
            _write_json(draft, rows, lines=path.suffix.lower() == ".jsonl" or format_name == "fastchat")


def arena_row(bundle: Bundle) -> dict[str, Any]:
    """A record in the shape of the public arena data sets."""
    battle, vote = bundle.battle, bundle.votes[-1]
    row: dict[str, Any] = {
        "question_id": battle.id,
        "model_a": str(battle.models[0]),
        "model_b": str(battle.models[1]),
        "winner": WINNER[vote.choice or Choice.TIE],
        "judge": vote.annotator or OWNER,
    }
    talks = talks_of(bundle)
    for side, talk in zip("ab", talks, strict=False):
        row[f"conversation_{side}"] = [{"role": said.role, "content": said.text} for said in talk]
    return {
        **row,
        "turn": battle.turn,
        "anony": battle.blind and not vote.revealed,
        "language": "unknown",
        "tstamp": vote.created_ms / 1000,
        "category_tag": battle.category,
        "sidelight": json.dumps(sidecar_for(bundle), ensure_ascii=False, separators=(",", ":")),
    }


def fastchat_row(bundle: Bundle) -> dict[str, Any]:
    """An event of FastChat's log."""
    battle, vote = bundle.battle, bundle.votes[-1]
    kinds = {choice: kind for kind, choice in VOTES.items()}
    hidden = battle.blind and not vote.revealed
    talks = talks_of(bundle) or ((), ())
    return {
        "tstamp": vote.created_ms / 1000,
        "type": kinds[vote.choice or Choice.TIE],
        "models": ["", ""] if hidden else [str(model) for model in battle.models],
        "states": [_state(str(model), talk) for model, talk in zip(battle.models, talks, strict=True)],
        "ip": vote.annotator or OWNER,
        "sidelight": sidecar_for(bundle),
    }


def talks_of(bundle: Bundle) -> tuple[Talk, ...]:
    """The two conversations of a bundle; none if it has no answers."""
    if not bundle.comparisons:
        return ()
    by_turn = {comparison.id: [] for comparison in bundle.comparisons}  # type: dict[str, list[str]]
    for one in bundle.generations:
        by_turn[one.comparison_id].append(one.text)
    return tuple(tuple(_said(bundle, by_turn, side)) for side in (0, 1))


def _said(bundle: Bundle, by_turn: Mapping[str, list[str]], side: int) -> Iterator[Said]:
    system = bundle.comparisons[0].conversation.system
    if system:
        yield Said("system", system)
    for comparison in bundle.comparisons:
        yield Said("user", comparison.conversation.prompt)
        yield Said("assistant", by_turn[comparison.id][side])


def _state(model: str, talk: Talk) -> dict[str, Any]:
    said = [one for one in talk if one.role != "system"]
    return {
        "template_name": "sidelight",
        "system_message": next((one.text for one in talk if one.role == "system"), ""),
        "roles": ["user", "assistant"],
        "messages": [[one.role, one.text] for one in said],
        "offset": 0,
        "conv_id": "",
        "model_name": model,
    }


def _write_json(path: Path, rows: Iterable[Mapping[str, Any]], *, lines: bool) -> None:
    # Half of a surrogate pair has no place in UTF-8: it is escaped, as all of its line is.
    with path.open("w", encoding="utf-8") as file:
        between = ""
        file.write("" if lines else "[\n")
        for row in rows:
            file.write(between + _line(row))
            between = "\n" if lines else ",\n"
        file.write("\n" if lines else "\n]\n")


def _line(row: Mapping[str, Any]) -> str:
    text = json.dumps(row, ensure_ascii=False)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(row)
    return text
