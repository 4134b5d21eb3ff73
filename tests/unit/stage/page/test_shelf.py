# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import json
import os
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidelight.stage.page.addresses import Wanted, read
from sidelight.stage.page.answering import EMPTY_SCRIPT, EMPTY_STYLE, Counter
from sidelight.stage.page.shelf import SCRIPT, STUB, Shelf

CF = "https://cdnjs.cloudflare.com/ajax/libs/"
LIBRARIES = [
    {"name": "three", "version": "0.128.0", "files": ["build/three.min.js"], "entry": "build/three.min.js"},
    {
        "name": "three",
        "version": "0.160.1",
        "files": ["build/three.module.js", "jsm/a.js", "gone.js", "link.js", "../secret.js"],
        "module": "build/three.module.js",
        "modules": ["build/three.module.js", "jsm/a.js"],
        "folders": {"addons/": "jsm/"},
    },
    {
        "name": "vue",
        "version": "3.5.0",
        "files": ["dist/vue.global.prod.js", "~module.js"],
        "modules": ["~module.js"],
        "also": [4],
    },
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("engines") / "shelf"
    for library in LIBRARIES:
        for name in library["files"]:
            path = made / f"{library['name']}@{library['version']}" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"export default '{name}'; export const a = 1")
    (made / "vue@3.5.0" / "~module.js").write_text(
        'import "../three@0.160.1/build/three.module.js";\nimport "./dist/vue.global.prod.js";\n'
        'const held = globalThis["Vue"];\n'
    )
    (made / "three@0.160.1" / "gone.js").unlink()
    (made / "three@0.160.1" / "link.js").unlink()
    (made.parent / "outside.js").write_text("")
    (made / "three@0.160.1" / "link.js").symlink_to(made.parent / "outside.js")
    (made / "shelf.json").write_text(json.dumps({"libraries": LIBRARIES}))
    return made


@pytest.fixture(scope="module")
def shelf(folder):
    return Shelf(folder)


def test_a_file_is_found_in_the_version_that_has_it(shelf):
    found = shelf.find(read(f"{CF}three.js/r128/three.min.js"))
    assert (found.place, found.meant, found.module) == ("three@0.128.0/build/three.min.js", True, False)
    found = shelf.find(read("https://unpkg.com/three@0.150.0/build/three.module.js"))
    assert (found.place, found.meant, found.module) == ("three@0.160.1/build/three.module.js", False, True)
    assert shelf.find(read("https://esm.sh/three/addons/a")).place == "three@0.160.1/jsm/a.js"
    assert shelf.find(read("https://unpkg.com/three@1.0.0/build/three.min.js")) is None


def test_only_the_very_file_keeps_its_checksum(shelf):
    assert shelf.find(Wanted("three", "0.128.0", ("build/three.min.js",))).same
    assert not shelf.find(Wanted("three", "0.128", ("build/three.min.js",))).same
    assert not shelf.find(read("https://unpkg.com/vue@3.5.0/dist/vue.global.js")).same


@pytest.mark.parametrize(
    "place",
    ["", "/", "shelf.json", "three@0.160.1/gone.js", "three@0.160.1/link.js", "three@0.160.1/../secret.js",
     "three@0.160.1", "../outside.js", "/etc/passwd", "three@0.128.0/../three@0.128.0/build/three.min.js"],
)  # fmt: skip
def test_what_does_not_lie_on_the_shelf_is_not_served(shelf, place):
    if place == "three@0.160.1/../secret.js":
        # It lies on the shelf, though not where its library does.
        assert shelf.has(place)
        return
    assert not shelf.has(place)
    assert shelf.serve(place) is None


@given(st.text(alphabet="./\\%2ethrjs@0160~", max_size=40) | st.text(max_size=40))
def test_any_place_may_be_asked_for(shelf, place):
    assert shelf.serve(place) is None


def test_a_stub_gives_on_all_that_the_module_gives(shelf):
    media, content = shelf.serve("three@0.160.1/jsm/a.js", STUB)
    assert media.startswith("text/javascript")
    assert content == b'export * from "./a.js";\nexport { default } from "./a.js";'
    assert b"export const a" in shelf.serve("three@0.160.1/jsm/a.js")[1]
    assert b"export default" in shelf.serve("three@0.128.0/build/three.min.js", STUB)[1]


def test_a_script_that_a_module_runs_is_run_as_a_script(shelf):
    media, content = shelf.serve("vue@3.5.0/~module.js")
    assert content.splitlines()[:2] == [
        b'import "../three@0.160.1/build/three.module.js";',
        b'import "./dist/vue.global.prod.js?script";',
    ]
    media, content = shelf.serve("vue@3.5.0/dist/vue.global.prod.js", SCRIPT)
    assert media.startswith("text/javascript")
    assert content.startswith(b'(0, eval)("export default ')
    assert shelf.serve("three@0.160.1/jsm/a.js", SCRIPT) == shelf.serve("three@0.160.1/jsm/a.js")


@pytest.mark.parametrize(
    "sheet",
    ["", "[]", "{}", "null", '{"libraries": 3}', '{"libraries": [{}]}', '{"libraries": [[]]}', "[" * 9000,
     '{"libraries": [{"name": "a", "version": "one", "files": []}]}',
     '{"libraries": [{"name": "a", "version": "1.0.0", "files": [], "also": ["x"]}]}'],
)  # fmt: skip
def test_a_sheet_that_is_none_makes_an_empty_shelf(tmp_path, sheet):
    (tmp_path / "shelf.json").write_text(sheet)
    assert not Shelf(tmp_path)
    assert not Shelf(tmp_path / "nowhere")
    assert not Shelf(None)


def test_what_is_answered_and_what_a_person_is_told(shelf):
    counter = Counter(shelf)
    assert counter.answer(f"{CF}three.js/r128/three.min.js").place == "three@0.128.0/build/three.min.js"
    assert counter.notes() == []
    assert counter.answer("https://unpkg.com/three@0.158.0/build/three.module.js").stub
    assert counter.answer("https://unpkg.com/vue@4.0.0/dist/vue.global.js").place
    assert counter.notes() == [
        "Other versions stand in for what the page asked for: three 0.160.1 for 0.158.0, vue 3.5.0 for 4.0.0."
    ]
    assert counter.answer("https://fonts.googleapis.com/css2").place == EMPTY_STYLE
    assert counter.notes()[1] == "Fonts of Google are not fetched, and others stand in."
    assert counter.answer("https://polyfill.io/v3/polyfill.js").place == EMPTY_SCRIPT
    assert counter.serve(EMPTY_STYLE, "") == ("text/css", b"")
    assert counter.has(EMPTY_SCRIPT)


def test_a_refusal_says_whether_the_shelf_would_help(shelf):
    none = Counter(Shelf(None))
    sentence = none.answer("https://cdn.jsdelivr.net/npm/chart.js").sentence
    assert sentence.endswith(
        "chart.js is among the libraries that “sidelight plugin get-engine page” fetches."
    )
    sentence = none.answer("https://cdn.plot.ly/plotly-2.27.0.min.js").sentence
    assert " plotly.js is among" in sentence
    assert none.answer("https://example.org/a.js").sentence.endswith("Nothing outside can be reached.")
    here = Counter(shelf)
    sentence = here.answer("https://unpkg.com/three@0.160.0/build/three.webgpu.js").sentence
    assert sentence.endswith("Of three the shelf has 0.128.0, 0.160.1, and nothing that fits.")
    assert here.answer("https://cdn.jsdelivr.net/npm/chart.js").sentence.endswith("be reached.")


def test_checksums_go_only_where_something_stands_in(shelf):
    kept = b'<script src="https://unpkg.com/three@0.128.0/build/three.min.js" integrity="sha384-x"></script>'
    gone = kept.replace(b"0.128.0", b"0.129.0")
    other = b'<script src="https://example.org/a.js" integrity="sha384-x"></script><b integrity="x">'
    html = b"\xff<p>\n" + kept + gone + other
    fitted = Counter(shelf).fitted(html)
    assert fitted == b"\xff<p>\n" + kept + gone.replace(b'integrity="sha384-x"', b" " * 20) + other
    assert Counter(Shelf(None)).fitted(html) == html


@given(st.binary(max_size=200))
def test_any_page_may_be_fitted_and_keeps_its_lines(shelf, html):
    fitted = Counter(shelf).fitted(b"<script integrity=" + html)
    assert fitted.count(b"\n") == html.count(b"\n")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_not_there(folder):
    file = folder / "vue@3.5.0" / "dist" / "vue.global.prod.js"
    file.chmod(0)
    try:
        assert Shelf(folder).find(read("https://unpkg.com/vue@3/dist/vue.global.prod.js")) is None
    finally:
        file.chmod(0o644)


def test_tags_that_never_end_hold_a_page_up_no_longer_than_others(shelf):
    page = b"<link " * 50_000
    began = time.process_time()
    assert Counter(shelf).fitted(page) == page
    assert time.process_time() - began < 1
