# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Makes ``docs/endings.md`` from the cases that the tests put through the adapters.

``python packaging/build_endings.py`` writes it; with ``--check`` it only says whether it is up to date.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "endings.md"

HEAD = """\
# How answers end

What each maker's servers say at the end of an answer, or in place of one, and what you see. This page is made
from the cases that the tests put through the adapters (`python packaging/build_endings.py`). The model
is called `the-model` in it, and the variable that holds the key `THE_KEY`.

| status | means |
|---|---|
| complete | the model came to its end |
| length | the limit on tokens cut it off |
| filtered | the service withheld it, or the rest of it |
| tool | the model asked for a tool, which it was not given |
| truncated | it ceased to come, or ended for a reason that is no success |
| stopped | you stopped it |
| failed | an error; what came before it is kept |

An answer that ends without a reason is never complete. What may pass is asked again before the first token,
as [Connections](connections.md) says, so you see those failures only if they last.
"""

TITLES = {
    "openai": "OpenAI, chat completions",
    "openai-responses": "OpenAI, Responses",
    "anthropic": "Anthropic",
    "gemini": "Gemini",
    "ollama": "Ollama",
    "any": "Any server",
}


def page() -> str:
    """The page as it is to be written."""
    for folder in ("app", "tests"):
        if str(ROOT / folder) not in sys.path:
            sys.path.insert(0, str(ROOT / folder))
    from support.answer_cases import CASES

    makers: dict[str, list[str]] = {}
    for case in CASES:
        status, words = case.shown()
        row = f"| {_cell(case.says)} | {status} | {_cell(words)} |"
        makers.setdefault(case.maker or case.kind, []).append(row)
    parts = [HEAD]
    for maker, rows in makers.items():
        parts.append(
            f"## {TITLES.get(maker, maker)}\n\n| the server says | status | you read |\n|---|---|---|"
        )
        parts.append("\n".join(rows) + "\n")
    parts.append("\n".join(_platforms()))
    return "\n".join(parts)


def _platforms() -> Iterator[str]:
    from sidelight import resources
    from sidelight.providers.platform_messages import read_messages

    yield "## Platforms, in the model's place\n\n| the message begins | status | you read |\n|---|---|---|"
    for message in read_messages(resources.path("platform_messages.toml")):
        status = "the answer follows" if message.outcome == "notice" else message.outcome
        told = f"{message.what} {message.advice}".strip()
        yield f"| `{_cell(message.begins)}` | {status} | {_cell(told)} |"
    yield ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")


def main() -> int:
    """Write the page, or check it."""
    wanted = page()
    if "--check" in sys.argv[1:]:
        if PAGE.exists() and PAGE.read_text("utf-8") == wanted:
            print(f"{PAGE.name} is up to date.")
            return 0
        print(f"{PAGE.name} is not what the tests' cases make. Run: python packaging/build_endings.py")
        return 1
    PAGE.write_text(wanted, "utf-8")
    print(f"{PAGE.name}: {wanted.count(chr(10))} lines.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
