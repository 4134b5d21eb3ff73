# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What an author can do where a check of their plugin fails: a sentence or two for each."""

from __future__ import annotations

from sidelight.registry.manifest import PluginKind

_ADVICE = {
    "manifest": "Mend sidelight-plugin.toml or pyproject.toml; docs/plugins.md lists every field.",
    "import": (
        "Name what the plugin needs under dependencies in pyproject.toml and have it installed beside "
        "Sidelight; import what is heavy inside the method that uses it."
    ),
    "Qt": (
        "Give a picture, a table, a tree or a page, which Sidelight draws; only a plugin with "
        'isolation = "inprocess" has widgets of its own.'
    ),
    "API": "Import nothing of Sidelight but sidelight.api; copy what else you need into your package.",
    "match": (
        "Let match look at the language and at the start of the text, in a moment, and depend on nothing "
        "else: no time, no chance, nothing that was there before."
    ),
    "same again": (
        "Let the result depend on what is given alone: sort what comes from a set, and take no time, no "
        "chance, and nothing from the one before."
    ),
    "pictures": "Give Image a width and a height that can be shown; draw large things smaller.",
    "words": "Say in alt_text what is to be seen, for whoever cannot see it.",
    "dark": (
        "Write it where the drawing has no ground of its own; one that has its own ground takes no ink from "
        "context.colours. sidelight plugin dev shows how it looks in a dark theme."
    ),
    "memory": (
        "Hold less: take the text line by line, refuse what is too large for your format in a sentence, or "
        "raise memory_mb under [limits]."
    ),
    "network": (
        "A plugin reaches no network and starts no other program: leave it out, name a program that it needs "
        "under [needs] executables, or fetch once what it lacks by [engine]."
    ),
}
_CORPUS: dict[PluginKind, str] = {
    "renderer": (
        "Raise RenderError with a sentence for a person where a text cannot be shown, also for what your "
        'parser raises, and bound each loop. In a test, render(hostile["NAME"]) raises the same.'
    ),
    "verifier": (
        "Give Finding(Verdict.UNSURE, …) where nothing is certain, and None where the prompt is none of "
        'yours. In a test, verify(PROMPT, hostile["NAME"]) raises the same.'
    ),
    "exporter": (
        "Write whatever a project may hold, leave out what your form cannot, and raise ExportError with a "
        'sentence where nothing is left. In a test, export(battles(1, prompt=hostile["NAME"])) is much the '
        "same."
    ),
}


def advice_for(check: str, kind: PluginKind) -> str:
    """What to do where a check of this name fails; empty for a name that there is not."""
    return _CORPUS[kind] if check == "corpus" else _ADVICE.get(check, "")
