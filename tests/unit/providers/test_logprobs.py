# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from sidelight.domain.logprob import Alternative, TokenLogprob
from sidelight.providers.logprobs import listed, of_candidate, of_choice


@pytest.mark.parametrize("number", [10**400, float("nan"), float("-inf"), True, "-1", None])
def test_what_is_no_probability_is_passed_over(number):
    good = {"token": "b", "logprob": -1}
    assert listed([{"token": "a", "logprob": number}, good]) == [TokenLogprob("b", -1.0, ())]
    columns = {"tokens": ["a", "b"], "token_logprobs": [number, -1], "top_logprobs": [None, {"c": number}]}
    assert of_choice(columns) == [TokenLogprob("b", -1.0, ())]
    assert of_candidate({"chosenCandidates": [{"token": "a", "logProbability": number}]}) == []


def test_half_a_character_does_not_go_on():
    half, mark = "\ud83d", "\ufffd"
    assert listed([{"token": half, "logprob": -1}]) == [TokenLogprob(mark, -1.0, ())]
    columns = {"tokens": [half], "token_logprobs": [-1.0], "top_logprobs": [{half: -2.0}]}
    assert of_choice(columns) == [TokenLogprob(mark, -1.0, (Alternative(mark, -2.0),))]
