# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from gui.inspector.conftest import FAILED
from sidelight.domain.delta import TextDelta
from sidelight.domain.generation import StopReason, Timing, Usage
from sidelight.domain.model import GenerationConfig
from sidelight.domain.price import Cost
from sidelight.gui.inspector.figures import count, figures_of, money, seconds, stop_word


def lines(answer):
    return {f.name: (f.value, f.aside) for f in figures_of(answer)}


def test_what_was_reported(bench):
    shown = lines(bench.answer())
    assert shown["Tokens in"] == ("18", "reported")
    assert shown["Tokens out"] == ("412", "reported")
    assert shown["First token"][0] == "0.4 s"
    assert shown["Speed"][0] == "83 tok/s"
    assert shown["Total"][0] == "5.4 s"
    assert shown["Ended"][0] == "complete"
    assert shown["Seed"][0] == "7"
    assert shown["Temperature"][0] == "0.8"


def test_an_estimate_says_so(bench):
    usage = Usage(None, 1412, "estimated")
    shown = lines(bench.answer(usage=usage, config=GenerationConfig(max_tokens=2000, top_p=0.9)))
    assert "Tokens in" not in shown
    assert shown["Tokens out"] == ("≈\u20091\u2009412", "estimated")
    assert shown["Seed"][0] == shown["Temperature"][0] == "–"
    assert shown["Max tokens"][0] == "2\u2009000"
    assert shown["Top p"][0] == "0.9"


def test_what_it_cost_and_by_which_prices(bench, monkeypatch):
    answer = bench.answer()
    assert "Cost" not in lines(answer)
    cost = Cost(0.00417, "USD", "reported", "2026-10-16")
    monkeypatch.setattr(type(answer), "cost", property(lambda _self: cost))
    (figure,) = [figure for figure in figures_of(answer) if figure.name == "Cost"]
    assert (figure.value, figure.aside) == ("0.0042\u2009USD", "")
    assert "2026-10-16" in figure.meaning
    cost = Cost(12.5, "EUR", "estimated", "2026-10-16")
    assert lines(answer)["Cost"] == ("≈\u200912.50\u2009EUR", "estimated")


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        (0, "0.00"),
        (0.1, "0.10"),
        (0.999, "1.00"),
        (0.0000123, "0.000012"),
        (3.14159, "3.14"),
        (1000, "1000.00"),
    ],
)
def test_sums(amount, written):
    assert money(amount, "USD") == f"{written}\u2009USD"


def test_nothing_is_estimated_where_nothing_came(bench):
    failed = {**FAILED, "usage": Usage(None, 0, "estimated")}
    assert not any(name.startswith("Tokens") for name in lines(bench.answer(**failed)))
    reported = lines(bench.answer(**{**failed, "usage": Usage(18, 0, "reported")}))
    assert reported["Tokens in"] == ("18", "reported")


def test_reasoning_is_counted_apart(bench):
    assert lines(bench.answer(usage=Usage(1, 500, "reported", reasoning=320)))["Reasoning"][0] == "320"


def test_while_it_is_written(bench):
    answer = bench.writing()
    assert lines(answer)["State"][0] == "being written"
    answer.take((TextDelta("x" * 401),))
    shown = lines(answer)
    assert shown["Tokens out"] == ("≈\u2009101", "estimated")
    assert "First token" in shown


@pytest.mark.parametrize("reason", list(StopReason))
def test_every_stop_reason_has_a_word_and_a_sentence(bench, reason):
    word, sentence = stop_word(bench.answer(stop_reason=reason))
    assert word == reason.value
    assert sentence.endswith(".")


def test_a_failure_is_its_own_sentence(bench):
    assert stop_word(bench.failed()) == (
        "failed",
        "The server refused the key. Check OPENAI_API_KEY.",
    )


def test_an_interruption_is_told_from_a_truncation(bench):
    word, sentence = stop_word(bench.answer(interrupted=True, stop_reason=StopReason.TRUNCATED))
    assert word == "interrupted"
    assert "kept" in sentence


@pytest.mark.parametrize(
    ("milliseconds", "shown"),
    [
        (0.4, "0 ms"),
        (42, "42 ms"),
        (99.6, "0.1 s"),
        (412, "0.4 s"),
        (9_940, "9.9 s"),
        (9_960, "10 s"),
        (61_000, "61 s"),
        (119_600, "2 min 0 s"),
        (3_725_000, "62 min 5 s"),
    ],
)
def test_durations(milliseconds, shown):
    assert seconds(milliseconds) == shown


def test_thousands_stand_apart():
    assert count(0) == "0"
    assert count(1_234_567) == "1\u2009234\u2009567"


def test_the_same_figures_again_touch_no_label(bench, inspector):
    answer = bench.answer(timing=Timing(400.0, 5000.0))
    inspector.show_answer(answer)
    before = inspector.figures.text()
    assert "Tokens out\t412\treported" in before
    label = inspector.figures._rows[0][1]
    label.setText("touched")
    inspector.refresh()
    assert label.text() == "touched"
