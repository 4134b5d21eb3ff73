# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What stands beside a record may have been changed by anybody."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from sidelight.exchange.arena import arena_battle
from sidelight.exchange.battles_out import arena_row
from sidelight.exchange.bundling import bundle_of
from sidelight.exchange.sidecar import restored, sidecar_for
from unit.exchange.making import arena

WHOLE = bundle_of(arena_battle(arena(1)), origin="one", now_ms=5, gives_away=lambda _: False)
ROW = arena_row(WHOLE)
VALUE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def places(value: object, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a document."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, part in inner for place in places(part, (*path, key)))][0 if path else 1 :]


def test_a_record_with_its_sidecar_is_the_bundle_it_was() -> None:
    assert restored(arena_battle(ROW), "another") == WHOLE


@given(st.sampled_from(places(sidecar_for(WHOLE))), VALUE)
@settings(max_examples=400, deadline=None)
def test_any_value_in_any_place_leaves_a_battle(place: tuple[Any, ...], value: object) -> None:
    sidecar = copy.deepcopy(sidecar_for(WHOLE))
    inner: Any = sidecar
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = value
    foreign = replace(arena_battle(ROW), sidecar=sidecar)
    made = bundle_of(foreign, origin="two", now_ms=5, gives_away=lambda _: False)
    assert made.votes[0].choice is foreign.choice
    assert sorted(one.position for one in made.generations) == [0, 1]
    assert [one.text for one in made.generations] == [one.text for one in WHOLE.generations]
