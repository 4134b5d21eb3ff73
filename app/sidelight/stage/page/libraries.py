# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Facts: what libraries the shelf is made for, and under which names and addresses the world serves them.

A library goes by its name in the npm registry. What of it is fetched, and in which versions, is said by the
plugin that fetches it.
"""

from __future__ import annotations

import re

OTHER_NAMES = {
    "plotly.js": "plotly.js-dist-min",
    "plotly.js-dist": "plotly.js-dist-min",
    "plotly.js-basic-dist-min": "plotly.js-dist-min",
    "highlight.js": "@highlightjs/cdn-assets",
    "babel-standalone": "@babel/standalone",
    "jquery-ui": "jquery-ui-dist",
    "font-awesome-free": "@fortawesome/fontawesome-free",
    "anime": "animejs",
    "super-three": "three",
    "@material-design-icons/font": "material-icons",
}
"""Packages of the registry that hold what another one holds as well."""

CDNJS: dict[str, tuple[str, tuple[str, ...]]] = {
    "three.js": ("three", ("build/", "examples/js/", "")),
    "threejs": ("three", ("build/", "")),
    "Chart.js": ("chart.js", ("dist/",)),
    "chartjs-adapter-date-fns": ("chartjs-adapter-date-fns", ("dist/", "")),
    "chartjs-plugin-datalabels": ("chartjs-plugin-datalabels", ("dist/", "")),
    "d3": ("d3", ("dist/", "build/", "")),
    "topojson": ("topojson-client", ("dist/",)),
    "topojson-client": ("topojson-client", ("dist/", "")),
    "p5.js": ("p5", ("lib/",)),
    "react": ("react", ("", "umd/")),
    "react-dom": ("react-dom", ("", "umd/")),
    "babel-standalone": ("@babel/standalone", ("",)),
    "prop-types": ("prop-types", ("",)),
    "recharts": ("recharts", ("umd/", "")),
    "htm": ("htm", ("dist/", "")),
    "preact": ("preact", ("dist/", "")),
    "vue": ("vue", ("dist/",)),
    "vue-router": ("vue-router", ("dist/",)),
    "alpinejs": ("alpinejs", ("dist/",)),
    "jquery": ("jquery", ("dist/",)),
    "jqueryui": ("jquery-ui-dist", ("",)),
    "bootstrap": ("bootstrap", ("dist/",)),
    "twitter-bootstrap": ("bootstrap", ("dist/",)),
    "popper.js": ("popper.js", ("dist/", "")),
    "bootstrap-icons": ("bootstrap-icons", ("", "font/")),
    "lodash.js": ("lodash", ("",)),
    "underscore.js": ("underscore", ("",)),
    "mathjax": ("mathjax", ("",)),
    "KaTeX": ("katex", ("dist/",)),
    "plotly.js": ("plotly.js-dist-min", ("",)),
    "matter-js": ("matter-js", ("build/",)),
    "animejs": ("animejs", ("lib/", "dist/bundles/")),
    "pixi.js": ("pixi.js", ("dist/", "")),
    "marked": ("marked", ("", "lib/")),
    "highlight.js": ("@highlightjs/cdn-assets", ("",)),
    "prism": ("prismjs", ("", "themes/", "components/")),
    "dompurify": ("dompurify", ("dist/",)),
    "axios": ("axios", ("dist/", "")),
    "moment.js": ("moment", ("min/", "")),
    "dayjs": ("dayjs", ("",)),
    "luxon": ("luxon", ("build/global/",)),
    "font-awesome": ("@fortawesome/fontawesome-free", ("",)),
    "animate.css": ("animate.css", ("",)),
    "normalize": ("normalize.css", ("",)),
    "bulma": ("bulma", ("",)),
    "aos": ("aos", ("dist/",)),
    "Swiper": ("swiper", ("",)),
    "tone": ("tone", ("build/",)),
    "howler": ("howler", ("dist/",)),
    "konva": ("konva", ("",)),
    "fabric.js": ("fabric", ("dist/",)),
    "paper.js": ("paper", ("dist/",)),
    "phaser": ("phaser", ("dist/",)),
    "cannon-es": ("cannon-es", ("dist/",)),
    "dat-gui": ("dat.gui", ("build/",)),
    "lil-gui": ("lil-gui", ("dist/", "")),
    "stats.js": ("stats.js", ("build/",)),
    "tween.js": ("@tweenjs/tween.js", ("dist/",)),
    "simplex-noise": ("simplex-noise", ("",)),
    "leaflet": ("leaflet", ("dist/",)),
    "mermaid": ("mermaid", ("dist/", "")),
    "echarts": ("echarts", ("dist/", "")),
    "cytoscape": ("cytoscape", ("dist/",)),
    "vis-network": ("vis-network", ("", "dist/")),
    "mathjs": ("mathjs", ("lib/browser/",)),
    "material-icons": ("material-icons", ("",)),
    "Sortable": ("sortablejs", ("",)),
    "PapaParse": ("papaparse", ("",)),
    "canvas-confetti": ("canvas-confetti", ("dist/", "")),
    "lucide": ("lucide", ("dist/umd/", "")),
    "feather-icons": ("feather-icons", ("dist/", "")),
    "rough.js": ("roughjs", ("bundled/",)),
    "gl-matrix": ("gl-matrix", ("",)),
}
"""Names at cdnjs, and the folders of the package that a file may lie in there."""

SHELVED = frozenset(
    {package for package, _folders in CDNJS.values()}
    | {"@popperjs/core", "@tailwindcss/browser", "font-awesome", "tailwindcss-cdn"}
)
"""What ``sidelight plugin get-engine page`` fetches."""

CALLED = {
    "@babel/standalone": "babel",
    "@fortawesome/fontawesome-free": "font-awesome",
    "@highlightjs/cdn-assets": "highlight.js",
    "@popperjs/core": "popper",
    "@tailwindcss/browser": "tailwindcss",
    "@tweenjs/tween.js": "tween.js",
    "jquery-ui-dist": "jquery-ui",
    "plotly.js-dist-min": "plotly.js",
    "tailwindcss-cdn": "tailwindcss",
}
"""What people call a library whose package has another name."""

FOLLOWERS = {
    "cdnjs.cloudflare.com": "/ajax/libs/",
    "ajax.googleapis.com": "/ajax/libs/",
    "cdn.bootcdn.net": "/ajax/libs/",
    "cdn.bootcss.com": "/",
    "cdn.staticfile.org": "/",
    "cdn.staticfile.net": "/",
    "lib.baomitu.com": "/",
    "stackpath.bootstrapcdn.com": "/",
    "maxcdn.bootstrapcdn.com": "/",
    "netdna.bootstrapcdn.com": "/",
}
"""Hosts that serve ``NAME/VERSION/FILE`` below a folder, with the names of cdnjs."""

NPM_HOSTS = {
    "unpkg.com": "/",
    "www.unpkg.com": "/",
    "unpkg.zhimg.com": "/",
    "cdn.jsdelivr.net": "/npm/",
    "fastly.jsdelivr.net": "/npm/",
    "gcore.jsdelivr.net": "/npm/",
    "testingcf.jsdelivr.net": "/npm/",
}
"""Hosts that serve ``PACKAGE@VERSION/FILE`` below a folder."""

MODULE_HOSTS = {
    "esm.sh": "/",
    "cdn.esm.sh": "/",
    "esm.run": "/",
    "cdn.skypack.dev": "/",
    "jspm.dev": "/",
    "ga.jspm.io": "/npm:",
}
"""The same, made into modules of JavaScript whatever they were."""

REPOSITORIES = {
    "mrdoob/three.js": ("three", ""),
    "highlightjs/cdn-release": ("@highlightjs/cdn-assets", "build/"),
}
"""What jsDelivr serves out of repositories: the package, and the folder that it is made from."""

Special = tuple[str, re.Pattern[str], str, str, tuple[str, ...]]
SPECIAL: tuple[Special, ...] = tuple(
    (host, re.compile(path), package, version, files)
    for host, path, package, version, files in (
        (
            "code.jquery.com",
            r"/jquery-(?P<v>[\d.]+?)(?P<f>(?:\.slim)?(?:\.min)?)\.js",
            "jquery",
            "{v}",
            ("dist/jquery{f}.js",),
        ),
        ("code.jquery.com", r"/ui/(?P<v>[\d.]+)/(?P<f>jquery-ui[\w.]*)", "jquery-ui-dist", "{v}", ("{f}",)),
        (
            "code.jquery.com",
            r"/ui/(?P<v>[\d.]+)/themes/\w+/(?P<f>[\w./-]+)",
            "jquery-ui-dist",
            "{v}",
            ("{f}",),
        ),
        (
            "ajax.aspnetcdn.com",
            r"/ajax/jQuery/jquery-(?P<v>[\d.]+?)(?P<f>(?:\.min)?)\.js",
            "jquery",
            "{v}",
            ("dist/jquery{f}.js",),
        ),
        (
            "cdn.plot.ly",
            r"/plotly-(?:[a-z]\w*-)?(?P<v>[\d.]+?)(?:\.min)?\.js",
            "plotly.js-dist-min",
            "{v}",
            ("plotly.min.js",),
        ),
        # What this address holds was last renewed in 2021.
        ("cdn.plot.ly", r"/plotly-latest(?:\.min)?\.js", "plotly.js-dist-min", "1.58.5", ("plotly.min.js",)),
        ("d3js.org", r"/d3\.v(?P<v>\d+)(?:\.min)?\.js", "d3", "{v}", ("dist/d3.min.js", "build/d3.min.js")),
        (
            "cdn.tailwindcss.com",
            r"/(?P<v>[\d.]*)/?",
            "tailwindcss-cdn",
            "{v}",
            ("tailwindcss-with-all-plugins.js",),
        ),
        ("threejs.org", r"/(?P<f>(?:build|examples)/.+)", "three", "", ("{f}",)),
        (
            "use.fontawesome.com",
            r"/releases/v(?P<v>[\d.]+)/(?P<f>.+)",
            "@fortawesome/fontawesome-free",
            "{v}",
            ("{f}",),
        ),
        (
            "pro.fontawesome.com",
            r"/releases/v(?P<v>[\d.]+)/(?P<f>.+)",
            "@fortawesome/fontawesome-free",
            "{v}",
            ("{f}",),
        ),
        ("kit.fontawesome.com", r"/\w+\.js", "@fortawesome/fontawesome-free", "", ("js/all.min.js",)),
        ("pixijs.download", r"/v(?P<v>[\d.]+)/(?P<f>.+)", "pixi.js", "{v}", ("dist/{f}",)),
        ("pixijs.download", r"/(?:release|latest)/(?P<f>.+)", "pixi.js", "", ("dist/{f}",)),
    )
)
"""Further addresses: host, path, package, version, and the files that may be meant."""

FONT_HOSTS = frozenset({"fonts.googleapis.com", "fonts.bunny.net"})
ICON_FONTS = frozenset(
    {"Material Icons", "Material Icons Outlined", "Material Icons Round", "Material Icons Sharp"}
)
POLYFILLS = frozenset({"polyfill.io", "cdn.polyfill.io", "polyfill-fastly.io", "polyfill-fastly.net"})
"""Hosts of what an old browser lacks. This one lacks none of it."""
