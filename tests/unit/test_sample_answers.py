# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The sample answers: up to date, and as right or as wrong as they are meant to be."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest

import build_recording
from sidelight import resources
from sidelight.providers.recording import read_recording

FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CUBE = "Write a Python script that draws a rotating 3D cube, using PyOpenGL."
SVG = "{http://www.w3.org/2000/svg}"


def samples() -> Path:
    return resources.path("samples")


@pytest.fixture(scope="module")
def answers() -> dict[tuple[str, str], str]:
    """Every answer's text, by the first words of its prompt and the author's colour."""
    recording = read_recording(samples() / build_recording.RECORDING)
    return {(each.prompt, each.model.removeprefix("sample-")): each.text for each in recording.answers}


def blocks(text: str, language: str) -> list[str]:
    return [body for name, body in FENCE.findall(text) if name == language]


def answer(answers: dict[tuple[str, str], str], beginning: str, author: str) -> str:
    (found,) = [t for (prompt, name), t in answers.items() if prompt.startswith(beginning) and name == author]
    return found


def test_the_recording_is_what_the_samples_make() -> None:
    made = build_recording.written(build_recording.build(samples()))
    assert (samples() / build_recording.RECORDING).read_text("utf-8") == made


def test_an_answer_by_nobody_is_refused(tmp_path: Path) -> None:
    author = '[[model]]\nname = "a"\nlabel = "A"\nabout = ""\n'
    question = '[[question]]\nprompt = "Hello?"\nanswers = {b = "x.md"}\n'
    (tmp_path / "recording.toml").write_text(author + question)
    with pytest.raises(ValueError, match="“b” answers “Hello\\?” but is no author"):
        build_recording.build(tmp_path)


def test_every_author_says_that_these_are_samples() -> None:
    for model in read_recording(samples() / build_recording.RECORDING).models:
        assert model.about.startswith("Sample answers, written for Sidelight")
        assert model.label.startswith("Sample ")


def test_the_first_question_is_the_cube_and_each_answer_holds_its_script(
    answers: dict[tuple[str, str], str],
) -> None:
    assert next(iter(answers))[0] == CUBE
    scripts = [blocks(text, "python") for (prompt, _), text in answers.items() if prompt == CUBE]
    files = {path.read_text("utf-8") for path in samples().glob("cube_*.py")}
    assert len(scripts) == 4
    assert {script for (script,) in scripts} == files
    for (script,) in scripts:
        compile(script, "cube.py", "exec")


def test_no_include_was_left_standing(answers: dict[tuple[str, str], str]) -> None:
    assert not [key for key, text in answers.items() if "{{" in text]


def triangle(rows: int) -> list[str]:
    """Pascal's triangle, odd numbers as stars."""
    lines = []
    for row in range(rows):
        cells = " ".join("*" if column & (row - column) == 0 else " " for column in range(row + 1))
        lines.append((" " * (rows - 1 - row) + cells).rstrip())
    return lines


def test_one_triangle_is_right_and_the_other_a_little_wrong(answers: dict[tuple[str, str], str]) -> None:
    (right,) = blocks(answer(answers, "Generate a level-3", "amber"), "text")
    (wrong,) = blocks(answer(answers, "Generate a level-3", "dusk"), "text")
    assert right.splitlines() == triangle(8)
    different = [a != b for a, b in zip(right.splitlines(), wrong.splitlines(), strict=True)]
    assert sum(different) == 1


def families() -> Iterator[tuple[int, int]]:
    """Numbers of girls and boys that fit the puzzle."""
    for girls in range(1, 50):
        for boys in range(1, 50):
            if boys == 2 * (girls - 1) and girls == boys - 1:
                yield girls, boys


def test_the_puzzle_has_the_answer_that_is_given(answers: dict[tuple[str, str], str]) -> None:
    assert list(families()) == [(3, 4)]
    assert "Seven children: three girls and four boys" in answer(answers, "A girl has", "blue")
    assert "**7** children" in answer(answers, "A girl has", "coral")
    assert "4 children" in answer(answers, "A girl has", "dusk")


def test_two_answers_are_json_and_the_third_is_not(answers: dict[tuple[str, str], str]) -> None:
    wanted = {"title": "The Harbour Almanac", "year": 1987, "shelves": ["C4", "D1"]}
    for author in ("amber", "blue"):
        (block,) = blocks(answer(answers, "Turn this into JSON", author), "json")
        assert json.loads(block) == wanted
    (block,) = blocks(answer(answers, "Turn this into JSON", "dusk"), "json")
    with pytest.raises(json.JSONDecodeError):
        json.loads(block)


@pytest.mark.parametrize("author", ["amber", "coral"])
def test_a_lighthouse_is_well_formed_and_needs_nothing_from_outside(
    answers: dict[tuple[str, str], str], author: str
) -> None:
    (block,) = blocks(answer(answers, "Draw a lighthouse", author), "svg")
    root = ET.fromstring(block)
    assert root.tag == SVG + "svg"
    kinds = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert kinds.isdisjoint(
        {"image", "script", "foreignObject", "use", "filter", "clipPath", "text", "style"}
    )
    assert "http" not in block.replace("http://www.w3.org/2000/svg", "")


def test_the_long_answer_has_one_of_everything(answers: dict[tuple[str, str], str]) -> None:
    text = answer(answers, "Explain how a transformer", "blue")
    assert {language for language, _ in FENCE.findall(text)} == {"json", "python", "javascript"}
    for pattern in (
        r"^# ",
        r"^## ",
        r"^### ",
        r"^> ",
        r"^\|",
        r"^\$\$$",
        r"^  - ",
        r"^  1\. ",
        r"\]\(https://",
    ):
        assert re.search(pattern, text, re.MULTILINE), pattern
    assert 800 < len(text.split()) < 1300


def test_the_attention_in_the_long_answer_works(answers: dict[tuple[str, str], str]) -> None:
    np = pytest.importorskip("numpy")
    (code,) = blocks(answer(answers, "Explain how a transformer", "blue"), "python")
    space: dict[str, object] = {}
    exec(code, space)  # our own text, checked just above into the repository
    q = np.random.default_rng(1).normal(size=(5, 4))
    mixed = space["attention"](q, q, np.eye(5))  # type: ignore[operator]
    assert np.allclose(mixed.sum(axis=1), 1)
    assert np.allclose(mixed, np.tril(mixed))
    assert np.allclose(mixed[0], [1, 0, 0, 0, 0])
