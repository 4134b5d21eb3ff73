# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from sidelight.domain.model import Model, ModelRef
from sidelight.workbench.own_names import masking_of


def model(name: str, label: str = "") -> Model:
    return Model(ModelRef("lab", name), label or name)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (model("quillon-7b-instruct"), "I am Quillon. Ask me."),
        (model("labs/quillon:latest"), "Hello! My name is Quillon."),
        (model("q7", "Quillon Large"), "I'm Quillon, an assistant."),
        (model("quillon_v2"), "Well, I am Quillon, and I cannot do that."),
    ],
)
def test_a_model_is_known_by_the_word_with_which_its_name_begins(asked: Model, said: str) -> None:
    masked = masking_of([asked]).mask(said)
    assert masked.hidden
    assert "Quillon" not in masked.text
    assert not masking_of().mask(said).hidden


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (model("text-writer-2"), "I am text only, so I cannot draw."),
        (model("local-model"), "I am local to this machine."),
        (model("quillon-7b"), "The quillon of a sword is its cross-guard."),
        (model("abc-1"), "I am abc."),
    ],
)
def test_words_that_name_nobody_stay(asked: Model, said: str) -> None:
    assert masking_of([asked]).mask(said).text == said
