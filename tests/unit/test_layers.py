# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The layers hold, and the rules would notice if they did not."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]


class Fault(NamedTuple):
    """An import that must not be, planted into a new module of a package."""

    package: str
    imported: str
    contract: str


LAYERS = "a layer imports only layers below it, never a neighbour"
FAULTS = (
    Fault("domain", "sidelight.text", LAYERS),
    Fault("providers", "sidelight.store", LAYERS),
    Fault("store", "sidelight.workbench", LAYERS),
    Fault("probes", "sidelight.text", LAYERS),
    Fault("text", "PySide6", "only gui and app know Qt"),
    Fault("workbench", "qasync", "only gui and app know Qt"),
    Fault("store", "httpx", "httpx only in providers"),
    Fault("tokens", "httpx", "httpx only in providers"),
    Fault("gui", "sqlite3", "sqlite3 only in store"),
    Fault("stage", "sidelight.resources", "the stage stands alone"),
    Fault("cli", "sidelight.gui", "the command line knows no window"),
    Fault("gui", "sidelight.store", "the window goes through the workbench"),
)


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter on the tree in a folder, which must win over the installed package."""
    return subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command; lint_imports_command()",
            "--no-cache",
        ],
        cwd=folder,
        env={"PYTHONPATH": str(folder / "app"), "PATH": "/usr/bin:/bin", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of the code and of the rules."""
    shutil.copytree(ROOT / "app", tmp_path / "app", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def plant(tree: Path, number: int, fault: Fault) -> str:
    name = f"planted_{number}"
    header = '"""A planted fault."""\n\nfrom __future__ import annotations\n\n'
    (tree / "app" / "sidelight" / fault.package / f"{name}.py").write_text(
        header + f"import {fault.imported}\n"
    )
    return f"sidelight.{fault.package}.{name}"


def test_the_layers_hold() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


def test_every_planted_fault_is_found(tree: Path) -> None:
    planted = {plant(tree, number, fault): fault for number, fault in enumerate(FAULTS)}
    # Two modules that want each other: import-linter speaks of the packages, so each has its own.
    for name, other in (("one", "other"), ("other", "one")):
        package = tree / "app" / "sidelight" / "text" / f"ring_{name}"
        package.mkdir()
        (package / "__init__.py").write_text(f"import sidelight.text.ring_{other}\n")

    done = lint(tree)

    assert done.returncode == 1, done.stdout + done.stderr
    sections = done.stdout.partition("Broken contracts")[2]
    for module, fault in planted.items():
        section = sections.partition(f"\n{fault.contract}\n---")[2].partition("\n\n\n\n")[0]
        assert f"{module} -> {fault.imported} (l." in section, f"{fault} was not found"
    assert "No cycles are allowed in sidelight.text." in sections


def test_every_contract_has_a_planted_fault() -> None:
    """A new contract comes with a fault that shows that it bites."""
    rules = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    assert {rule["name"] for rule in rules} - {"no cycles"} == {fault.contract for fault in FAULTS}


def test_every_part_of_the_program_has_a_layer() -> None:
    """A part that no layer names could import anything."""
    rules = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    lines = next(rule["layers"] for rule in rules if rule["type"] == "layers")
    named = {part.strip(" ()") for line in lines for part in line.split("|")}
    parts = {
        f"sidelight.{path.stem}"
        for path in (ROOT / "app" / "sidelight").iterdir()
        if (path.suffix == ".py" and path.stem != "__init__") or (path / "__init__.py").exists()
    }
    assert parts <= named
