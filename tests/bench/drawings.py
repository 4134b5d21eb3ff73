# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""How long drawings, formulas, diagrams and pictures take: ``python tests/bench/drawings.py [--runs N]``.

Cold is with the worker to be started and its engine to be loaded; warm in a worker that drew something else
before, so that nothing of this one is known.
"""

from __future__ import annotations

import argparse
import base64
import io
import select
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "app"), str(ROOT / "tests")]

from PIL import Image  # noqa: E402

from sidelight.api import Artifact, Context  # noqa: E402
from sidelight.workbench.rendering import Rendering  # noqa: E402
from sidelight.workbench.settings import Places  # noqa: E402
from support.goals import conditions, held  # noqa: E402

RECTANGLE = '<rect x="%d" y="%d" width="9" height="9" fill="#%03x"/>'
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 300"><text y="20">Here {}</text>'
MANY = "".join(RECTANGLE % (n % 400, n % 300, n % 4096) for n in range(5000))
CASES = r"f_{{{}}} = \begin{{cases}} x^2 & x \ge 0 \\ -x & x < 0 \end{{cases}}"
FLOW = (
    "flowchart TD\n A{}[Start] --> B{{Is it?}}\n B -->|yes| C[OK]\n B -->|no| D[Look] --> E((End))\n C --> E"
)
SEQUENCE = "sequenceDiagram\n Alice->>John: Hello {}\n loop daily\n John-->>Alice: Great!\n end"
TREE = "flowchart TD\n X{} --> A0\n" + "\n".join(f" A{n} --> A{2 * n + 1} & A{2 * n + 2}" for n in range(25))

# name: (language, text with a place for a number, goal cold, goal warm), milliseconds
KINDS = {
    "SVG with text": ("svg", SVG + "</svg>", 1500.0, 50.0),
    "SVG of 5,000 parts": ("svg", f"{SVG}{MANY}</svg>", 2500.0, 800.0),
    "formula in a line": ("math-inline", r"x_{{{}}} = \sqrt y", 1500.0, 20.0),
    "formula with cases": ("math", CASES, 1500.0, 50.0),
    "Mermaid, flowchart": ("mermaid", FLOW, 2500.0, 600.0),
    "Mermaid, sequence": ("mermaid", SEQUENCE, 2500.0, 600.0),
    "Mermaid, 52 nodes": ("mermaid", TREE, 5000.0, 2500.0),
}


def picture(number: int) -> str:
    """A photograph-like PNG of 3 million pixels, as an address."""
    packed = io.BytesIO()
    Image.effect_noise((200, 150), 40 + number).resize((2000, 1500)).convert("RGB").save(packed, "JPEG")
    return f"data:image/jpeg;base64,{base64.b64encode(packed.getvalue()).decode()}"


def ms(rendering: Rendering, language: str, text: str) -> float:
    """Until the picture is there."""
    began = time.perf_counter()
    job = rendering.start(Artifact(0, language, text, True), Context(scale=2.0))
    while not job.ended:
        select.select([rendering], [], [], 60)
        rendering.pump()
    assert not job.failure, job.failure
    return (time.perf_counter() - began) * 1000


def main() -> None:
    """Print every figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="how often each is measured")
    runs = parser.parse_args().runs
    print(conditions())
    asked = {name: (one, text.format, cold, warm) for name, (one, text, cold, warm) in KINDS.items()}
    for name, (language, text, cold_goal, warm_goal) in (
        asked | {"JPEG of 3 million pixels": ("image", picture, 1500.0, 400.0)}
    ).items():
        cold, warm = [], []
        for run in range(runs):
            with tempfile.TemporaryDirectory() as folder:
                rendering = Rendering(Places(Path(folder), Path(folder, "config")))
                rendering.ready()
                cold.append(ms(rendering, language, text(2 * run)))
                warm.append(ms(rendering, language, text(2 * run + 1)))
                rendering.close()
        held(f"{name}, cold", statistics.median(cold), "ms", at_most=cold_goal)
        held(f"{name}, warm", statistics.median(warm), "ms", at_most=warm_goal)


if __name__ == "__main__":
    main()
