# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from sidelight.domain.verdict import Verdict
from sidelight.gui.sheet.words import (
    estimate_meaning,
    estimate_words,
    evidence_words,
    standing_word,
    success_words,
)
from sidelight.probes.success import success_of
from sidelight.workbench.verdict_standing import Standing

P, F, U = Verdict.PASS, Verdict.FAIL, Verdict.UNSURE


def test_success_is_told_with_what_is_not_known():
    assert success_words(success_of([])) == "no verdicts yet"
    assert success_words(success_of([P, F, P])) == "2 of 3 attempts pass"
    assert success_words(success_of([P, U, None])) == "1 of 1 attempts pass  ·  1 unsure  ·  1 not judged"
    assert success_words(success_of([U, U])) == "2 unsure"


def test_estimates_never_come_without_their_n():
    assert estimate_words(success_of([P])) == ""
    assert estimate_words(success_of([P, F])) == "pass@1 0.50  ·  n = 2"
    assert estimate_words(success_of([P, F, F])) == "pass@1 0.33  ·  pass@3 1.00  ·  n = 3"
    assert (
        estimate_words(success_of([P] * 8 + [F] * 2)) == "pass@1 0.80 (0.49–0.94)  ·  pass@3 1.00  ·  n = 10"
    )
    assert estimate_words(success_of([U])) == ""


def test_what_few_attempts_mean_is_said():
    few = estimate_meaning(success_of([F, P]))
    assert "First attempt: fail." in few
    assert "Passes within three tries." in few
    assert "from 2 attempts" in few
    assert "say little" in few
    assert "three verdicts at least" in few
    assert "Wilson" in estimate_meaning(success_of([P] * 5))
    assert estimate_meaning(success_of([None])) == ""


def test_a_person_s_word_is_told_apart_from_the_verifiers():
    mine = Standing(F, "person", ("One rigid cube turns.",), P)
    assert standing_word(mine) == "fail · you"
    assert evidence_words(mine) == ["You said: fail.", "The verifier says: pass.", "One rigid cube turns."]
    assert standing_word(Standing(U, "verifier", ("Too small.",), U)) == "unsure"
    assert standing_word(Standing()) == ""
