# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""``sidelight plugin`` and ``--safe-mode`` as they are typed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from support.plugins import install


def sidelight(*words: str | Path, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "sidelight", *map(str, words)],
        env={name: value for name, value in os.environ.items() if name != "DISPLAY"} | environ,
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_the_list_names_what_is_there_and_what_is_broken(data_folder: Path) -> None:
    install(data_folder / "plugins", "good")
    install(data_folder / "plugins", "wrong", text="api = 7\n")
    done = sidelight("plugin", "list")
    assert done.returncode == 0
    assert "good         1.0       on           A plugin of the tests. (your plugins folder)" in done.stdout
    assert "wrong        1.0       unusable" in done.stdout
    assert "made for version 7" in done.stdout
    records = [json.loads(line) for line in sidelight("plugin", "list", "--json").stdout.splitlines()]
    (good,) = (record for record in records if record["id"] == "good")
    assert good | {"output": []} == {
        "id": "good",
        "name": "The good",
        "package": "testing-good",
        "version": "1.0",
        "kind": "renderer",
        "prompts": [],
        "extensions": [],
        "languages": ["good"],
        "output": [],
        "isolation": "worker",
        "where": "your plugins folder",
        "state": "on",
        "problem": "",
    }


def test_in_safe_mode_none_is_looked_for(data_folder: Path) -> None:
    install(data_folder / "plugins", "good")
    done = sidelight("--safe-mode", "plugin", "list")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "Safe mode: no plugin is looked for.\n")


def test_new_check_and_what_they_say(data_folder: Path, tmp_path: Path) -> None:
    made = sidelight("plugin", "new", "dot", "--in", tmp_path)
    assert made.returncode == 0
    project = tmp_path / "sidelight-dot"
    assert f"Made {project}. Try it:" in made.stdout
    good = sidelight("plugin", "check", project)
    assert good.returncode == 0, good.stdout
    assert f"{project}: passed" in good.stdout
    assert "FAILED" not in good.stdout
    code = project / "sidelight_dot" / "__init__.py"
    code.write_text(code.read_text().replace("import math", "import math\nimport socket"))
    bad = sidelight("plugin", "check", project)
    assert bad.returncode == 1
    assert f"{project}: FAILED" in bad.stdout
    assert "FAILED network" in bad.stdout
    assert "__init__.py:6 imports socket" in bad.stdout
    told = json.loads(sidelight("plugin", "check", project, "--json").stdout)
    assert told["passed"] is False
    assert [one["check"] for one in told["checks"] if not one["passed"]] == ["network"]


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("new", "9x"), 2, "“9x” cannot be the name of a plugin."),
        (("check", "nowhere"), 2, "There is no folder nowhere."),
        (("dev", "nowhere"), 1, "There is no pyproject.toml in"),
        (("install", "no/where"), 2, "neither a package's name nor a file"),
        (("remove", "nobody"), 1, "There is no plugin “nobody”"),
        (("enable", "nobody"), 2, "There is no plugin nobody."),
        (("disable", "nobody"), 2, "See: sidelight plugin list"),
        (("get-engine", "nobody"), 1, "There is no plugin “nobody”"),
        (("get-engine", "json"), 1, "needs no engine"),
    ],
)
def test_what_cannot_be_done_is_said(
    data_folder: Path, words: tuple[str, ...], code: int, sentence: str
) -> None:
    done = sidelight("plugin", *words)
    assert done.returncode == code
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_the_window_is_started_with_the_plugin_that_is_being_written(
    data_folder: Path, tmp_path: Path
) -> None:
    """Without a display it says so; that it was the window that said it shows that it was started."""
    sidelight("plugin", "new", "dot", "--in", tmp_path)
    bare = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "WAYLAND_SOCKET": "", "QT_QPA_PLATFORM": ""}
    done = sidelight("plugin", "dev", tmp_path / "sidelight-dot", **bare)
    assert done.returncode == 1
    assert f"Dot is loaded from {tmp_path / 'sidelight-dot'}; it shows dot." in done.stdout
    assert "There is no display for the window." in done.stderr


def test_the_window_is_the_same_process_and_opens_the_examples(data_folder: Path, tmp_path: Path) -> None:
    """Qt aborts where it has no such platform; the command ends by that very signal, for it is the window."""
    sidelight("plugin", "new", "dot", "--in", tmp_path)
    project = tmp_path / "sidelight-dot"
    done = sidelight("plugin", "dev", project, QT_QPA_PLATFORM="nowhere", TMPDIR=str(tmp_path))
    assert done.returncode == -signal.SIGABRT
    assert len(list(tmp_path.glob("sidelight-plugin-*/dot.sidelight"))) == 1
    help_ = sidelight("plugin", "dev", "--help")
    assert "instead of the examples" in " ".join(help_.stdout.replace("│", " ").split())


def test_the_list_goes_by_what_its_lines_begin_with_and_names_who_hides_whom(data_folder: Path) -> None:
    install(data_folder / "plugins", "zebra", name="A zebra")
    install(data_folder / "plugins", "mine", id="svg")
    lines = sidelight("plugin", "list").stdout.splitlines()
    named = [line.split()[0] for line in lines if not line.startswith(" ")]
    assert named == [*sorted(named[:-1]), "svg"]
    assert "zebra" in named
    assert "hidden" in lines[-1]
    assert "It is called “svg”, as Sidelight's own plugin" in lines[-1]


def test_one_is_switched_off_and_on_and_told_how_it_was(data_folder: Path) -> None:
    install(data_folder / "plugins", "shout")

    def state() -> str:
        listed = map(json.loads, sidelight("plugin", "list", "--json").stdout.splitlines())
        return next(one["state"] for one in listed if one["id"] == "shout")

    assert sidelight("plugin", "disable", "shout").stdout == "shout is off.\n"
    assert state() == "off"
    assert sidelight("plugin", "disable", "shout").stdout == "shout was off before.\n"
    assert sidelight("plugin", "enable", "shout").stdout == "shout is on.\n"
    assert state() == "on"
    refused = sidelight("plugin", "enable", "shout", SIDELIGHT_SAFE_MODE="1")
    assert "In safe mode no plugin is looked for." in refused.stderr
    assert sidelight("plugin", "remove", "shout").stdout == "Removed shout.\n"
    assert not (data_folder / "plugins" / "shout").exists()
    assert not list((data_folder / "plugins").glob(".old-*"))


def test_the_help_names_safe_mode() -> None:
    assert "--safe-mode" in sidelight("--help").stdout
