# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from sidelight.domain.failure import Failure
from sidelight.providers.errors import Complaint
from sidelight.providers.provider import Patience
from sidelight.providers.retrying import Refused, Retries, broken_off, refused

FAILED = Failure("server", "It failed.")


def pauses(retries: Retries, refusal: Refused) -> list[float | None]:
    return [retries.pause_s(refusal) for _ in range(5)]


def test_waits_double_and_end():
    retries = Retries(Patience(retry_s=60, retry_step_s=1), lambda: 0.5)
    assert pauses(retries, Refused(FAILED, passing=True)) == [1, 2, 4, 8, None]


def test_waits_are_spread():
    first = {
        Retries(Patience(), lambda c=c: c).pause_s(Refused(FAILED, passing=True)) for c in (0.0, 0.3, 1.0)
    }
    assert len(first) == 3


def test_the_sum_of_waits_is_bounded():
    retries = Retries(Patience(retry_s=4, retry_step_s=1), lambda: 0.5)
    assert pauses(retries, Refused(FAILED, passing=True)) == [1, 2, None, None, None]
    assert Retries(Patience(retry_s=0), lambda: 0.5).pause_s(Refused(FAILED, passing=True)) is None


@pytest.mark.parametrize("chance", [0.0, 0.5, 1.0])
def test_never_sooner_than_the_server_wishes(chance):
    retries = Retries(Patience(), lambda: chance)
    assert 7 <= retries.pause_s(Refused(FAILED, passing=True, wait_s=7.0)) < 7.2
    assert retries.pause_s(Refused(FAILED, passing=True, wait_s=3600.0)) is None


@pytest.mark.parametrize("status", [408, 409, 429, 500, 502, 503, 504, 529])
def test_what_may_pass(status):
    assert refused(FAILED, status, {}, None).passing


@pytest.mark.parametrize("status", [400, 401, 402, 403, 404, 413, 422, 501])
def test_what_will_not_pass(status):
    assert not refused(FAILED, status, {}, None).passing


def test_the_server_knows_better():
    assert refused(FAILED, 400, {"x-should-retry": "true"}, None).passing
    assert not refused(FAILED, 503, {"x-should-retry": "false"}, None).passing
    assert refused(FAILED, 503, {"x-should-retry": "perhaps"}, None).passing


def test_credit_does_not_come_back_by_waiting():
    assert not refused(Failure("unauthorised", "No credit."), 429, {}, None).passing


def test_the_wish_comes_from_headers_or_else_from_the_body():
    complaint = Complaint(retry_s=37.0)
    assert refused(FAILED, 429, {}, complaint).wait_s == 37
    assert refused(FAILED, 429, {"retry-after": "5"}, complaint).wait_s == 5


@pytest.mark.parametrize(
    ("kind", "passing"),
    [("server", True), ("rate_limited", True), ("broken_stream", True), ("timeout", False),
     ("unreachable", False), ("bad_request", False), ("unauthorised", False)],
)  # fmt: skip
def test_what_broke_off(kind, passing):
    assert broken_off(Failure(kind, "It broke.")).passing is passing
