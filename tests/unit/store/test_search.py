# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from dataclasses import replace
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sidelight.domain.message import Conversation
from sidelight.store import ProjectFile, search
from unit.store import making


@pytest.fixture
def project(tmp_path):
    with ProjectFile.create(tmp_path / "work.sidelight") as project:
        yield project


def ask(project: ProjectFile, number: int, prompt: str, *answers: str) -> str:
    asked = making.comparison(number, prompt)
    project.add_comparison(asked)
    for position, text in enumerate(answers):
        answer = making.generation(asked, position)
        project.begin(answer)
        project.finish(making.ended(answer, text), None)
    return asked.id


def found(project: ProjectFile, words: str, limit: int = 50) -> list[int]:
    return [entry.created_ms - making.START_MS for entry in project.search(words, limit=limit)]


def test_prompts_answers_and_notes_are_found_newest_first(project):
    ask(project, 3, "About seals", "They dive for penguins")
    ask(project, 1, "Emperor penguin")
    ask(project, 2, "About whales", "They sing", "Not about a penguin")
    asked = making.comparison(4, "About krill")
    answer = making.generation(asked)
    project.add_comparison(asked)
    project.begin(answer)
    project.add_annotation(making.annotation(answer, 1, "No penguin here"))
    assert found(project, "penguin") == [4, 3, 2, 1]
    assert found(project, "penguin", limit=2) == [4, 3]
    assert found(project, "about peng") == [2]
    assert found(project, "unclear") == [4]
    assert found(project, "ABOUT") == [4, 3, 2]
    assert found(project, "they penguins") == [3]
    assert found(project, "albatross") == []
    assert found(project, "") == found(project, " \n") == []
    assert found(project, "penguin", limit=0) == []


def test_the_order_is_that_of_the_comparisons_not_of_the_indexing(project):
    for number in (7, 5, 9, 5, 6):
        identity = making.identity("any", number * 10 + len(project.history()))
        project.add_comparison(replace(making.comparison(number, "same words"), id=identity))
    assert found(project, "same words") == [9, 7, 6, 5, 5]
    assert len(project.search("same")) == 5
    assert project.search("same words") == [
        replace(entry, snippet="same words") for entry in project.history()
    ]


def test_a_withdrawn_note_is_not_found(project):
    asked = making.comparison(1, "About krill")
    answer = making.generation(asked)
    project.add_comparison(asked)
    project.begin(answer)
    first = making.annotation(answer, 1, "wonderful")
    second = making.annotation(answer, 2, "marvellous", supersedes=first)
    project.add_annotation(first)
    assert found(project, "wonderful") == [1]
    project.add_annotation(second)
    assert (found(project, "wonderful"), found(project, "marvellous")) == ([], [1])
    project.add_annotation(making.annotation(answer, 3, "", supersedes=second, withdrawn=True))
    assert found(project, "marvellous") == []


def test_a_running_answer_is_found_when_it_is_finished(project):
    asked = making.comparison(1, "Question")
    answer = making.generation(asked)
    project.add_comparison(asked)
    project.begin(answer)
    assert found(project, "huddle") == []
    project.finish(making.ended(answer), None)
    assert found(project, "huddle") == [1]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("今天天气很好，我们去公园散步吧。", "天气"),
        ("今天天气很好，我们去公园散步吧。", "公园散步"),
        ("今天天气很好，我们去公园散步吧。", "好"),
        ("東京タワーへ行きました", "タワー"),
        ("東京タワーへ行きました", "行き"),
        ("한국어를 배우고 있습니다", "국어"),
        ("ภาษาไทยไม่มีช่องว่าง", "ไทย"),
        ("Python教程：第3章", "教程"),
        ("Python教程：第3章", "python教"),
        ("हिन्दी में लिखा", "हिन्दी"),
        ("Das ist größer als Ärger", "arger"),
        ("Das ist größer als Ärger", "größ"),
        ("naïve café", "cafe"),
        ("ＦＵＬＬ width", "full"),
        ("glutInit(&argc, argv)", "argc"),
        ("snake_case_name", "snake_case"),
        ("written in C++ today", "c++"),
        ("costs 5 €", "€"),
        ("smile 😀 please", "😀"),
        ("a -> b", "->"),
        ("JavaScript", "script"),
    ],
)
def test_words_of_every_kind_are_found(project, text, words):
    ask(project, 1, "Something else", "nothing here")
    ask(project, 2, "A question", text)
    assert found(project, words) == [2]


def test_a_run_of_characters_is_found_as_a_whole(project):
    ask(project, 1, "天很好气")
    ask(project, 2, "天气")
    assert found(project, "天气") == [2]


@pytest.mark.parametrize(
    "typed",
    ['"', '""', "'", "*", "a*", "NEAR(a b)", "words:a", "^a", "a OR b", "NOT a", "(", ")", "-a", "a + b",
     "\0", "a\0", "\ud83d", "%", "_", "\\", "{a}", "a" * 5000, "( " * 500, '" ' * 500, "\u200b", "\u0301"],
)  # fmt: skip
def test_any_text_is_safe(project, typed):
    ask(project, 1, "a b", "some words")
    project.search(typed)
    ask(project, 2, typed)
    assert [entry.id for entry in project.search("question 1 b a")] == []


numbers = count(10)


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.text(min_size=1, max_size=60), st.data())
def test_every_word_of_a_text_finds_it(project, text, data):
    number = next(numbers)
    identity = ask(project, number, text)
    words = text.encode("utf-8", "replace").decode().replace("\0", " ").split()
    if words:
        word = data.draw(st.sampled_from(words))
        assert identity in {entry.id for entry in project.search(word, limit=1000)}
    project.search(text)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.text(alphabet="abcdeäß天气好 一", min_size=2, max_size=30), st.integers(1, 30))
def test_an_unfinished_last_word_finds_it(project, text, length):
    number = next(numbers)
    identity = ask(project, number, text)
    typed = text[:length]
    if typed.strip():
        assert identity in {entry.id for entry in project.search(typed, limit=1000)}


def test_a_search_reads_a_bounded_number_of_texts(project, monkeypatch):
    monkeypatch.setattr(search, "MOST_READ", 10)
    for number in range(30):
        ask(project, number, "-> arrow" if number < 5 else "none here")
    assert found(project, "->") == []
    ask(project, 40, "->")
    assert found(project, "->") == [40]
    # A word that the index knows leads there whatever the age.
    assert found(project, "arrow ->") == [4, 3, 2, 1, 0]


def test_the_index_is_read_as_far_as_needed(project):
    for number in range(60):
        ask(project, number, *["common words", "common again", "and commonly"] * 3)
    assert found(project, "common", limit=45) == list(range(59, 14, -1))
    assert found(project, "common", limit=100) == list(range(59, -1, -1))


def test_system_messages_are_found(project):
    asked = replace(making.comparison(1), conversation=Conversation.asking("Hello", "Speak like a pirate"))
    project.add_comparison(asked)
    assert found(project, "pirate") == [1]
