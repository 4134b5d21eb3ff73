# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What runs before there is a virtual environment: finding a Python, and the system's libraries."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import system_packages
from system_packages import Need, explain, install_command, missing_from, needs, present

FIND = Path(__file__).parents[2] / "packaging" / "find_python.sh"


def a_python(folder: Path, name: str, *, new: bool) -> Path:
    """A program that answers the question for its version as a Python would: by its exit status."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\nexit {0 if new else 1}\n")
    path.chmod(0o755)
    return path


def find(tmp_path: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    system = environ.pop("SYSTEM_PYTHON", str(tmp_path / "none"))
    env = {"PATH": f"{tmp_path / 'bin'}", "SYSTEM_PYTHON": system, **environ}
    return subprocess.run(["/bin/sh", str(FIND)], env=env, capture_output=True, text=True)


def test_the_systems_own_python_comes_first(tmp_path: Path) -> None:
    system = a_python(tmp_path / "system", "python3", new=True)
    a_python(tmp_path / "bin", "python3.12", new=True)
    assert find(tmp_path, SYSTEM_PYTHON=str(system)).stdout.strip() == str(system)


def test_an_old_system_python_is_passed_over(tmp_path: Path) -> None:
    system = a_python(tmp_path / "system", "python3", new=False)
    newer = a_python(tmp_path / "bin", "python3.12", new=True)
    a_python(tmp_path / "bin", "python3", new=False)
    assert find(tmp_path, SYSTEM_PYTHON=str(system)).stdout.strip() == str(newer)


def test_a_named_python_wins(tmp_path: Path) -> None:
    system = a_python(tmp_path / "system", "python3", new=True)
    named = a_python(tmp_path / "elsewhere", "python", new=True)
    done = find(tmp_path, SYSTEM_PYTHON=str(system), PYTHON=str(named))
    assert done.stdout.strip() == str(named)


def test_a_named_python_that_is_too_old_is_an_error(tmp_path: Path) -> None:
    named = a_python(tmp_path / "elsewhere", "python", new=False)
    done = find(tmp_path, PYTHON=str(named))
    assert done.returncode == 1
    assert "3.11 or newer" in done.stderr


def test_none_at_all_is_a_clear_sentence(tmp_path: Path) -> None:
    a_python(tmp_path / "bin", "python3", new=False)
    (tmp_path / "bin" / "cat").symlink_to("/bin/cat")
    done = find(tmp_path)
    assert done.returncode == 1
    assert "Sidelight needs Python 3.11 or newer, and none was found." in done.stderr
    assert done.stdout == ""


def test_what_this_interpreter_itself_uses_is_present() -> None:
    assert present(Need("library:libc.so.6", "libc6", "everything"))
    assert present(Need("program:sh", "dash", "everything"))
    assert present(Need("module:json", "python3", "everything"))


@pytest.mark.parametrize("probe", ["library:libnowhere.so.9", "program:no-such-one", "module:no_such_one"])
def test_what_is_not_here_is_missing(probe: str) -> None:
    need = Need(probe, "nothing", "a test")
    assert missing_from([need]) == [need]


def test_fonts_are_found_in_any_font_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_packages, "FONT_FOLDERS", (str(tmp_path),))
    need = Need("fonts:", "fonts-dejavu-core", "text")
    assert not present(need)
    (tmp_path / "truetype").mkdir()
    (tmp_path / "truetype" / "A.ttf").touch()
    assert present(need)


def test_xvfb_is_needed_only_where_there_is_no_display() -> None:
    def xvfb(environ: dict[str, str]) -> Need:
        return next(need for need in needs(environ) if need.package == "xvfb")

    assert xvfb({}).required
    assert not xvfb({"DISPLAY": ":0"}).required
    assert not xvfb({"WAYLAND_DISPLAY": "wayland-0"}).required


def test_the_sentence_holds_the_exact_command() -> None:
    missing = [need for need in needs({}) if need.package in ("libegl1", "xvfb")]
    command = " ".join(install_command(missing))
    assert command == "apt-get install --yes --no-install-recommends libegl1 xvfb"
    words = explain(missing, has_apt=True)
    assert f"sudo {command}" in words
    assert "libEGL.so.1  for drawing with OpenGL" in words


def test_another_system_gets_the_list_of_libraries() -> None:
    words = explain([need for need in needs({}) if need.package == "libegl1"], has_apt=False)
    assert "libEGL.so.1" in words
    assert "package manager" in words
    assert "sudo" not in words


def test_the_check_of_this_machine_passes() -> None:
    """The tests run here, so everything that is required is here."""
    required = [need for need in needs({"DISPLAY": ":0"}) if need.required]
    assert [need.package for need in missing_from(required)] == []
    assert sys.version_info >= (3, 11)
