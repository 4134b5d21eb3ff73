# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from sidelight.domain.errors import UsageError
from sidelight.domain.model import GenerationConfig, ModelRef


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("local/smollm2-135m", ("local", "smollm2-135m", "")),
        ("local/smollm2-135m@warm", ("local", "smollm2-135m", "warm")),
        ("router/maker/model-3", ("router", "maker/model-3", "")),
    ],
)
def test_a_name_reads_back_as_it_was_written(text: str, parts: tuple[str, str, str]) -> None:
    ref = ModelRef.parse(text)
    assert (ref.connection, ref.name, ref.setting) == parts
    assert str(ref) == text


@pytest.mark.parametrize("text", ["", "local", "/x", "local/", "local/x@", "  "])
def test_a_name_without_its_parts_says_how_to_write_it(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        ModelRef.parse(text)
    assert "connection/name" in caught.value.sentence


def test_settings_win_one_by_one() -> None:
    model = GenerationConfig(temperature=0.8, seed=7, max_tokens=512)
    asked = GenerationConfig(temperature=0.0, stop=("END",))
    assert model.overridden_by(asked) == GenerationConfig(
        temperature=0.0, seed=7, max_tokens=512, stop=("END",)
    )
