# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Diagrams that Mermaid refuses and that can be told to mean something."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sidelight.api import Artifact, Context, RenderError
from sidelight_mermaid import renderer
from sidelight_mermaid.meant import meant
from sidelight_mermaid.source import refusal

FLOW = "graph TD\n"

SLIPS = {
    FLOW + " A[Call f(x)] --> B[arr[0]]": FLOW + ' A["Call f(x)"] --> B["arr[0]"]',
    FLOW + " A{Is it (yes)?} -->|f(x)| B((a(b)))": FLOW + ' A{"Is it (yes)?"} -->|"f(x)"| B(("a(b)"))',
    FLOW + ' A["He said "hi""] --> B': FLOW + ' A["He said #quot;hi#quot;"] --> B',
    FLOW + " A[x@y.org] & B[/api/x] --> C[/in/]": FLOW + ' A["x@y.org"] & B["/api/x"] --> C[/in/]',
    FLOW + " start --> end\n end": FLOW + ' start --> end_["end"]\n end',
    FLOW + " A -> B => C — D": FLOW + " A  -->  B  ==>  C  ---  D",
    FLOW + " A --> B: yes": FLOW + ' A -->|"yes"| B',
    FLOW + " A -- f(x) --> B %% so": FLOW + ' A -- "f(x)" --> B',
    FLOW + " x-->y": FLOW + " x -->y",
    FLOW + " subgraph One (two)\n  A\n end": FLOW + ' subgraph sg2["One (two)"]\n  A\n end',
    "flowchart td\n a --> b": "flowchart TD\n a --> b",
    "```mermaid\ngraph TD\n a-->b\n```": "\ngraph TD\n a-->b\n",
    "sequencediagram\n A->>B: hi": "sequenceDiagram\n A->>B: hi",
    "sequenceDiagram\n A->>B: a; b #35; c": "sequenceDiagram\n A->>B: a#59; b #35; c",
    "sequenceDiagram\n Note over A,B: a; b": "sequenceDiagram\n Note over A,B: a#59; b",
    "erDiagram\n A {\n enum('a', 'b') kind\n }": "erDiagram\n A {\n enum(a,b) kind\n }",
    "requirementDiagram\n requirement r {\n id: R-1\n risk: high\n }": (
        'requirementDiagram\n requirement r {\n id: "R-1"\n risk: high\n }'
    ),
    "sequenceDiagram\n A->>B said so": "sequenceDiagram\n A->>B: said so",
    "sequenceDiagram\n A->>+B: x\n B-->>-A: y\n B-->>-A: z": (
        "sequenceDiagram\n A->>+B: x\n B-->>-A: y\n B-->>A: z"
    ),
    "classDiagram\n class R<T>{\n +all() Map<K, List<T>>\n }\n R<|--S": (
        "classDiagram\n class R~T~{\n +all() Map~K, List~T~~\n }\n R<|--S"
    ),
    'erDiagram\n A ||--o{ B\n A {\n string full name PK "x"\n }': (
        'erDiagram\n A ||--o{ B : ""\n A {\n string full_name PK "x"\n }'
    ),
    'pie\n "A" : 1,000%\n B : 2': 'pie\n "A" : 1000\n "B" : 2',
    "pie\n A : 1,234.5\n B : 2,5": 'pie\n "A" : 1234.5\n "B" : 2.5',
    "mindmap\n  root(A (b))\n    ((c))": 'mindmap\n  root("A (b)")\n    ((c))',
    "quadrantChart\n x-axis Low (1) --> High\n I (1): [0.1, 0.2]": (
        'quadrantChart\n x-axis "Low (1)" --> "High"\n "I (1)": [0.1, 0.2]'
    ),
    "xychart-beta\n title Our sales\n x-axis Month [Jan 24, Feb 24]\n bar [1, 2]": (
        'xychart-beta\n title "Our sales"\n x-axis "Month" ["Jan 24", "Feb 24"]\n bar [1, 2]'
    ),
    "timeline\n 10:30 : Tea": "timeline\n 10\u223630 : Tea",
    'gitGraph\n commit -m "a"\n commit "b" tag: "c"': 'gitGraph\n commit id: "a"\n commit id: "b" tag: "c"',
}


@pytest.mark.parametrize("text", SLIPS)
def test_slips_are_written_as_they_were_meant(text: str) -> None:
    assert meant(text) == SLIPS[text]


@pytest.mark.parametrize(
    "text",
    [
        FLOW + " A[Start] --> B{Fine?}\n B -->|Yes| C\n B -- No --> D[(Store)]\n subgraph one\n C\n end",
        'sequenceDiagram\n A->>+B: a\n B-->>-A: "b"\n Note over A: x',
        "classDiagram\n A <|-- B\n class A {\n <<abstract>>\n +int x\n }",
        'erDiagram\n A ||--o{ B : has\n A {\n string name PK "x"\n int id\n }',
        "gantt\n title T\n A : 2024-01-01, 3d",
        "hello",
        "",
    ],
)
def test_what_is_right_stays(text: str) -> None:
    assert meant(text) is None


MANY = """flowchart td
    A[User (admin)] --> B[Call foo(x)]
    B -> C{Is valid (yes)?}
    C -->|f(x) > 0| end
    C --> D[mail@example.org]: otherwise
    subgraph Group (v1)
      D --> E[/api/users]  // remark
    end"""


@pytest.mark.parametrize("text", [MANY, *[text for text in SLIPS if text.startswith(("pie", "mind", "xy"))]])
def test_it_is_drawn_with_the_complaint_as_a_remark(text: str) -> None:
    drawn = renderer.render(Artifact(0, "mermaid", text, True), Context())
    assert drawn.image is not None
    for note in drawn.notes:
        assert note.message.endswith("It is drawn as it was meant.")
        assert note.line is not None


@pytest.mark.parametrize(
    ("text", "words", "line"),
    [
        (FLOW + " A[Call f(x)] --> B", "has to stand in quotes", 2),
        ("flowchart TD\n start --> end\n end --> x", "needs another spelling", 2),
        (FLOW + " A -> B", "written -->", 2),
        (FLOW + " subgraph one\n x-->y\n end", "a space helps", 2),
        ("sequenceDiagram\n A->>B: a; b", "written #59;", 2),
    ],
)
def test_the_remark_says_what_helps(text: str, words: str, line: int) -> None:
    drawn = renderer.render(Artifact(0, "mermaid", text, True), Context())
    assert [(words in note.message, note.line) for note in drawn.notes] == [(True, line)]


def test_what_means_nothing_is_refused_as_before() -> None:
    with pytest.raises(RenderError, match="quote is not closed") as caught:
        renderer.render(Artifact(0, "mermaid", FLOW + ' A["open] --> B(f(x', True), Context())
    assert caught.value.line == 2


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (" subgraph My Group (v1)", "A title with brackets"),
        (" A[user@example.com] --> B", "A label with @"),
        (" A[/api/users] --> B", "begins with a slash"),
        (" A --> B %% so", "A remark has a line"),
        (" A --> B: yes", "between bars"),
    ],
)
def test_hints_fit_the_line(line: str, words: str) -> None:
    complaint = f"Error: Parse error on line 2:\n...{line}\n---^\nExpecting 'SQE', got 'PS'"
    assert words in str(refusal(complaint, f"{FLOW}{line}"))


@settings(deadline=None, derandomize=True, max_examples=60)
@given(
    st.sampled_from(
        ["graph TD", "sequenceDiagram", "erDiagram", "mindmap", "xychart-beta", "pie", "quadrantChart"]
    ),
    st.text('AB end[](){}"|-=>.<:;@/\\ \n%xo~,1', max_size=120),
)
def test_any_text_keeps_its_lines(kind: str, text: str) -> None:
    mended = meant(f"{kind}\n{text}")
    assert mended is None or mended.count("\n") == text.count("\n") + 1


def test_a_plan_is_laid_out_for_its_place() -> None:
    text = "gantt\n A : 2024-01-01, 30d\n B : 10d"
    wide, narrow = (
        renderer.render(Artifact(0, "mermaid", text, True), Context(width=w)) for w in (2000, 500)
    )
    assert wide.image is not None
    assert narrow.image is not None
    assert (wide.image.width, narrow.image.width) == (1000, 720)
