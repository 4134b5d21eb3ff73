# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""``sidelight ask``: one prompt to several models, without a window."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sidelight.cli.output import FAILED, complain, print_json, say
from sidelight.domain.errors import UsageError
from sidelight.domain.generation import StopReason
from sidelight.domain.logprob import TokenLogprob
from sidelight.domain.model import GenerationConfig
from sidelight.domain.price import Cost
from sidelight.domain.project import SUFFIX
from sidelight.workbench.attachments import attached
from sidelight.workbench.desk import Desk
from sidelight.workbench.live import LiveAnswer, LiveComparison
from sidelight.workbench.opening import new_project, open_project
from sidelight.workbench.settings import Places

TICK_S = 0.008
MOST_ATTEMPTS = 100


@contextmanager
def desk_for(project: Path | None) -> Iterator[Desk]:
    """The named project's desk; without one, a desk whose project goes when the command ends."""
    places = Places.of(os.environ)
    if project is not None:
        desk = Desk.on(open_project(project, places), places)
        try:
            yield desk
        finally:
            desk.close()
        return
    with tempfile.TemporaryDirectory(prefix="sidelight-") as folder:
        desk = Desk.on(new_project(Path(folder) / f"ask{SUFFIX}"), places)
        try:
            yield desk
        finally:
            desk.close()


def ask(
    prompt: str,
    models: list[str],
    *,
    project: Path | None,
    attempts: int,
    system: str,
    config: GenerationConfig,
    attach: Sequence[Path] = (),
    as_json: bool,
) -> int:
    """Ask, wait for every answer, print each as it ends. Returns the exit code."""
    if not models:
        raise UsageError("No model is named.", "Add -m connection/name; “sidelight models” lists them.")
    if attempts > MOST_ATTEMPTS:
        raise UsageError(
            f"{attempts:,} attempts are too many: a model gives at most {MOST_ATTEMPTS} answers at a time.",
            "Ask again for more.",
        )
    twice = next((name for name in models if models.count(name) > 1), "")
    if twice:
        raise UsageError(
            f"“{twice}” is named {models.count(twice)} times.",
            f"For that many answers of one model add --attempts {models.count(twice)}.",
        )
    files = attached(attach)
    with desk_for(project) as desk:
        chosen = [desk.model(name) for name in models]
        for fit in desk.comparing.misfits(prompt, chosen, system=system, config=config, attachments=files):
            complain(fit.sentence)
        live = desk.comparing.start(
            prompt, chosen, system=system, config=config, attempts=attempts, attachments=files
        )
        try:
            for answer in _as_they_end(desk, live):
                if as_json:
                    print_json(as_record(answer))
                else:
                    _show(answer)
        except KeyboardInterrupt:
            desk.comparing.stop_all(live)
            complain("Stopped.")
            return FAILED
        failed = any(answer.stop_reason is StopReason.FAILED for answer in live.answers())
    return FAILED if failed else 0


def as_record(answer: LiveAnswer) -> dict[str, object]:
    """An answer as one line of JSON."""
    usage = answer.usage
    return {
        "id": answer.id,
        "model": str(answer.model.ref),
        "attempt": answer.attempt,
        "text": answer.text,
        "reasoning": answer.reasoning,
        "stop_reason": answer.stop_reason.value if answer.stop_reason else None,
        "usage": {"input": usage.input, "output": usage.output, "source": usage.source} if usage else None,
        "cost": cost_record(answer.cost),
        "ttft_ms": _rounded(answer.timing.ttft_ms),
        "total_ms": _rounded(answer.timing.total_ms),
        "error": answer.failure.sentence if answer.failure else None,
        "notices": list(answer.notices),
    } | ({"logprobs": logprob_records(answer.logprobs)} if answer.config.logprobs is not None else {})


def logprob_records(tokens: Sequence[TokenLogprob]) -> list[dict[str, object]]:
    """The tokens of an answer with their probabilities, as JSON."""
    return [
        {
            "token": one.token,
            "bytes": None if one.data is None else list(one.data),
            "logprob": one.logprob,
            "alternatives": [{"token": a.token, "logprob": a.logprob} for a in one.alternatives],
        }
        for one in tokens
    ]


def cost_record(cost: Cost | None) -> dict[str, object] | None:
    """What an answer cost, as JSON; the amount is in units of the currency."""
    if cost is None:
        return None
    return {
        "amount": round(cost.amount, 9),
        "currency": cost.currency,
        "source": cost.source,
        "price_as_of": cost.as_of,
        "price_from": cost.page or None,
    }


def _as_they_end(desk: Desk, live: LiveComparison) -> Iterator[LiveAnswer]:
    waiting = live.answers()
    while waiting:
        desk.tick()
        for answer in [a for a in waiting if not a.running]:
            waiting.remove(answer)
            yield answer
        if waiting:
            time.sleep(TICK_S)


def _show(answer: LiveAnswer) -> None:
    say(f"── {answer.model.ref} · attempt {answer.attempt} " + "─" * 20)
    if answer.text:
        say(answer.text.rstrip())
    if answer.failure:
        complain(answer.failure.sentence)
    for notice in answer.notices:
        complain(notice)
    usage = answer.usage
    figures = [answer.stop_reason.value if answer.stop_reason else ""]
    if usage and usage.output is not None:
        figures.append(f"{usage.output} tokens ({usage.source})")
    if cost := answer.cost:
        figures.append(f"{cost.amount:.6f} {cost.currency} ({cost.source}, price of {cost.as_of})")
    if answer.timing.total_ms is not None:
        figures.append(f"{answer.timing.total_ms / 1000:.1f} s")
    say("   " + " · ".join(figures) + "\n")


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)
