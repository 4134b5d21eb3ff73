# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Fetching the shelf from a stand-in for npm: what is kept, what is made of it, and what is refused."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import tarfile
from pathlib import Path

import pytest

from sidelight.api.engine import EngineError
from sidelight_page.shelf import catalogue, fetch, place

FILES = {
    "package/LICENSE": "Do as you like.",
    "package/build/lib.min.js": "globalThis.Lib = { one: 1, two: 2 };",
    "package/build/lib.js": "exports.one = 1;\n  exports.two = 2;\n  exports.default = 3;\n",
    "package/jsm/deep/a.js": "import { one } from 'lib';import b from 'lib/more/b.js';export * from '@x/y';",
    "package/../../outside.js": "never",
    "package/big.js": "never",
}
CATALOGUE = """
[[library]]
name = "@own/lib"
version = "1.2.3"
licence = "MIT"
integrity = "{integrity}"
keep = ["build/*.min.js", "jsm/*", "*outside.js"]
entry = "build/lib.min.js"
module = "~module.js"
modules = ["jsm/*"]
also = [2]
folders = {{ "addons/" = "jsm/" }}
bare = {{ "lib" = "build/lib.min.js", "lib/more/" = "jsm/", "@x/y" = "other@1.0.0/y.js" }}
[[library.wrap]]
path = "~module.js"
source = "build/lib.min.js"
global = "Lib"
names_from = "build/lib.js"
before = "other@1.0.0/y.js"
"""


def packed(files: dict[str, str]) -> bytes:
    """An archive as npm has them, and a link in it that leads away."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz") as archive:
        for name, text in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(text)
            archive.addfile(member, io.BytesIO(text.encode()))
        link = tarfile.TarInfo("package/build/away.min.js")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    return made.getvalue()


@pytest.fixture
def text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A catalogue of one library, and an npm that has it."""
    archive = packed(FILES)
    (tmp_path / "own-lib-1.2.3.tgz").write_bytes(archive)
    folder = tmp_path / "bin"
    folder.mkdir()
    script = (
        f'for one; do case "$one" in --pack-destination=*) cp {tmp_path}/*.tgz "${{one#*=}}";; esac; done'
    )
    (folder / "npm").write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/asked\n{script}\n', "utf-8")
    (folder / "npm").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    sum_ = base64.b64encode(hashlib.sha512(archive).digest()).decode()
    return CATALOGUE.format(integrity=f"sha512-{sum_}")


def test_what_is_kept_and_what_is_made_of_it(tmp_path: Path, text: str) -> None:
    said: list[str] = []
    there = fetch(tmp_path / "page", said.append, text=text)
    library = there / "@own" / "lib@1.2.3"
    assert "pack @own/lib@1.2.3 --ignore-scripts" in (tmp_path / "asked").read_text()
    assert (library / "LICENSE").read_text() == "Do as you like."
    assert (library / "build" / "lib.min.js").read_text() == FILES["package/build/lib.min.js"]
    assert (library / "jsm" / "deep" / "a.js").read_text() == (
        "import { one } from '../../build/lib.min.js';import b from '../../jsm/b.js';"
        "export * from '../../../../other@1.0.0/y.js';"
    )
    assert (library / "~module.js").read_text() == (
        'import "../../other@1.0.0/y.js";\nimport "./build/lib.min.js";\n'
        'const held = globalThis["Lib"];\nexport default held;\nexport const { one, two } = held;\n'
    )
    (listed,) = json.loads((there / "shelf.json").read_text())["libraries"]
    assert listed["files"] == ["build/lib.min.js", "jsm/deep/a.js", "~module.js"]
    assert listed["modules"] == ["jsm/deep/a.js", "~module.js"]
    assert (listed["entry"], listed["module"], listed["also"]) == ("build/lib.min.js", "~module.js", [2])
    assert said[0] == "Fetching libraries (0 of 1 are here)."
    assert said[-1] == "The libraries are ready."
    assert sorted(one.name for one in (tmp_path / "page").iterdir()) == ["shelf"]
    assert not list(tmp_path.rglob("*outside.js"))
    assert not list(tmp_path.rglob("away*"))


def test_one_that_is_there_is_not_fetched_again_unless_it_is_another(tmp_path: Path, text: str) -> None:
    there = fetch(tmp_path / "page", text=text)
    asked = (tmp_path / "asked").read_text()
    assert fetch(tmp_path / "page", text=text) == there == place(tmp_path / "page")
    assert (tmp_path / "asked").read_text() == asked
    kept = there / "@own" / "lib@1.2.3" / "build" / "lib.min.js"
    kept.write_text("something else")
    fetch(tmp_path / "page", text=text)
    assert kept.read_text() == FILES["package/build/lib.min.js"]
    fetch(tmp_path / "page", text=text.replace('"jsm/*", ', ""))
    assert not (there / "@own" / "lib@1.2.3" / "jsm").exists()


def test_another_archive_than_the_published_one_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "own-lib-1.2.3.tgz").write_bytes(packed({**FILES, "package/build/lib.min.js": "bad"}))
    with pytest.raises(EngineError, match=r"@own/lib 1\.2\.3 is not what was published"):
        fetch(tmp_path / "page", text=text)
    assert list((tmp_path / "page").iterdir()) == []


def test_a_file_that_is_missing_is_named(tmp_path: Path, text: str) -> None:
    with pytest.raises(EngineError, match=r"none\.js is missing in @own/lib 1\.2\.3"):
        fetch(tmp_path / "page", text=text.replace('entry = "build/lib.min.js"', 'entry = "none.js"'))
    with pytest.raises(EngineError, match=r"build/none\.js is missing"):
        fetch(tmp_path / "page", text=text.replace('"build/lib.js"', '"build/none.js"'))


def test_npm_s_own_words_tell_why_nothing_was_fetched(tmp_path: Path, text: str) -> None:
    (tmp_path / "bin" / "npm").write_text("#!/bin/sh\necho 'network is down' >&2; exit 1\n")
    with pytest.raises(EngineError, match="network is down"):
        fetch(tmp_path / "page", text=text)


def test_an_npm_that_brings_nothing_is_said(tmp_path: Path, text: str) -> None:
    (tmp_path / "bin" / "npm").write_text("#!/bin/sh\nexit 0\n")
    with pytest.raises(EngineError, match="npm fetched no archive of @own/lib"):
        fetch(tmp_path / "page", text=text)


FREE = {
    "MIT",
    "ISC",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "Apache-2.0",
    "LGPL-2.1",
    "MPL-2.0",
    "CC-BY-4.0",
    "OFL-1.1",
}


def test_every_library_is_free_pinned_and_told_in_the_readme() -> None:
    readme = (Path(__file__).parents[1] / "README.md").read_text("utf-8")
    seen = set()
    for library in catalogue():
        package = library.package
        assert set(library.licence.replace(" or ", ", ").split(", ")) <= FREE, package
        assert package.integrity.startswith("sha512-"), package
        assert len(base64.b64decode(package.integrity.removeprefix("sha512-"))) == 64
        assert (package.name, package.version) not in seen
        seen.add((package.name, package.version))
        assert f"| {package.name} | " in readme, package
        for one in library.wrap:
            assert one.get("text") or one["source"], package
