# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Pages that load libraries from the web are given them from the shelf, and nothing else of the disk."""

from __future__ import annotations

import base64
import dataclasses
import fcntl
import hashlib
import json
from pathlib import Path

import matplotlib as mpl
import pytest

from sidelight.sandbox.held import begin
from sidelight.sandbox.program import Program
from sidelight.workbench import live_pages
from sidelight.workbench.live_pages import POLICY
from support.shown import PATIENCE_S, Shown, body

ROOT = Path(__file__).parents[2]
GLOBAL = "globalThis.THREE = { REVISION: '128' };"
MODULE = "console.log('evaluated'); export const REVISION = '160'; export default 7;"
ADDON = (
    'import { REVISION } from "../../../build/three.module.js"; export class Orbit { static of = REVISION }'
)
WRAPPED = 'import "./it.js";\nconst held = globalThis["{name}"];\nexport default held;\n'
SCRIPTS = {
    "moment": "(function (all) { all.moment = { name: 'moment' } })(this);",
    "luxon": "var luxon = { name: 'luxon' };",
}
STYLE = (
    "@font-face { font-family: Shelved; src: url(fonts/one.ttf) } body { background: rgb(12, 200, 40) }"
    "body::after { content: '−' }"
)
CDN = "https://cdnjs.cloudflare.com/ajax/libs/three.js/"
UNPKG = "https://unpkg.com/three@0.160.0/"
KATEX = "https://cdn.jsdelivr.net/npm/katex@0.16.25/dist/katex.min.css"


def put(shelf: Path, library: dict, **files: str | bytes) -> dict:
    """A library on the shelf, with the names of its files in the sheet."""
    folder = shelf / f"{library['name']}@{library['version']}"
    names = []
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        names.append(name)
    return {**library, "files": names}


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """Two versions of one library, a style sheet with a font, and a link that leads away."""
    folder = tmp_path / "shelf"
    modules = {
        "modules": ["build/three.module.js", "examples/jsm/Orbit.js"],
        "module": "build/three.module.js",
    }
    font = Path(mpl.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"
    libraries = [
        put(folder, {"name": "three", "version": "0.128.0"}, **{"build/three.min.js": GLOBAL}),
        put(
            folder,
            {"name": "three", "version": "0.160.1", "folders": {"addons/": "examples/jsm/"}} | modules,
            **{
                "build/three.module.js": MODULE,
                "examples/jsm/Orbit.js": ADDON.replace("../../../", "../../"),
                "examples/fonts/a.json": '{"a": 5}',
                "work.js": "self.worked = 9",
            },
        ),
        *(
            put(
                folder,
                {"name": name, "version": "3.0.0", "module": "~module.js", "modules": ["~module.js"]},
                **{"it.js": script, "~module.js": WRAPPED.format(name=name)},
            )
            for name, script in SCRIPTS.items()
        ),
        put(
            folder,
            {"name": "katex", "version": "0.16.25"},
            **{"dist/katex.min.css": STYLE, "dist/fonts/one.ttf": font.read_bytes()},
        ),
    ]
    (tmp_path / "secret.js").write_text("console.log('SECRET')")
    (folder / "three@0.160.1" / "away.js").symlink_to(tmp_path / "secret.js")
    (folder / "three@0.160.1" / "passwd.js").symlink_to("/etc/passwd")
    libraries[1]["files"] += ["away.js", "passwd.js", "../../secret.js", "/etc/passwd"]
    (folder / "shelf.json").write_text(json.dumps({"libraries": libraries}))
    return folder


@pytest.fixture
def show(means, level):
    """Show a page that may have a shelf; whatever it did, nothing is left of it."""
    running = []

    def start(html: str, shelf: Path | None) -> Shown:
        places = (str(shelf),) if shelf is not None else ()
        limits = dataclasses.replace(POLICY.limits, seconds=90)
        program = Program(html, name="page.html", stage=True, page=True, args=places)
        running.append(
            begin(program, dataclasses.replace(POLICY, limits=limits, readable=places), level, means)
        )
        return Shown(running[-1])

    yield start
    for run in running:
        run.stop()
        assert run.wait(PATIENCE_S).survivors == 0
        run.close()


def test_a_script_is_given_even_where_its_checksum_is_asked_for(show, shelf):
    right = base64.b64encode(hashlib.sha256(GLOBAL.encode()).digest()).decode()
    html = body(
        "console.log('global', THREE.REVISION, document.scripts[0].src)",
        inside=f"<script src='{CDN}0.128.0/three.min.js' integrity='sha256-{right}' crossorigin></script>",
    )
    shown = show(html, shelf)
    shown.until(lambda: f"global 128 {CDN}0.128.0/three.min.js" in shown.out)
    assert not shown.notices


def test_another_version_stands_in_and_one_sentence_says_so(show, shelf):
    html = body(
        "console.log('global', THREE.REVISION)",
        inside=f"<script src='{CDN}r134/three.min.js' integrity='sha512-AAAA' crossorigin></script>",
    )
    shown = show(html, shelf)
    shown.until(lambda: "global 128" in shown.out and shown.notices)
    assert shown.notices == ["Other versions stand in for what the page asked for: three 0.128.0 for r134."]


def test_a_module_is_there_once_however_it_is_named(show, shelf):
    table = {"imports": {"three": f"{UNPKG}build/three.module.js", "three/addons/": f"{UNPKG}examples/jsm/"}}
    html = (
        f"<!doctype html><script type=importmap>{json.dumps(table)}</script><script type=module>"
        "import seven, { REVISION } from 'three'; import { Orbit } from 'three/addons/Orbit.js';"
        "const other = await import('https://esm.sh/three');"
        "const orbit = await import('https://cdn.skypack.dev/three@0.160/addons/Orbit');"
        f"const a = await (await fetch('{UNPKG}examples/fonts/a.json')).json();"
        "const same = orbit.Orbit === Orbit;"
        "console.log('modules', seven, REVISION, Orbit.of, other.REVISION, same, a.a)</script>"
    )
    shown = show(html, shelf)
    shown.until(lambda: "modules 7 160 160 160 true 5" in shown.out)
    assert shown.out.count("evaluated") == 1


def test_a_style_sheet_comes_with_its_font(show, shelf):
    html = body(
        "document.fonts.load('20px Shelved').then(all => console.log('fonts', all.length))",
        head=f"<link rel=stylesheet crossorigin href='{KATEX}'>",
    )
    shown = show(html, shelf)
    shown.until(lambda: "fonts 1" in shown.out and shown.pixel(5, 5) == (12, 200, 40))


def test_a_worker_is_given_a_script_too(show, shelf):
    work = f"importScripts('{UNPKG}work.js'); postMessage(self.worked)"
    shown = show(
        body(
            f'const w = new Worker(URL.createObjectURL(new Blob(["{work}"])));'
            "w.onmessage = told => console.log('worked', told.data)"
        ),
        shelf,
    )
    shown.until(lambda: "worked 9" in shown.out)


def test_a_module_worker_imports_modules_and_what_they_import(show, shelf):
    """At once, later, by an address with a builder's name, and from a data address."""
    at_once = f"import {{ Orbit }} from '{UNPKG}examples/jsm/Orbit.js'; postMessage('at once ' + Orbit.of)"
    later = "import('https://esm.sh/three@0.160.0').then(three => postMessage('later ' + three.REVISION))"
    shown = show(
        body(
            "const blob = text => URL.createObjectURL(new Blob([text], {type: 'text/javascript'}));"
            f"const [one, two] = {json.dumps([at_once, later])};"
            "for (const from of [blob(one), blob(two), 'data:text/javascript,' + encodeURIComponent(one)])"
            "  new Worker(from, {type: 'module'}).onmessage = told => console.log('came', told.data);"
        ),
        shelf,
    )
    shown.until(lambda: shown.out.count("came at once 160") == 2 and "came later 160" in shown.out)


def test_a_script_that_is_imported_as_a_module_runs_as_one_would(show, shelf):
    """With the page's own object for its ``this``, and its variables for all."""
    shown = show(
        body(
            "Promise.all(['moment', 'luxon'].map(one => import('https://esm.sh/' + one)))"
            ".then(all => console.log('came', ...all.map(one => one.default.name)));"
        ),
        shelf,
    )
    shown.until(lambda: "came moment luxon" in shown.out)


def test_who_fetches_a_module_gets_its_own_text(show, shelf):
    shown = show(
        body(f"fetch('{UNPKG}build/three.module.js').then(it => it.text()).then(it => console.log(it))"),
        shelf,
    )
    shown.until(lambda: MODULE in shown.out)


AWAY = (
    "page://shelf/../../etc/passwd",
    "page://answer/~shelf/../../../../etc/passwd",
    "page://answer/~shelf/%2e%2e/%2e%2e/secret.js",
    "page://answer/~shelf/three@0.160.1/..%2f..%2fsecret.js",
    "page://answer/~shelf/three@0.160.1/../../secret.js",
    "page://answer/~shelf//etc/passwd",
    "page://answer/~shelf/shelf.json",
    "page://answer/~shelf/three@0.160.1/away.js",
    "page://answer/~shelf/three@0.160.1/passwd.js",
    "page://answer/~shelf/three@0.160.1/build",
    f"{UNPKG}away.js",
    f"{UNPKG}passwd.js",
    f"{UNPKG}..%2f..%2fsecret.js",
    f"{UNPKG}%2e%2e/%2e%2e/secret.js",
    f"{CDN}0.160.1/../../../../../../etc/passwd",
    "https://unpkg.com/three@0.160.0//etc/passwd",
    "file:///etc/passwd",
)


def test_nothing_but_what_the_sheet_names_is_read(show, shelf):
    html = body(
        f"const all = {json.dumps(AWAY)}; let left = all.length;"
        "for (const one of all) fetch(one).then(r => r.text()).then(t => console.log('READ', one, t))"
        ".catch(() => {}).finally(() => { if (!--left) console.log('tried all') });"
        "for (const one of all)"
        "{ const s = document.createElement('script'); s.src = one; document.head.append(s) }"
    )
    shown = show(html, shelf)
    shown.until(lambda: "tried all" in shown.out)
    assert "READ" not in shown.out
    assert "SECRET" not in shown.out


def test_without_a_shelf_the_sentence_says_what_would_help(show):
    names = ("https://example.org/a.js", f"{CDN}r128/three.min.js", f"{UNPKG}build/three.module.js")
    shown = show(body("", inside="".join(f"<script src='{name}'></script>" for name in names)), None)
    shown.until(lambda: shown.err.count("Not loaded") == 3 and len(shown.notices) > 1)
    first, sentence = shown.notices
    assert first.endswith("https://example.org/a.js. Nothing outside can be reached.")
    assert f"asked for {CDN}r128/three.min.js. Nothing outside can be reached. three is among" in sentence
    assert "sidelight plugin get-engine page" in sentence


def test_fonts_of_google_are_an_empty_style_sheet(show):
    sheet = "https://fonts.googleapis.com/css2?family=Open+Sans:wght@400&family=Lora&display=swap"
    shown = show(
        body(
            "console.log('sheets', document.styleSheets.length)",
            head=f"<link rel=stylesheet href='{sheet}'><style>body{{color:red}}</style>",
        ),
        None,
    )
    shown.until(lambda: "sheets 2" in shown.out and shown.notices)
    assert shown.notices == ["Fonts of Google are not fetched, and others stand in: Open Sans, Lora."]
    assert "Not loaded" not in shown.err


def test_a_shelf_that_is_not_there_hinders_nobody(tmp_path):
    with live_pages.start(body("console.log('shown')"), shelf=live_pages.shelf_in(tmp_path)) as running:
        shown = Shown(running)
        shown.until(lambda: "shown" in shown.out and shown.frames)


@pytest.fixture(scope="session")
def fetched() -> Path:
    """The shelf as the plugin fetches it, kept in ``build/engines`` for further runs."""
    from sidelight_page.shelf import EngineError, fetch

    engines = ROOT / "build" / "engines"
    engines.mkdir(parents=True, exist_ok=True)
    with (engines / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            return fetch(engines / "page")
        except EngineError as error:
            pytest.fail(f"This test needs the libraries of pages. {error}", pytrace=False)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_cube_of_three_js_turns(show, fetched):
    html = body(
        "const s=new THREE.Scene(),c=new THREE.PerspectiveCamera(75,innerWidth/innerHeight,.1,100);"
        "const r=new THREE.WebGLRenderer();r.setSize(innerWidth,innerHeight);c.position.z=2;"
        "document.body.append(r.domElement);"
        "s.add(new THREE.Mesh(new THREE.BoxGeometry(),new THREE.MeshBasicMaterial({color:0x00ff00})));"
        "console.log('three',THREE.REVISION);"
        "(function f(){requestAnimationFrame(f);s.rotation.y+=.01;r.render(s,c)})()",
        inside=f"<script src='{CDN}r128/three.min.js'></script>",
    )
    shown = show(html, fetched)
    shown.until(lambda: "three 128" in shown.out and shown.pixel(480, 300) == (0, 255, 0))
    assert not shown.notices


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_react_is_a_module_where_a_page_expects_one(show, fetched):
    html = (
        "<!doctype html><div id=root></div><script type=module>"
        "import React, { useState } from 'https://esm.sh/react@18';"
        "import { createRoot } from 'https://esm.sh/react-dom@18/client';"
        "import * as d3 from 'https://cdn.jsdelivr.net/npm/d3@7/+esm';"
        "const App = () => React.createElement('b', null, useState('here')[0] + d3.sum([1, 2]));"
        "createRoot(root).render(React.createElement(App));"
        "setTimeout(() => console.log('react', root.textContent), 300)</script>"
    )
    shown = show(html, fetched)
    shown.until(lambda: "react here3" in shown.out)
