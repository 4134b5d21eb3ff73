# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from sidelight.api import Artifact, Context, Kind, Rendered, RenderError
from sidelight_mermaid import renderer
from sidelight_mermaid.source import kind_of, refusal
from support.pictures import opened

DIAGRAMS = {
    "flow": """flowchart TD
    A[Start] --> B{Is it?}
    B -->|Yes| C[OK]
    B -->|No| D[Find out]
    C --> E((End))
    D --> E""",
    "sequence": """sequenceDiagram
    Alice->>John: Hello John, how are you?
    loop every day
        John-->>Alice: Great!
    end
    Note over Alice,John: They know each other""",
    "class": """classDiagram
    Animal <|-- Duck
    Animal : +int age
    class Duck{
        +String beakColour
        +swim()
    }""",
    "state": """stateDiagram-v2
    [*] --> Still
    Still --> Moving
    Moving --> Still
    Moving --> [*]""",
    "entities": """erDiagram
    CUSTOMER ||--o{ ORDER : places
    CUSTOMER {
        string name
        int id PK
    }""",
    "plan": """gantt
    title A plan
    dateFormat YYYY-MM-DD
    section One
    A task :a1, 2024-01-01, 30d
    Another :after a1, 20d
    Reached :milestone, m1, 2024-02-01, 0d""",
    "pie": """pie title Pets
    "Dogs" : 386
    "Cats" : 85
    "Rats" : 15""",
    "mindmap": """mindmap
  root((a map))
    Origins
      Long history
    Research""",
}


def draw(text: str, **context: object) -> Rendered:
    return renderer.render(Artifact(0, "mermaid", text, True), Context(**context))  # type: ignore[arg-type]


def picture(rendered: Rendered) -> Image.Image:
    assert rendered.kind is Kind.PNG
    assert rendered.image is not None
    return opened(rendered.image.data)


@pytest.mark.parametrize("name", DIAGRAMS)
def test_diagrams_look_as_they_did(name: str, golden_image: Callable[..., None]) -> None:
    drawn = draw(DIAGRAMS[name])
    golden_image(drawn, name, tolerance=0.005)
    assert drawn.alt_text.startswith(kind_of(DIAGRAMS[name]) or "?")


OTHERS = {
    "journey": "journey\n title My day\n section Work\n  Make tea: 5: Me\n  Do work: 1: Me, Cat",
    "git": "gitGraph\n commit\n branch dev\n checkout dev\n commit\n checkout main\n merge dev",
    "timeline": "timeline\n title T\n 2002 : LinkedIn\n 2004 : Facebook : Google",
    "quadrant": "quadrantChart\n x-axis Low --> High\n y-axis Low --> High\n A: [0.3, 0.6]",
    "xychart": 'xychart-beta\n x-axis [jan, feb]\n y-axis "R" 0 --> 10\n bar [5, 6]\n line [5, 7]',
    "sankey": "sankey-beta\nA,B,10\nB,C,5",
    "block": "block-beta\n columns 2\n a b c",
    "kanban": "kanban\n Todo\n  [Write]",
    "c4": 'C4Context\n Person(a, "A", "x")\n System(b, "B")\n Rel(a, b, "uses")',
    "req": "requirementDiagram\n requirement r {\n id: 1\n text: t\n risk: high\n verifymethod: test\n }",
    "packet": 'packet-beta\n 0-15: "Source"\n 16-31: "Dest"',
    "arch": "architecture-beta\n group api(cloud)[API]\n service db(database)[DB] in api",
    "subgraph": (
        'flowchart LR\n subgraph one[Group <br/> two]\n a1["`**bold** text`"] --> a2\n end\n'
        ' classDef x fill:#f96\n class a1 x\n a2 --> b@{ shape: cyl, label: "DB" }'
    ),
    "radar": "radar-beta\n axis a, b, c\n curve x{1,2,3}",
    "treemap": 'treemap-beta\n "A"\n  "B": 10\n  "C": 20',
}


@pytest.mark.parametrize("name", OTHERS)
def test_the_other_kinds_are_drawn_too(name: str) -> None:
    drawn = draw(OTHERS[name])
    assert len(picture(drawn).getcolors(1 << 20) or []) > 5
    assert kind_of(OTHERS[name]) is not None


def test_it_is_as_fine_as_the_screen_and_as_large_as_its_words_ask_for() -> None:
    one, two = draw(DIAGRAMS["flow"]), draw(DIAGRAMS["flow"], scale=2.0, width=100.0)
    assert one.image is not None
    assert two.image is not None
    assert (two.image.width, two.image.height) == pytest.approx((one.image.width, one.image.height))
    assert picture(two).width == pytest.approx(2 * picture(one).width, abs=2)


def test_it_is_dark_in_a_dark_window() -> None:
    def brightness(drawn: Rendered) -> float:
        shown = picture(drawn)
        middle = shown.crop((0, 0, shown.width, shown.height // 5)).convert("RGBA")
        pixels = [
            colour
            for count, colour in middle.getcolors(1 << 20) or []
            if colour[3] > 250
            for _ in range(count)
        ]
        return sum(sum(colour[:3]) for colour in pixels) / (3 * len(pixels))

    light = brightness(draw(DIAGRAMS["flow"]))
    assert brightness(draw(DIAGRAMS["flow"], dark=True)) < light / 2
    assert brightness(draw(DIAGRAMS["flow"], dark=True, settings={"theme": "default"})) == pytest.approx(
        light
    )


def test_the_same_is_drawn_the_same_whatever_was_drawn_before() -> None:
    before = draw(DIAGRAMS["sequence"])
    draw(DIAGRAMS["class"])
    assert draw(DIAGRAMS["sequence"]) == before


@pytest.mark.parametrize("name", ["flow", "class", "mindmap"])
def test_the_quicker_search_finds_what_the_page_finds(name: str) -> None:
    program = (
        "import sys; from sidelight_mermaid import engine\n"
        "from mermaidx.engines.quickjs_engine import Engine\n"
        "from mermaidx.engines._common import TextMeasurer\n"
        "plain = Engine(); plain._measurer = TextMeasurer()\n"
        "context = plain._build_context() if sys.argv[2] == 'plain' else engine.ready()\n"
        "context.eval(engine.STEADY); engine.ready = lambda: context\n"
        "sys.stdout.write(engine.drawn(sys.argv[1], 'default'))"
    )
    one, other = (
        subprocess.run(
            [sys.executable, "-c", program, DIAGRAMS[name], way], capture_output=True, text=True, check=True
        ).stdout
        for way in ("plain", "quick")
    )
    assert one == other
    assert "<svg" in one


@pytest.mark.parametrize(
    ("text", "words", "line"),
    [
        ("flowchart TD\n  A[Start --> B", r"after “.*A\[Start --> B”. Perhaps ] is missing", 2),
        ("---\ntitle: x\n---\n\nflowchart TD\n  %% a remark\n  A[x --> B", "cannot read on", 7),
        ("sequenceDiagram\n%% remark\n  A->> : hi\n  B->>A: yes", "cannot read on", 3),
        ("\n\nhello there", "does not begin like", 3),
        ('pie title X\n  "a : 3', "cannot draw this", 2),
        ("", "no diagram", None),
        ("flowchart TD\n A@{ img: '/etc/passwd', label: 'x' }", "picture", None),
        ("flowchart TD\n" + "A-->B\n" * 20_000, "longer than", None),
        ("flowchart TD\n" + "A-->B\n" * 2_000, "1,000 lines", None),
        ("journey\n title T\n section A\n  Task: 5: Me\n  Other", "has a figure behind it", 5),
        ("graph TD\n A{x -->", "cannot read on", 2),
    ],
)
def test_what_mermaid_cannot_read_is_named_with_its_line(text: str, words: str, line: int | None) -> None:
    with pytest.raises(RenderError, match=words) as caught:
        draw(text)
    assert caught.value.line == line


def test_letters_of_other_scripts_are_drawn() -> None:
    for word in ("мир", "שלום", "\u202eabc\u2066", "a\0b"):
        assert draw(f'flowchart LR\n A["{word}"] --> B').image


@pytest.mark.parametrize(
    "text",
    [
        'flowchart LR\n A --> B\n click A "javascript:alert(1)"\n click B href "file:///etc/passwd"',
        'flowchart LR\n A["<script>alert(1)</script>x"] --> B',
        "flowchart LR\n A[\"<img src='/etc/passwd'/>x\"] --> B",
        "%%{init: {'securityLevel': 'loose', 'themeCSS': '@import url(file:/x)'}}%%\nflowchart LR\n A --> B",
        "flowchart LR\n style A fill:url(file:///x)\n A --> B",
    ],
)
def test_nothing_in_a_diagram_reaches_outside(text: str) -> None:
    """Drawn without it, or refused with a sentence; what goes to the rasteriser names no file."""
    from sidelight_mermaid import engine

    try:
        assert draw(text).image
    except RenderError as refused:
        assert str(refused)  # noqa: PT017
    assert (
        engine._PICTURE.sub("", "<p><img src='/etc/passwd'/><image\nhref='x'></image></p>")
        == "<p></image></p>"
    )


def test_an_endless_diagram_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    from sidelight_mermaid import drawing

    monkeypatch.setattr(drawing, "SECONDS", 1.0)
    chain = "flowchart TD\n" + "\n".join(f"A{n} --> A{n + 1}" for n in range(450))
    with pytest.raises(RenderError, match="longer than"):
        draw(chain)


def test_nobody_waits_any_more() -> None:
    with pytest.raises(RenderError):
        draw(DIAGRAMS["flow"], cancelled=lambda: True)


def test_it_is_sure_of_its_own_fences() -> None:
    def sure(language: str, text: str) -> int:
        return renderer.match(Artifact(0, language, text, True))

    assert sure("mermaid", DIAGRAMS["pie"]) > sure("mermaid", "hello") > sure("", DIAGRAMS["pie"]) > 0
    assert sure("", "graph") == sure("", "a graph of x\ny") == sure("mermaid", " ") == 0


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200), st.text(max_size=200))
def test_any_complaint_about_any_text_becomes_a_sentence(words: str, text: str) -> None:
    for complaint in (words, f"Error: Parse error on line 7:\n...{words}\n---^\nExpecting 'SQE', got '1'"):
        error = refusal(complaint, text)
        assert str(error).endswith(".")
        assert error.line is None or 1 <= error.line <= text.count("\n") + 1
    kind_of(text)


def test_cut_anywhere_it_is_drawn_or_refused() -> None:
    text = DIAGRAMS["entities"]
    for end in range(5, len(text), 31):
        try:
            assert draw(text[:end]).image
        except RenderError as refused:
            assert str(refused).endswith(".")  # noqa: PT017


def test_nothing_heavy_is_imported_before_it_is_needed() -> None:
    heavy = {"mermaidx", "quickjs", "novasvg", "numpy", "PIL", "PySide6"}
    program = f"import sys, sidelight_mermaid; print({heavy} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
