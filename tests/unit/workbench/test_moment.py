# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import uuid

from hypothesis import given
from hypothesis import strategies as st

from sidelight.domain.identity import made_at_ms
from sidelight.workbench.moment import Moment


@given(st.lists(st.tuples(st.integers(10**12, 10**12 + 3), st.binary(min_size=10, max_size=10)), max_size=60))
def test_names_grow_whatever_the_clock_and_chance_say(draws: list[tuple[int, bytes]]) -> None:
    clock, chance = iter([ms for ms, _ in draws]), iter([entropy for _, entropy in draws])
    moment = Moment(lambda: next(clock), lambda: 0.0, lambda _: next(chance))
    names = [moment.new_id() for _ in draws]
    assert names == sorted(set(names))
    for name, (ms, _) in zip(names, draws, strict=True):
        assert made_at_ms(name) >= ms
        assert uuid.UUID(name).version == 7
