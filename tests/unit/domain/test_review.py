# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from sidelight.domain.identity import GenerationId, RecordId
from sidelight.domain.review import Rating, Span


@pytest.mark.parametrize(
    ("scale", "value"), [("stars", 0), ("stars", 6), ("thumbs", 0), ("thumbs", 2), ("stars", -1)]
)
def test_a_rating_stays_on_its_scale(scale: str, value: int) -> None:
    with pytest.raises(ValueError, match="scale"):
        Rating(RecordId("r"), GenerationId("g"), scale, value, 0)  # type: ignore[arg-type]


@pytest.mark.parametrize(("start", "end"), [(3, 3), (4, 3), (-1, 2)])
def test_a_span_holds_something(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="span"):
        Span(start, end, "")
