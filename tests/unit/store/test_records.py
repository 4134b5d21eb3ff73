# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from dataclasses import replace
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sidelight.domain.comparison import Comparison
from sidelight.domain.delta import Exchange
from sidelight.domain.failure import Failure
from sidelight.domain.generation import Generation, StopReason, Timing, Usage
from sidelight.domain.identity import ComparisonId, GenerationId
from sidelight.domain.message import Conversation, Message, Part
from sidelight.domain.model import GenerationConfig, ModelRef
from sidelight.store import ProjectFile, records
from unit.store import making

# Surrogates too: a stream may be cut inside a character.
texts = st.text(st.characters(codec=None), max_size=40)
whole = st.integers(-(2**63), 2**63 - 1)
some = st.none() | st.integers(0, 10**9)
reals = st.none() | st.floats(allow_nan=False)
models = st.builds(ModelRef, texts, texts, texts)
parts = st.builds(Part, texts, st.sampled_from(["text", "reasoning"]))
messages = st.builds(
    Message, st.sampled_from(["system", "user", "assistant"]), st.lists(parts, max_size=3).map(tuple)
)
conversations = st.builds(Conversation, st.lists(messages, max_size=4).map(tuple))
configs = st.builds(
    GenerationConfig, reals, reals, some, st.none() | st.integers(), st.lists(texts, max_size=3).map(tuple)
)
usages = st.none() | st.builds(Usage, some, some, st.sampled_from(["reported", "estimated"]), some)
failures = st.none() | st.builds(
    Failure, st.sampled_from(["server", "timeout"]), texts, texts, st.none() | whole, texts
)
numbers = count()


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    with ProjectFile.create(tmp_path_factory.mktemp("records") / "work.sidelight") as project:
        yield project


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_any_answer_comes_back(project, data):
    number = next(numbers)
    asked = Comparison(
        ComparisonId(making.identity("c", number)),
        data.draw(conversations),
        data.draw(st.lists(models, max_size=3).map(tuple)),
        data.draw(whole),
        data.draw(st.lists(texts.map(GenerationId), max_size=2).map(tuple)),
    )
    answer = Generation(
        GenerationId(making.identity("g", number)),
        asked.id,
        data.draw(models),
        data.draw(configs),
        data.draw(whole),
        data.draw(whole),
        data.draw(whole),
        data.draw(texts),
        data.draw(texts),
        data.draw(st.sampled_from(StopReason)),
        data.draw(usages),
        Timing(data.draw(reals), data.draw(reals)),
        data.draw(failures),
        data.draw(st.lists(texts, max_size=2).map(tuple)),
        data.draw(st.booleans()),
    )
    exchange = Exchange(
        "https://a/b", data.draw(texts), data.draw(st.none() | whole), (("a", data.draw(texts)),)
    )
    project.add_comparison(asked)
    project.begin(answer)
    project.finish(answer, exchange)
    project.flush()
    assert project.comparison(asked.id) == asked
    assert project.generation(answer.id) == answer
    assert project.exchange(answer.id) == exchange


@given(texts)
def test_text_comes_back(text):
    assert records.text(records.kept(text)) == text


def test_a_rating_that_is_on_no_scale_is_damage():
    rating = making.rating(making.generation(making.comparison(1)), 1)
    row = (rating.id, rating.generation_id, "stars", 9, 1, None)
    with pytest.raises(ValueError, match="scale"):
        records.rating_of(row)
    assert records.rating_of((*row[:3], 3, *row[4:])) == replace(rating, value=3, created_ms=1)
