# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Verdicts and successes as people read them; figures always with the number of attempts behind them."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from sidelight.domain.verdict import Verdict
from sidelight.gui.glview.chip import Tone
from sidelight.probes.success import TRIES, Success
from sidelight.workbench.verdict_standing import Standing

VERDICT_TONE: dict[Verdict, Tone] = {Verdict.PASS: "good", Verdict.FAIL: "bad", Verdict.UNSURE: "quiet"}


def _tr(text: str) -> str:
    return QCoreApplication.translate("Verdicts", text)


def verdict_word(verdict: Verdict) -> str:
    """A verdict as a word."""
    return {Verdict.PASS: _tr("pass"), Verdict.FAIL: _tr("fail"), Verdict.UNSURE: _tr("unsure")}[verdict]


def standing_word(standing: Standing) -> str:
    """The verdict that stands, and whether it is a person's; empty if there is none."""
    if standing.verdict is None:
        return ""
    word = verdict_word(standing.verdict)
    return _tr("{0} · you").format(word) if standing.by == "person" else word


def evidence_words(standing: Standing) -> list[str]:
    """Why, one sentence a line: who said what first, then the evidence, then who found it."""
    lines = []
    if standing.by == "person" and standing.verdict is not None:
        lines.append(_tr("You said: {0}.").format(verdict_word(standing.verdict)))
        if standing.found is not None:
            lines.append(_tr("The verifier says: {0}.").format(verdict_word(standing.found)))
    lines += standing.evidence
    if standing.verifiers:
        lines.append(_tr("Judged by: {0}.").format(", ".join(standing.verifiers)))
    return lines


def success_words(success: Success) -> str:
    """How often a model succeeded, in one short sentence; what is not known yet is told apart."""
    if not success.judged and not success.unsure:
        return _tr("no verdicts yet")
    counted = _tr("{0} of {1} attempts pass").format(success.passed, success.judged)
    if not success.judged:
        counted = ""
    parts = [counted, _tr("{0} unsure").format(success.unsure) if success.unsure else ""]
    parts.append(_tr("{0} not judged").format(success.open) if success.open else "")
    return "  ·  ".join(part for part in parts if part)


def estimate_words(success: Success) -> str:
    """pass@1 and pass@3 with their n, and an interval where there are enough attempts to say one."""
    n, once = success.judged, success.pass_at(1)
    if once is None or n < 2:
        # Of one attempt the count says it all.
        return ""
    words = f"pass@1 {once:.2f}"
    if success.interval is not None:
        low, high = success.interval
        words += f" ({low:.2f}–{high:.2f})"
    thrice = success.pass_at(TRIES)
    if thrice is not None:
        words += f"  ·  pass@{TRIES} {thrice:.2f}"
    return f"{words}  ·  n = {n}"


def estimate_meaning(success: Success) -> str:
    """What the figures say and do not say, for a tooltip."""
    lines = []
    if success.first is not None:
        lines.append(_tr("First attempt: {0}.").format(verdict_word(success.first)))
    if success.within_three is not None:
        known = (
            _tr("Passes within three tries.") if success.within_three else _tr("None of three tries passes.")
        )
        lines.append(known)
    if success.judged:
        lines.append(
            _tr("Estimated from {0} attempts that pass or fail; unsure ones are left out.").format(
                success.judged
            )
        )
        if success.interval is None:
            lines.append(_tr("So few attempts say little: an interval is shown from five on."))
        else:
            lines.append(_tr("In brackets: 95 % interval (Wilson)."))
        if success.pass_at(TRIES) is None:
            lines.append(_tr("pass@3 needs three verdicts at least."))
    return "\n".join(lines)
