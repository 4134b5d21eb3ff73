# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import threading

from sidelight.domain.delta import TextDelta
from sidelight.providers.outbox import Batch, Outbox


def batch(number: int) -> Batch:
    return Batch("stream", float(number), (TextDelta(str(number)),), ())


def test_events_come_out_in_order_and_once():
    outbox = Outbox()
    for number in range(3):
        outbox.put(batch(number))
    assert outbox.drain() == [batch(0), batch(1), batch(2)]
    assert outbox.drain() == []


def test_nothing_is_lost_between_threads():
    outbox = Outbox()
    writers = [threading.Thread(target=lambda: [outbox.put(batch(n)) for n in range(5000)]) for _ in range(3)]
    for writer in writers:
        writer.start()
    events = []
    while any(writer.is_alive() for writer in writers):
        events += outbox.drain()
    events += outbox.drain()
    assert len(events) == 15000
