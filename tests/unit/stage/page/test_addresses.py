# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidelight.stage.page.addresses import Fonts, Polyfill, Wanted, read
from sidelight.stage.page.libraries import CDNJS, FOLLOWERS, FONT_HOSTS, MODULE_HOSTS, NPM_HOSTS, SPECIAL

HOSTS = sorted({*FOLLOWERS, *FONT_HOSTS, *MODULE_HOSTS, *NPM_HOSTS, *(host for host, *_ in SPECIAL)})
KNOWN = """
https://cdnjs.cloudflare.com/ajax/libs/three.js/r128/three.min.js
    three r128 build/three.min.js
https://cdnjs.cloudflare.com/ajax/libs/Chart.js/3.9.1/chart.min.js
    chart.js 3.9.1 dist/chart.min.js
https://cdnjs.cloudflare.com/ajax/libs/font-awesome/6.4.0/css/all.min.css
    @fortawesome/fontawesome-free 6.4.0 css/all.min.css
https://cdnjs.cloudflare.com/ajax/libs/font-awesome/4.7.0/css/font-awesome.css
    font-awesome 4.7.0 css/font-awesome.min.css
https://cdnjs.cloudflare.com/ajax/libs/vue/3.3.4/vue.global.min.js
    vue 3.3.4 dist/vue.global.prod.js
https://unpkg.com/react@18/umd/react.development.js
    react 18 umd/react.development.js
https://unpkg.com/@babel/standalone/babel.min.js
    @babel/standalone any babel.min.js
https://cdn.jsdelivr.net/npm/@popperjs/core@2.11.8/dist/umd/popper.js
    @popperjs/core 2.11.8 dist/umd/popper.min.js
https://cdn.jsdelivr.net/npm/d3@7/+esm
    d3 7 - module
https://cdn.jsdelivr.net/npm/chart.js
    chart.js any -
https://cdn.jsdelivr.net/gh/mrdoob/three.js@r128/examples/js/controls/OrbitControls.js
    three r128 examples/js/controls/OrbitControls.js
https://cdn.jsdelivr.net/gh/highlightjs/cdn-release@11.9.0/build/highlight.min.js
    @highlightjs/cdn-assets 11.9.0 highlight.min.js
https://esm.sh/react-dom@18.2.0/client
    react-dom 18.2.0 client module
https://esm.sh/v135/react@18.2.0&dev
    react 18.2.0 - module
https://cdn.skypack.dev/three@0.132.2/examples/jsm/controls/OrbitControls
    three 0.132.2 examples/jsm/controls/OrbitControls.js module
https://ga.jspm.io/npm:three@0.160.0/build/three.module.js
    three 0.160.0 build/three.module.js module
https://code.jquery.com/jquery-3.6.0.slim.min.js
    jquery 3.6.0 dist/jquery.slim.min.js
https://code.jquery.com/ui/1.13.2/themes/base/jquery-ui.css
    jquery-ui-dist 1.13.2 jquery-ui.min.css
https://ajax.googleapis.com/ajax/libs/jquery/3.5.1/jquery.min.js
    jquery 3.5.1 dist/jquery.min.js
https://cdn.plot.ly/plotly-2.27.0.min.js
    plotly.js-dist-min 2.27.0 plotly.min.js
https://cdn.plot.ly/plotly-latest.min.js
    plotly.js-dist-min 1.58.5 plotly.min.js
https://d3js.org/d3.v5.min.js
    d3 5 dist/d3.min.js
https://cdn.tailwindcss.com
    tailwindcss-cdn any tailwindcss-with-all-plugins.js
https://cdn.tailwindcss.com/3.4.1?plugins=forms
    tailwindcss-cdn 3.4.1 tailwindcss-with-all-plugins.js
https://stackpath.bootstrapcdn.com/bootstrap/4.5.2/css/bootstrap.min.css
    bootstrap 4.5.2 dist/css/bootstrap.min.css
https://use.fontawesome.com/releases/v5.15.4/css/all.css
    @fortawesome/fontawesome-free 5.15.4 css/all.min.css
https://fonts.googleapis.com/icon?family=Material+Icons
    material-icons any iconfont/material-icons.css
http://threejs.org/build/three.min.js
    three any build/three.min.js
"""
"""An address; below it package and version, one of the files that may be meant, and whether a module is."""

LINES = KNOWN.strip().split("\n")
PAIRS = list(zip(LINES[::2], LINES[1::2], strict=True))


@pytest.mark.parametrize(("address", "meaning"), PAIRS)
def test_what_a_known_address_means(address, meaning):
    package, version, path, *module = meaning.split()
    wanted = read(address)
    assert isinstance(wanted, Wanted)
    assert (wanted.package, wanted.version or "any", wanted.module) == (package, version, bool(module))
    assert wanted.paths == () if path == "-" else path in wanted.paths


def test_the_file_itself_comes_before_its_other_forms():
    wanted = read("https://unpkg.com/vue@3/dist/vue.global.js")
    assert wanted.paths[0] == "dist/vue.global.js"
    assert "dist/vue.global.prod.js" in wanted.paths


def test_fonts_and_polyfills():
    sheet = "https://fonts.googleapis.com/css2?family=Open+Sans:wght@400;700&family=Lora&display=swap"
    assert read(sheet) == Fonts(("Open Sans", "Lora"))
    assert read("https://fonts.googleapis.com/css?family=Roboto:400|Lato") == Fonts(("Roboto", "Lato"))
    assert read("https://fonts.googleapis.com/css2") == Fonts(())
    assert read("https://polyfill.io/v3/polyfill.min.js?features=es6") == Polyfill()


@pytest.mark.parametrize(
    "address",
    [
        "",
        "three.min.js",
        "ftp://unpkg.com/three",
        "file:///etc/passwd",
        "https://example.org/three.min.js",
        "https://unpkg.com.example.org/three",
        "https://unpkg.com@example.org/three",
        "https://unpkg.com/",
        "https://unpkg.com/three@0.160.0/../../etc/passwd",
        "https://unpkg.com/three@0.160.0/..%2f..%2fetc/passwd",
        "https://unpkg.com/three@0.160.0/%2e%2e/%2e%2e/etc/passwd",
        "https://unpkg.com/three@0.160.0/..\\..\\etc",
        "https://unpkg.com/%ff%fe",
        "https://[::1",
        "https://cdnjs.cloudflare.com/ajax/libs/nobody/1.0.0/a.js",
        "https://cdnjs.cloudflare.com/ajax/libs/d3",
        "https://cdn.jsdelivr.net/gh/someone/three.js@1/a.js",
        "https://unpkg.com/three?" + "x" * 5000,
    ],
)
def test_what_is_not_known_means_nothing(address):
    assert read(address) is None


PIECES = st.sampled_from(
    ["..", "%2e%2e", ".", "", "//", "\\", "%00", "three@0.160.1", "d3", "@", "@a/b@1", "+esm", "~", "*",
     "etc", "passwd", "css2?family=A|B&family=", "ajax", "libs", "npm", "gh", *sorted(CDNJS)[:6]]
)  # fmt: skip


@given(st.sampled_from(HOSTS), st.lists(PIECES | st.text(max_size=8), max_size=8))
def test_no_address_leads_out_of_its_library(host, pieces):
    meant = read(f"https://{host}/{'/'.join(pieces)}")
    if isinstance(meant, Wanted):
        for path in meant.paths:
            assert ".." not in path.split("/")
            assert "\\" not in path


@given(st.text(max_size=300))
def test_any_text_may_be_given(text):
    read(text)
    read(f"https://{text}")
