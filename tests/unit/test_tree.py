# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What holds for every file and every package of the project."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path
from types import ModuleType

import pytest

import check_tree
import sidelight

ROOT = Path(__file__).parents[2]


def test_no_file_names_a_registry_or_a_machine_and_every_source_has_its_header() -> None:
    assert list(check_tree.findings(ROOT)) == []


@pytest.mark.parametrize(
    "line",
    [
        "see https://py" + "pi.org/simple",
        "deb http://deb.deb" + "ian.org/debian bookworm main",
        "prefix = /ro" + "ot/.pyenv",
        "open('/wo" + "rk/main/a.py')",
        "cd /ho" + "me/anna/sidelight",
    ],
)
def test_the_check_finds(line: str) -> None:
    (found,) = check_tree.findings_in("notes.md", f"fine\n{line}\n")
    assert found.startswith("notes.md:2: names ")


@pytest.mark.parametrize(
    "line", ["/home/user/file", "apt-get install python3", "https://www.debian.org", "/root"]
)
def test_the_check_lets_pass(line: str) -> None:
    assert list(check_tree.findings_in("notes.md", line)) == []


def test_a_source_without_a_header_is_found() -> None:
    for name, text in (("app/new.py", "import os\n"), (".ci/new", "#!/bin/sh\ntrue\n")):
        (found,) = check_tree.findings_in(name, text)
        assert "licence header" in found
    assert list(check_tree.findings_in("resources/samples/cube.py", "import os\n")) == []


def packages() -> list[str]:
    found = pkgutil.walk_packages(sidelight.__path__, "sidelight.", onerror=lambda _name: None)
    # Stand-ins for other people's toolkits keep those toolkits' own names and habits.
    return [
        module.name for module in found if module.ispkg and not module.name.startswith("sidelight.stage.")
    ]


def public_names(package: ModuleType) -> set[str]:
    """What a package shows: names that it took from its own modules, and those that it made."""
    prefix = package.__name__ + "."
    return {
        name
        for name, value in vars(package).items()
        if not name.startswith("_")
        and not isinstance(value, ModuleType)
        and str(getattr(value, "__module__", "")).startswith(prefix)
    }


@pytest.mark.parametrize("name", packages())
def test_a_package_lists_what_it_shows(name: str) -> None:
    package = importlib.import_module(name)
    listed = getattr(package, "__all__", None)
    if listed is None:
        assert public_names(package) == set(), f"{name} shows names; list them in __all__"
        return
    assert len(set(listed)) == len(listed)
    assert set(listed) >= public_names(package), "everything that is shown is listed"
    for each in listed:
        assert hasattr(package, each)
