# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What stands of an attempt after all that people and verifiers have said of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sidelight.domain.verdict import PERSON, Judgement, Verdict

DISAGREE = "Verifiers disagree."


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands of an attempt.

    Attributes:
        verdict: ``None`` if there is none yet.
        by: who says so; empty if nobody.
        evidence: why, in sentences.
        found: what the verifiers say, whoever has the last word; ``None`` if they say nothing.
        verifiers: those that say it, with their versions.
    """

    verdict: Verdict | None = None
    by: Literal["", "person", "verifier"] = ""
    evidence: tuple[str, ...] = ()
    found: Verdict | None = None
    verifiers: tuple[str, ...] = ()


def standing_of(judgements: Sequence[Judgement]) -> Standing:
    """A person's word, else what the verifiers found: of each its newest certain verdict, else its newest.

    Where one verifier passes what another fails, nobody can tell: it is unsure, with the reasons of both.

    Args:
        judgements: those that were not superseded, oldest first.
    """
    found = _found([one for one in judgements if one.source != PERSON])
    person = next((one for one in reversed(judgements) if one.source == PERSON), None)
    if person is not None and person.verdict is not None:
        return Standing(person.verdict, "person", found.evidence, found.verdict, found.verifiers)
    return found


def name_of(source: str) -> str:
    """A verifier's name, from its name and version."""
    return source.rpartition(" ")[0] or source


def _found(judgements: Sequence[Judgement]) -> Standing:
    by_verifier: dict[str, list[Judgement]] = {}
    for one in judgements:
        by_verifier.setdefault(name_of(one.source), []).append(one)
    said = [_newest_certain(each) for each in by_verifier.values()]
    certain = [one for one in said if one.verdict is not Verdict.UNSURE]
    if len({one.verdict for one in certain}) > 1:
        reasons = (f"{name_of(one.source)}: {line}" for one in certain for line in one.evidence)
        return _verdict(Verdict.UNSURE, (DISAGREE, *reasons), certain)
    if certain:
        return _verdict(certain[-1].verdict, tuple(line for one in certain for line in one.evidence), certain)
    return _verdict(said[-1].verdict, said[-1].evidence, said[-1:]) if said else Standing()


def _verdict(verdict: Verdict | None, evidence: tuple[str, ...], by: Sequence[Judgement]) -> Standing:
    return Standing(verdict, "verifier", evidence, verdict, tuple(one.source for one in by))


def _newest_certain(judgements: Sequence[Judgement]) -> Judgement:
    certain = [one for one in judgements if one.verdict is not Verdict.UNSURE]
    return certain[-1] if certain else judgements[-1]
