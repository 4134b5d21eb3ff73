# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Records made up for trying exporters: ordinary ones, and such as a project may hold and nobody expects."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from sidelight.api import AnswerRecord, BattleRecord, ComparisonRecord
from sidelight.workbench.plugin_corpus import HOSTILE

_BEGAN_MS = 1_760_000_000_000
_MODELS = ("local/amber-7b", "server/blue-13b@warm", "server/green/2b")
_CHOICES = ("a", "b", "tie", "both_bad")


def battles(many: int, *, prompt: str | None = None, **changes: Any) -> tuple[BattleRecord, ...]:
    """So many ordinary battles, always the same ones.

    Args:
        many: how many.
        prompt: what was asked in all of them.
        changes: fields of each that are otherwise.
    """
    return tuple(_battle(number, prompt, changes) for number in range(many))


def comparisons(many: int, *, prompt: str | None = None, **changes: Any) -> tuple[ComparisonRecord, ...]:
    """So many ordinary comparisons of three models; see ``battles``."""
    return tuple(replace(_comparison(number, prompt, 3), **changes) for number in range(many))


def unusual(which: str) -> dict[str, Sequence[BattleRecord] | Sequence[ComparisonRecord]]:
    """Lists of records by what is unusual about them. ``which``: battles or comparisons."""
    texts = {name: text for name, text in HOSTILE.items() if len(text) <= 200_000}
    if which == "comparisons":
        asked = comparisons(1)[0]
        return {
            "none at all": (),
            "one": comparisons(1),
            "a comparison without an answer": (replace(asked, answers=()),),
            "an answer that failed": (replace(asked, answers=(_answer(0, 0, "", stop_reason="failed"),)),),
            "twenty attempts": (replace(asked, answers=tuple(_answer(n, n % 2, "x") for n in range(20))),),
            **{name: _as_comparison(text) for name, text in texts.items()},
        }
    return {
        "none at all": (),
        "one": battles(1),
        "every vote": battles(8),
        "votes alone": battles(3, turns=()),
        "an import with known names": battles(2, origin="public", blind=False, annotator="somebody"),
        "a vote with reasons": battles(2, strength=3, reasons=("style", "a,b"), comment="so\nand so"),
        "four turns": (battles(1, turns=tuple(_comparison(n, None, 2) for n in range(4)))),
        "a time before 1970's first second": battles(1, created_ms=0, voted_ms=0),
        **{name: _as_battle(text) for name, text in texts.items()},
    }


def _as_comparison(text: str) -> tuple[ComparisonRecord, ...]:
    answer = _answer(0, 0, text, reasoning=text)
    return (replace(_comparison(0, text, 1), answers=(answer,), attachments=(("a.txt", text),), system=text),)


def _as_battle(text: str) -> tuple[BattleRecord, ...]:
    turn = _comparison(0, text, 2)
    turn = replace(turn, answers=tuple(replace(one, text=text) for one in turn.answers))
    words = text[:500]
    return battles(1, turns=(turn,), category=words, annotator=words, comment=words)


def many(which: str) -> Iterator[BattleRecord] | Iterator[ComparisonRecord]:
    """Some thousand records, about 40 MB: more than an exporter's memory should have to hold."""
    long = "A sentence that a model wrote. " * 150
    for number in range(4000):
        turn = _comparison(number, None, 2)
        turn = replace(turn, answers=tuple(replace(one, text=long) for one in turn.answers))
        yield turn if which == "comparisons" else _battle(number, None, {"turns": (turn,)})


def _battle(number: int, prompt: str | None, changes: dict[str, Any]) -> BattleRecord:
    turn = _comparison(number, prompt, 2)
    first, second = (answer.model for answer in turn.answers)
    made = BattleRecord(
        f"battle-{number:05}",
        (first, second),
        _CHOICES[number % 4],
        (turn,),
        category="maths" if number % 3 else "",
        annotator="ada" if number % 2 else "",
        created_ms=_BEGAN_MS + 60_000 * number,
        voted_ms=_BEGAN_MS + 60_000 * number + 20_000,
    )
    return replace(made, **changes)


def _comparison(number: int, prompt: str | None, answers: int) -> ComparisonRecord:
    asked = f"What is {number} and {number + 1}?" if prompt is None else prompt
    said = tuple(_answer(number, place, f"It is {2 * number + 1 + place}.") for place in range(answers))
    return ComparisonRecord(f"comparison-{number:05}", asked, said, created_ms=_BEGAN_MS + 60_000 * number)


def _answer(number: int, position: int, text: str, **rest: Any) -> AnswerRecord:
    identity = f"answer-{number:05}-{position}"
    return AnswerRecord(identity, _MODELS[position], text, position=position, **rest)
