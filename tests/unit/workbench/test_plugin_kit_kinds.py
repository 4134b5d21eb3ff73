# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""An author's way with an exporter or a verifier: made, tested, checked, built, installed."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from sidelight.domain.errors import UsageError
from sidelight.domain.running import Level
from sidelight.sandbox import run as sandbox
from sidelight.workbench.plugin_check import check
from sidelight.workbench.plugin_install import install
from sidelight.workbench.plugin_new import kind_called, make
from sidelight.workbench.settings import Places

if sandbox.probe().level is Level.NONE:
    pytest.skip("nothing holds a worker here", allow_module_level=True)

KINDS = ["exporter", "verifier"]


@pytest.fixture(params=KINDS)
def made(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The project that ``plugin new own --kind …`` makes."""
    return make("own", tmp_path, request.param)


def test_it_passes_its_own_tests(made: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(made)],
        cwd=made,
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "5 passed" in done.stdout


def test_it_passes_the_check(made: Path, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    checks = check(made, tmp_path, lambda done, of: told.append((done, of)))
    assert [(one.name, one.failures) for one in checks if not one.passed] == []
    assert {"manifest", "import", "Qt", "API", "corpus", "same again", "memory", "network"} <= {
        one.name for one in checks
    }
    assert told[-1][0] == told[-1][1] > 40


def test_its_package_can_be_installed(made: Path, tmp_path: Path) -> None:
    places = Places(tmp_path / "data", tmp_path / "config")
    line = [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check", "--no-deps"]
    subprocess.run(
        [*line, "--no-build-isolation", "--wheel-dir", str(tmp_path), str(made)], check=True, timeout=120
    )
    (wheel,) = tmp_path.glob("*.whl")
    plugin = install(str(wheel), places, lambda _: None)
    assert (plugin.info.id, plugin.where) == ("own", "your plugins folder")
    assert plugin.info.kind in KINDS


def test_a_kind_that_there_is_not_is_refused() -> None:
    with pytest.raises(UsageError, match="“theme” is no kind of plugin"):
        kind_called("theme")


BAD_EXPORTERS = {
    "raises": ("yield records.nothing", "corpus", "AttributeError"),
    "hangs": ("while True: pass\nyield", "corpus", "longer than 1 s"),
    "leaves": ("import os\nos._exit(3)\nyield", "corpus", "exit code 3"),
    "qt": ("import PySide6.QtCore\nyield ''", "Qt", "imports PySide6.QtCore"),
    "inner": ("import sidelight.store\nyield ''", "API", "imports sidelight.store"),
    "random": ("import os\nyield os.urandom(4)", "same again", "two files"),
    "holds": (
        "yield from [r.id * 1000 + str(r) for r in list(records) * 9]",
        "memory",
        "of memory|MemoryErr",
    ),
    "calls": ("import socket\nsocket.socket()\nyield ''", "network", "imports socket"),
    "numbers": ("yield 1", "corpus", "gave int as a piece"),
}


@pytest.mark.parametrize("bad", BAD_EXPORTERS, ids=lambda bad: bad)
def test_what_is_wrong_with_an_exporter_is_found_and_named(bad: str, tmp_path: Path) -> None:
    body, name, words = BAD_EXPORTERS[bad]
    made = make("own", tmp_path, "exporter")
    code = made / "sidelight_own" / "__init__.py"
    code.write_text(
        "class Own:\n    def export(self, records, job):\n"
        + textwrap.indent(body, " " * 8)
        + "\n\n    def close(self): pass\n\nexporter = Own()\n"
    )
    told = made / "sidelight_own" / "sidelight-plugin.toml"
    told.write_text(told.read_text().replace("seconds = 5 ", "seconds = 1 ").replace("= 256", "= 64"))
    wrong = {one.name: " ".join(one.failures) for one in check(made, tmp_path) if not one.passed}
    assert name in wrong
    assert any(word in wrong[name] for word in words.split("|")), wrong


BAD_VERIFIERS = {
    "raises": ("return attempt.nothing", "corpus", "AttributeError"),
    "hangs": ("while attempt.text: pass", "corpus", "longer than 1 s"),
    "leaves": ("import os\nos._exit(3)", "corpus", "exit code 3"),
    "qt": ("import PySide6.QtCore", "Qt", "imports PySide6.QtCore"),
    "inner": ("import sidelight.store", "API", "imports sidelight.store"),
    "random": (
        "import os\nreturn Finding(Verdict.PASS, [os.urandom(4).hex()])",
        "same again",
        "two verdicts",
    ),
    "holds": (
        "a = []\nwhile attempt.text: a.append(bytearray(b'x' * 4000000))",
        "memory",
        "of memory|MemoryE",
    ),
    "calls": ("import socket\nsocket.socket()", "network", "imports socket"),
    "silent": ("return Finding(Verdict.PASS, ())", "corpus", "a verdict without a reason"),
}


@pytest.mark.parametrize("bad", BAD_VERIFIERS, ids=lambda bad: bad)
def test_what_is_wrong_with_a_verifier_is_found_and_named(bad: str, tmp_path: Path) -> None:
    body, name, words = BAD_VERIFIERS[bad]
    made = make("own", tmp_path, "verifier")
    (made / "sidelight_own" / "__init__.py").write_text(
        "from sidelight.api import Finding, Verdict\n\nclass Own:\n    def verify(self, attempt, job):\n"
        + textwrap.indent(body, " " * 8)
        + "\n\n    def close(self): pass\n\nverifier = Own()\n"
    )
    told = made / "sidelight_own" / "sidelight-plugin.toml"
    told.write_text(told.read_text().replace("seconds = 5 ", "seconds = 1 ").replace("= 256", "= 64"))
    wrong = {one.name: " ".join(one.failures) for one in check(made, tmp_path) if not one.passed}
    assert name in wrong
    assert any(word in wrong[name] for word in words.split("|")), wrong
