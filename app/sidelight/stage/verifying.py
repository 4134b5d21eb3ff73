# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""One verdict inside a worker, and the attempt and the finding as they go over the line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sidelight.api import Artifact, Attempt, Finding, Verdict
from sidelight.stage import wire

MOST_REASONS = 12
LONGEST_REASON = 300


def verify(verifier: Any, attempt: Attempt, job: Any) -> Iterator[bytes]:
    """The frames of a verdict, but for the last.

    Raises:
        wire.Unfit: it gives something that is no verdict with a reason.
    """
    found = verifier.verify(attempt, job)
    if found is None:
        yield wire.pack(wire.NOTHING)
        return
    if not isinstance(found, Finding):
        raise wire.Unfit(f"it gave {type(found).__name__}, not a Finding")
    given: Any = found.evidence
    if isinstance(given, str) or not all(isinstance(one, str) for one in given):
        raise wire.Unfit("it gave reasons that are no list of sentences")
    evidence = reasons(given)
    if not evidence:
        raise wire.Unfit("it gave a verdict without a reason")
    yield wire.told(wire.VERDICT, {"verdict": Verdict(found.verdict).value, "evidence": evidence})


def reasons(sentences: Any) -> list[str]:
    """Reasons as they are kept: so many at most, each one line of so many characters."""
    lines = (" ".join(one[: 4 * LONGEST_REASON].split())[:LONGEST_REASON] for one in sentences)
    return [line for line in lines if line][:MOST_REASONS]


def packed(attempt: Attempt) -> bytes:
    """An attempt as bytes, without halves of characters."""
    blocks = [[one.index, one.language, one.text, one.complete] for one in attempt.artifacts]
    facts = [attempt.prompt, attempt.text, blocks, attempt.system]
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def unpacked(text: str) -> Attempt:
    """The attempt as it came."""
    prompt, said, blocks, system = json.loads(text)
    return Attempt(prompt, said, tuple(Artifact(*block) for block in blocks), system)
