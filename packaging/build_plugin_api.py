# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Makes ``docs/plugin-api.md`` from the docstrings of ``sidelight.api``.

``python packaging/build_plugin_api.py`` writes it; with ``--check`` it only says whether it is up to date.
"""

from __future__ import annotations

import dataclasses
import inspect
import re
import sys
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "plugin-api.md"

HEAD = """\
# The plugin API

Everything in `sidelight.api`, version {version}: all that a plugin may rely on. It grows within a version and
loses nothing; Sidelight takes plugins of this version and the one before. How to make one:
[Plugins](plugins.md). This page is made from the docstrings (`python packaging/build_plugin_api.py`).
"""


def page() -> str:
    """The page as it is to be written."""
    if str(ROOT / "app") not in sys.path:
        sys.path.insert(0, str(ROOT / "app"))
    from sidelight import api

    parts = [HEAD.format(version=api.API_VERSION)]
    for name in sorted(api.__all__, key=lambda name: (name.isupper(), name.islower(), name)):
        parts.append("\n".join(_section(name, getattr(api, name))))
    return "\n".join(parts)


def _section(name: str, value: Any) -> Iterator[str]:
    if isinstance(value, TypeVar):
        kinds = " or ".join(f"`{one.__name__}`" for one in value.__constraints__)
        yield from (f"## {name}", "", f"What an exporter writes, for annotations: {kinds}.", "")
        return
    if not inspect.isclass(value):
        if callable(value):
            yield from (f"## {name}", "", f"`{name}{_signature(value)}`", "", _prose(value), "")
        else:
            yield from (f"## {name}", "", f"`{value!r}`: the version of all of `sidelight.api`.", "")
        return
    yield from (f"## {name}", "", _prose(value), "")
    if issubclass(value, Enum):
        members = ", ".join(f"`{member.name}` (“{member.value}”)" for member in value)
        yield from (f"Members: {members}.", "")
    elif dataclasses.is_dataclass(value):
        yield from ("| field | type | if left out |", "|---|---|---|")
        for field in dataclasses.fields(value):
            yield f"| `{field.name}` | `{_escaped(str(field.type))}` | {_default(field)} |"
        yield ""
    for called, member in vars(value).items():
        made = isinstance(member, classmethod)
        function = member.__func__ if made else member.fget if isinstance(member, property) else member
        if called.startswith("_") or not inspect.isfunction(function) or not function.__doc__:
            continue
        if isinstance(member, property):
            yield from (f"**`{called}`**", "", _prose(function), "")
        else:
            words = f"{name}." if made else ""
            words += f"{called}{_signature(function, drop_first=True)}"
            yield from (f"**`{words}`**", "", _prose(function), "")


def _signature(function: Any, *, drop_first: bool = False) -> str:
    signature = inspect.signature(function)
    parameters = list(signature.parameters.values())[int(drop_first) :]
    text = str(signature.replace(parameters=parameters))
    # A default that is a function of ours has no form that anybody could write.
    return re.sub(r"<function .+? at 0x[0-9a-f]+>", "never", text).replace("'", "")


def _default(field: dataclasses.Field[Any]) -> str:
    if field.default is not dataclasses.MISSING:
        if isinstance(field.default, Enum):
            return f"`{type(field.default).__name__}.{field.default.name}`"
        return "`never`" if callable(field.default) else f"`{_escaped(repr(field.default))}`"
    if field.default_factory is not dataclasses.MISSING:
        return f"`{field.default_factory()!r}`"
    return "must be given"


def _escaped(text: str) -> str:
    return text.replace("|", "\\|")


def _prose(value: Any) -> str:
    """A docstring as Markdown; what it raises becomes a sentence."""
    text = inspect.getdoc(value) or ""
    text = text.replace("``", "`")
    lines: list[str] = []
    raising = False
    for line in text.splitlines():
        if line.strip() == "Raises:":
            raising = True
            continue
        if raising and (match := re.fullmatch(r"\s+(\w+): (.*)", line)):
            lines.append(f"Raises `{match[1]}`: {match[2]}")
        else:
            lines.append(line.strip() if raising else line)
    return "\n".join(lines).strip()


def main() -> int:
    """Write the page, or compare it."""
    fresh = page()
    if "--check" in sys.argv[1:]:
        if not PAGE.is_file() or PAGE.read_text("utf-8") != fresh:
            print(f"{PAGE.relative_to(ROOT)} is out of date: run python packaging/build_plugin_api.py")
            return 1
        return 0
    PAGE.write_text(fresh, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
