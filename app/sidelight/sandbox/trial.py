# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Judging a run of the self-test, on whatever system it was made."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sidelight.domain.running import CanaryResult, RunEnd
from sidelight.sandbox import canaries
from sidelight.sandbox.harmless import clean
from sidelight.sandbox.program import REFUSED, SandboxedRun

PATIENCE_S = 15.0
"""How long a self-test may take."""

_MOST_RESULTS = 64
_MOST_WORDS = 500


@dataclass(frozen=True, slots=True)
class Trial:
    """How one level did. ``reason`` says why it is not to be had; empty when it held."""

    results: tuple[CanaryResult, ...]
    reason: str


def judge(run: SandboxedRun, outside: Path, titles: Sequence[str]) -> Trial:
    """Wait for a run of the canaries and say whether every one of ``titles`` was tried and held.

    ``outside`` is the file that must not exist afterwards.
    """
    try:
        end = run.wait(PATIENCE_S)
    except TimeoutError:
        return Trial((), "the self-test did not end")
    found = results(end)
    if end.outcome == "refused":
        return Trial(found, end.stderr.removeprefix(REFUSED).strip())
    if outside.exists():
        return Trial(found, "a file was written outside the scratch folder")
    tried = {result.name for result in found}
    untried = [title for title in titles if title not in tried]
    if untried:
        told = end.stderr.strip().splitlines()[-1:] or [f"it was ended by its limit: {end.limit}"]
        return Trial(found, f"the self-test stopped before “{untried[0]}” ({told[0]})")
    failed = [result.name for result in found if not result.held]
    if failed:
        return Trial(found, "it did not hold: " + ", ".join(failed))
    if end.survivors:
        return Trial(found, f"{end.survivors} processes could not be ended")
    return Trial(found, "")


def results(end: RunEnd) -> tuple[CanaryResult, ...]:
    """What the canaries told. They ran as a stranger would, so what is no result is passed over."""
    found = []
    for line in end.stdout.splitlines()[:_MOST_RESULTS]:
        try:
            told = json.loads(line)
            name, detail = (clean(str(told[part])[:_MOST_WORDS]) for part in ("name", "detail"))
            found.append(CanaryResult(name, told["held"] is True, detail))
        except (ValueError, KeyError, TypeError, RecursionError):
            continue
    if end.limit == "processes":
        # Nobody was left to say so: the supervisor ended the whole run at the limit.
        found.append(CanaryResult(canaries.title(canaries.fork_beyond), True, "the run was ended"))
    return tuple(found)


@contextmanager
def secret(fallback: str) -> Iterator[str]:
    """A file in the home folder, or beside the other targets where that cannot be written."""
    name = f".sidelight-canary-{secrets.token_hex(8)}"
    places = [Path.home() / name, Path(fallback) / name]
    for place in places:
        try:
            place.write_text("canary", encoding="utf-8")
        except OSError:
            continue
        try:
            yield str(place)
        finally:
            place.unlink(missing_ok=True)
        return
    raise OSError("there is no place to put a file for the self-test")
