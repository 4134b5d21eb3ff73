# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from sidelight.domain.delta import Exchange, WirePiece
from sidelight.providers.provider import WireLog


def test_times_count_from_the_last_request():
    times = iter([10.0, 11.0, 11.25, 12.0, 12.5])
    log = WireLog(lambda: next(times))
    log.sent("https://h/v1", "{1}")
    log.received(b"refused")
    log.sent("https://h/v1", "{2}")
    log.received(b"")
    log.received(b"good")
    assert log.take() == (WirePiece(500.0, b"good"),)
    assert log.take() == ()


def test_the_evidence_is_of_the_last_request():
    log = WireLog()
    log.sent("https://h/v1", "{1}")
    log.answered(400, [("a", "b")])
    log.sent("https://h/v1", "{2}")
    assert log.exchange() == Exchange("https://h/v1", "{2}", None)
    log.answered(200, [("c", "d")])
    assert log.exchange() == Exchange("https://h/v1", "{2}", 200, (("c", "d"),))
