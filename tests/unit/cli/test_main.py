# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from sidelight.__main__ import COMMANDS
from sidelight.cli.main import app

SAMPLES = Path(__file__).parents[3] / "resources" / "samples"


def sidelight(*arguments: str, data: Path, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "SIDELIGHT_DATA": str(data)}
    return subprocess.run(
        [sys.executable, "-m", "sidelight", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environ,
        input=stdin,
        timeout=120,
        check=False,
    )


def test_every_command_is_taken_for_one() -> None:
    commands = {command.name or str(command.callback.__name__) for command in app.registered_commands}  # type: ignore[union-attr]
    groups = {str(group.name) for group in app.registered_groups}
    options = {"--help", "-h", "--version"}
    assert commands | groups | options == COMMANDS


def test_ask_prints_one_object_for_each_answer_and_nothing_else(tmp_path: Path) -> None:
    models = json.loads(sidelight("models", "--json", data=tmp_path).stdout)["models"]
    names = [m["model"] for m in models if m["model"].startswith("recorded/")][:2]
    prompt = "Write a Python script that draws a rotating 3D cube, using PyOpenGL."
    asked = sidelight("ask", prompt, "-m", names[0], "-m", names[1], "--json", data=tmp_path)
    assert asked.returncode == 0, asked.stderr
    records = [json.loads(line) for line in asked.stdout.splitlines()]
    assert sorted(r["model"] for r in records) == sorted(names)
    for record in records:
        assert list(record) == [
            "id",
            "model",
            "attempt",
            "text",
            "reasoning",
            "stop_reason",
            "usage",
            "cost",
            "ttft_ms",
            "total_ms",
            "error",
            "notices",
        ]
        assert "import" in record["text"]
        assert record["stop_reason"] == "complete"
        assert record["error"] is None


def test_ask_keeps_answers_in_a_named_project(tmp_path: Path) -> None:
    models = json.loads(sidelight("models", "--json", data=tmp_path).stdout)["models"]
    name = next(m["model"] for m in models if m["model"].startswith("recorded/"))
    project = tmp_path / "kept.sidelight"
    prompt = "Generate a level-3 Sierpinski triangle in ASCII."
    for _ in range(2):
        done = sidelight("ask", "-", "-m", name, "--project", str(project), data=tmp_path, stdin=prompt)
        assert done.returncode == 0, done.stderr
    from sidelight.store.project import ProjectFile

    kept = ProjectFile.open(project)
    try:
        assert [entry.title for entry in kept.history()] == [prompt, prompt]
    finally:
        kept.close()


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("ask", "Say hello.", "-m", "nowhere"), 2, "connection/name"),
        (("ask", "Say hello.", "-m", "nowhere/model"), 2, "nowhere"),
        (("ask", "  ", "-m", "recorded/sample-amber"), 2, "nothing to send"),
        (("render", "picture.xyz"), 2, ".xyz"),
        (("render", "missing.py"), 2, "missing.py"),
        (("model", "get", "no-such-model"), 2, "no-such-model"),
        (("model", "get", "[/x]"), 2, "[/x]"),
        (("ask", "Hi", "-m", "recorded/sample-amber", "--project", "nowhere/x"), 2, "nowhere/x"),
        (("ask", "Hi", "-m", "recorded/sample-amber", "--attempts", "100000"), 2, "at most 100 answers"),
        (("ask", "Hi", *("-m", "recorded/sample-amber") * 3), 2, "--attempts 3"),
        (("frobnicate",), 2, "frobnicate"),
        (("missing.txt",), 2, "missing.txt"),
        (("ask", "Hi", "-m", "recorded/sample-amber", "--temperature", "9"), 2, "temperature"),
        (("--nonsense",), 2, "sidelight"),
    ],
)
def test_wrong_use_gets_a_sentence_and_the_exit_code_of_the_table(
    tmp_path: Path, arguments: tuple[str, ...], code: int, words: str
) -> None:
    done = sidelight(*arguments, data=tmp_path)
    assert done.returncode == code, done
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize("command", [("ask", "-", "-m", "recorded/sample-amber"), ("tokens", "-")])
def test_what_comes_in_must_be_utf_8(tmp_path: Path, command: tuple[str, ...]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "sidelight", *command],
        env={**os.environ, "SIDELIGHT_DATA": str(tmp_path)},
        input=b"caf\xe9 \xff\x00",
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 2, done
    assert done.stderr.decode() == "What came in is not a text in UTF-8. Convert it first.\n"


@pytest.mark.parametrize("sample", ["cube_pygame.py", "cube_glut.py", "cube_glfw.py"])
def test_render_sees_the_sample_cubes_turn(tmp_path: Path, sample: str) -> None:
    out = tmp_path / "pictures"
    done = sidelight(
        "render", str(SAMPLES / sample), "--frames", "60", "--json", "--out", str(out), data=tmp_path
    )
    assert done.returncode == 0, done
    shown = json.loads(done.stdout)
    assert list(shown) == ["renderer", "outcome", "frames", "fps", "first_frame_ms", "error", "images"]
    assert shown["outcome"] == "changing"
    assert shown["frames"] == 60
    assert all(Path(image).read_bytes().startswith(b"\x89PNG") for image in shown["images"])
    assert shown["images"]


def test_render_resizes_a_window_that_may_be_resized(tmp_path: Path) -> None:
    out = tmp_path / "pictures"
    sample = str(SAMPLES / "cube_glut.py")
    done = sidelight(
        "render", sample, "--frames", "20", "--size", "320x200", "--out", str(out), "--json", data=tmp_path
    )
    assert done.returncode == 0, done
    with Image.open(json.loads(done.stdout)["images"][-1]) as picture:
        assert picture.size == (320, 200)
    for wrong in ("0x200", "320", "9999x10"):
        assert sidelight("render", sample, "--size", wrong, data=tmp_path).returncode == 2


def test_render_shows_the_traceback_of_the_wrong_cube(tmp_path: Path) -> None:
    done = sidelight("render", str(SAMPLES / "cube_wrong.py"), "--json", data=tmp_path)
    assert done.returncode == 1
    shown = json.loads(done.stdout)
    assert shown["outcome"] == "error"
    assert "Error" in shown["error"]


def test_sandbox_status_and_run_print_what_the_table_says(tmp_path: Path) -> None:
    status = json.loads(sidelight("sandbox", "status", "--json", data=tmp_path).stdout)
    assert list(status) == ["level", "layers", "missing", "self_test"]
    assert status["level"] in ("A", "B")
    assert all(test["held"] for test in status["self_test"])
    script = tmp_path / "hello.py"
    script.write_text("import sys\nprint('out')\nprint('err', file=sys.stderr)\nsys.exit(3)\n")
    done = sidelight("sandbox", "run", str(script), "--json", data=tmp_path)
    assert done.returncode == 1
    ended = json.loads(done.stdout)
    assert list(ended) == [
        "level",
        "outcome",
        "exit_code",
        "limit",
        "stdout",
        "stderr",
        "peak_memory_mb",
        "duration_ms",
        "survivors",
        "gpu",
    ]
    assert (ended["outcome"], ended["exit_code"], ended["limit"]) == ("exited", 3, None)
    assert (ended["stdout"], ended["stderr"], ended["survivors"]) == ("out\n", "err\n", 0)


def test_a_script_that_never_ends_is_ended(tmp_path: Path) -> None:
    script = tmp_path / "forever.py"
    script.write_text("while True: pass\n")
    done = sidelight("sandbox", "run", str(script), "--seconds", "1", "--json", data=tmp_path)
    ended = json.loads(done.stdout)
    assert (ended["outcome"], ended["limit"], ended["survivors"]) == ("killed", "wall", 0)


def test_a_script_whose_time_was_over_is_told_how_long_that_was(tmp_path: Path) -> None:
    script = tmp_path / "waits.py"
    script.write_text("import time; time.sleep(600)")
    done = sidelight("sandbox", "run", str(script), "--seconds", "0.5", data=tmp_path)
    assert done.returncode == 1, done
    assert done.stderr.splitlines()[-1] == "Ended by Sidelight: its time of 0.5 s was over."


def test_one_picture_is_one_frame(tmp_path: Path) -> None:
    script = tmp_path / "once.py"
    script.write_text(
        "import pygame; pygame.init(); s = pygame.display.set_mode((90, 90)); s.fill((9, 99, 200));"
        "pygame.draw.circle(s, (255, 255, 0), (40, 40), 20); pygame.display.flip()"
    )
    done = sidelight("render", str(script), data=tmp_path)
    assert done.returncode == 0, done
    assert done.stdout.startswith("static: 1 frame\n")


@pytest.mark.parametrize(
    "command",
    [
        ("models",),
        ("models", "--json"),
        ("tokens", "one two three"),
        ("version",),
        ("sandbox", "run", "prints.py"),
    ],
)
def test_a_reader_that_has_enough_ends_a_command_quietly(tmp_path: Path, command: tuple[str, ...]) -> None:
    (tmp_path / "prints.py").write_text("print('word ' * 99)")
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "sidelight", *command],
            env={**os.environ, "SIDELIGHT_DATA": str(tmp_path)},
            cwd=tmp_path,
            stdout=writer,
            stderr=subprocess.PIPE,
            timeout=120,
            check=False,
        )
    finally:
        os.close(writer)
    assert (done.returncode, done.stderr) == (1, b"")


def test_pictures_that_cannot_be_written_are_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    done = sidelight(
        "render", str(SAMPLES / "cube_pygame.py"), "--out", str(tmp_path / "file"), data=tmp_path
    )
    assert done.returncode == 2
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr
