# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidelight.domain.identity import made_at_ms, uuid7

times = st.integers(min_value=0, max_value=(1 << 48) - 1)
chance = st.binary(min_size=10, max_size=16)


@given(times, chance)
def test_it_is_a_version_7_uuid_that_tells_its_time(now: int, entropy: bytes) -> None:
    identity = uuid7(now, entropy)
    parsed = uuid.UUID(identity)
    assert (parsed.int >> 76) & 0xF == 7
    assert parsed.variant == uuid.RFC_4122
    assert made_at_ms(identity) == now


@given(times, times, chance, chance)
def test_names_sort_by_time(a: int, b: int, entropy_a: bytes, entropy_b: bytes) -> None:
    if a < b:
        assert uuid7(a, entropy_a) < uuid7(b, entropy_b)


@given(times, chance, chance)
def test_the_first_74_bits_of_chance_tell_names_of_one_moment_apart(now: int, a: bytes, b: bytes) -> None:
    def used(entropy: bytes) -> int:
        return int.from_bytes(entropy[:10], "big") & ((1 << 74) - 1)

    assert (uuid7(now, a) == uuid7(now, b)) == (used(a) == used(b))


@pytest.mark.parametrize(("now", "entropy"), [(-1, b"x" * 10), (1 << 48, b"x" * 10), (0, b"x" * 9)])
def test_what_does_not_fit_is_refused(now: int, entropy: bytes) -> None:
    with pytest.raises(ValueError, match="must"):
        uuid7(now, entropy)
