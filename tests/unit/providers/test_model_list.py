# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import json

import pytest

from sidelight.domain.errors import GenerationError
from sidelight.domain.model import ModelRef
from sidelight.providers.errors import Asked
from sidelight.providers.model_list import models_in


def listed(value):
    return models_in(json.dumps(value), "c", Asked("host", "models"))


def test_an_openai_list_sorted_by_name():
    models = listed(
        {"object": "list", "data": [{"id": "zebra", "owned_by": "zoo"}, {"id": "Ant"}, {"id": "Ant"}]}
    )
    assert [m.label for m in models] == ["Ant", "zebra"]
    assert models[1].about == "zoo"
    assert str(models[0].ref) == "c/Ant"


@pytest.mark.parametrize(
    "extra", [{"context_length": 4096}, {"max_model_len": 4096}, {"meta": {"n_ctx_train": 4096}}]
)
def test_the_context_in_each_dialect(extra):
    assert listed([{"id": "m", **extra}])[0].context_tokens == 4096


def test_names_with_an_at_sign_survive_being_written_and_read():
    (model,) = listed([{"id": "vertex/otter@2026"}])
    assert ModelRef.parse(str(model.ref)) == model.ref


def test_nonsense_among_the_models_is_passed_over():
    assert [
        m.label
        for m in listed(
            [None, 3, {}, {"id": ""}, {"id": 3}, {"id": "a\nb"}, {"id": "x" * 999}, {"name": "ok"}]
        )
    ] == ["ok"]


@pytest.mark.parametrize("body", ["<html>", "{}", "3", '{"data": 3}', "[" * 100_000])
def test_what_is_no_list(body):
    with pytest.raises(GenerationError, match="no list of models"):
        models_in(body, "c", Asked("host", "models"))
