# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import asyncio

import pytest

from sidelight.domain.delta import ReasoningDelta, StopDelta, TextDelta
from sidelight.domain.errors import GenerationError
from sidelight.domain.failure import Failure
from sidelight.domain.generation import StopReason
from sidelight.domain.model import Connection
from sidelight.providers.provider import WireLog
from sidelight.providers.scripted import Scripted, Wait

HERE = Connection("scripted", "recorded", "Scripted")


def followed(asking, *steps):
    async def run():
        return [delta async for delta in Scripted(lambda _: steps).stream(asking(HERE), WireLog())]

    return asyncio.run(run())


def test_text_deltas_and_waits(asking):
    assert followed(asking, "a", Wait(0), ReasoningDelta("b")) == [
        TextDelta("a"),
        ReasoningDelta("b"),
        StopDelta(StopReason.COMPLETE),
    ]


def test_a_stop_is_the_end(asking):
    assert followed(asking, StopDelta(StopReason.LENGTH), "more") == [StopDelta(StopReason.LENGTH)]


def test_a_failure(asking):
    with pytest.raises(GenerationError, match="No"):
        followed(asking, "a", Failure("server", "No."))


def test_its_models():
    assert asyncio.run(Scripted(lambda _: []).models(HERE)) == []
