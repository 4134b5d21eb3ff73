# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidelight.providers.rate_limits import (
    Allowance,
    allowances,
    in_words,
    retry_after,
    seconds,
    used_up,
    wait_s,
)

NOW = datetime(2026, 5, 1, 12, 0, 0, tzinfo=UTC)


def openai(**values):
    return {f"x-ratelimit-{name.replace('_', '-')}": value for name, value in values.items()}


def test_openai_and_those_who_copy_it():
    headers = openai(limit_requests="60", remaining_requests="59", reset_requests="1s",
                     limit_tokens="30000", remaining_tokens="0", reset_tokens="1m12.5s")  # fmt: skip
    assert allowances(headers, NOW) == (
        Allowance("requests", 60, 59, 1.0),
        Allowance("tokens", 30000, 0, 72.5),
    )
    assert used_up(headers, NOW).of == "tokens"
    assert wait_s(headers, NOW) == 72.5


def test_anthropic():
    headers = {
        "anthropic-ratelimit-requests-limit": "50",
        "anthropic-ratelimit-requests-remaining": "0",
        "anthropic-ratelimit-requests-reset": "2026-05-01T12:00:20Z",
        "anthropic-ratelimit-input-tokens-limit": "40000",
        "anthropic-ratelimit-input-tokens-remaining": "0",
        "anthropic-ratelimit-input-tokens-reset": "2026-05-01T12:00:05+00:00",
    }
    assert [(a.of, a.left, a.reset_s) for a in allowances(headers, NOW)] == [
        ("requests", 0, 20.0),
        ("input tokens", 0, 5.0),
    ]
    # Both have to come back.
    assert wait_s(headers, NOW) == 20.0


@pytest.mark.parametrize("reset", ["1777636830", "1777636830000", "30", "30s", "2026-05-01T12:00:30"])
def test_a_limit_without_a_thing_is_one_of_requests(reset):
    for start in ("x-", ""):
        headers = {
            f"{start}ratelimit-limit": "20",
            f"{start}ratelimit-remaining": "0",
            f"{start}ratelimit-reset": reset,
        }
        assert allowances(headers, NOW) == (Allowance("requests", 20, 0, 30.0),)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("20ms", 0.02), ("1s", 1), ("6m0s", 360), ("1h2m3s", 3723), ("2d", 172800), ("0", 0),
     ("2026-05-01T11:00:00Z", 0), ("", None), ("soon", None), ("nan", None), ("-5", 0), ("1x", None)],
)  # fmt: skip
def test_times_in_every_form(text, expected):
    assert seconds(text, NOW) == expected


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"retry-after": "7"}, 7),
        ({"retry-after-ms": "250", "retry-after": "7"}, 0.25),
        ({"retry-after": "Fri, 01 May 2026 12:00:30 GMT"}, 30),
        ({"retry-after": "Fri, 01 May 2026 11:00:30 GMT"}, 0),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "-1"}, None),
        ({}, None),
    ],
)
def test_what_the_server_asks_for_wins(headers, expected):
    spent = openai(limit_requests="1", remaining_requests="0", reset_requests="99s")
    assert retry_after(headers, NOW) == expected
    assert wait_s(headers | spent, NOW) == (99 if expected is None else expected)


def test_nothing_is_used_up_while_something_is_left():
    assert wait_s(openai(limit_requests="9", remaining_requests="1", reset_requests="5s"), NOW) is None
    assert allowances({"x-ratelimit-limit-requests": "many"}, NOW) == ()


@given(st.text(max_size=30))
def test_no_text_makes_it_raise(text):
    value = seconds(text, NOW)
    assert value is None or 0 <= value <= 1e7
    headers = openai(limit_tokens=text, remaining_tokens=text, reset_tokens=text) | {"retry-after": text}
    assert (wait_s(headers, NOW) or 0) >= 0


@pytest.mark.parametrize(
    ("wait", "words"), [(0.2, "1 second"), (12, "12 seconds"), (180, "3 minutes"), (9000, "2 hours")]
)
def test_times_in_words(wait, words):
    assert in_words(wait) == words
