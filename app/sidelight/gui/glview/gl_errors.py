# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""PyOpenGL writes its errors as records; what went wrong, and where, is what a reader wants."""

from __future__ import annotations

import ast
import re

_GL_ERROR = re.compile(r"^(?:\w+\.)*(?P<name>GLU?T?[Ee]rror): \w+\((?P<fields>.*)\)?", re.DOTALL)
_GL_FIELD = re.compile(r"\b(err|description|baseOperation) = (b?'[^']*'|b?\"[^\"]*\"|[\w.]+)")
_SHADER_ERROR = re.compile(
    r"^(?:\w+\.)*Shader(?:Compilation|Link|Validation)Error: (?P<fields>.*)$", re.DOTALL
)
_CONSTANT = re.compile(r", (GL_\w+|\w*\d)\)$")
_REASON = re.compile(r"^(?P<what>[\w ]+?) \([^)]*\): (?P<log>.*)$", re.DOTALL)
_LOG_LINE = re.compile(
    r"^(?:ERROR: )?\d+:(?P<line>\d+)(?:\(\d+\))?\s*:\s*(?:error(?: C\d+)?:\s*)?(?P<what>.*)$"
)
LONGEST_RECORD = 50_000
MOST_ERRORS = 3


def in_words(error: str) -> str:
    """An exception's line, in words if it is one of PyOpenGL's records."""
    found = _SHADER_ERROR.match(error)
    if found is not None and len(error) <= LONGEST_RECORD:
        return _shader_words(found["fields"]) or error
    found = _GL_ERROR.match(error)
    if found is None:
        return error
    fields = dict(_GL_FIELD.findall(found["fields"]))
    description = re.sub(r"^b?['\"]|['\"]$", "", fields.get("description", "")).strip()
    if not description:
        return error
    number = f" {fields['err']}" if "err" in fields else ""
    call = f" in {fields['baseOperation']}" if "baseOperation" in fields else ""
    return f"{found['name']}{number}: {description}{call}"


def _shader_words(record: str) -> str:
    """The compiler's own words; empty if the record is none."""
    kind = _CONSTANT.search(record)
    name = (
        kind[1].removeprefix("GL_").replace("_", " ").capitalize() if kind and "GL_" in kind[1] else "Shader"
    )
    value = _read(_CONSTANT.sub(")", record) if kind else record)
    first = value[0] if isinstance(value, tuple) and value else value
    reason = _REASON.match(first if isinstance(first, str) else record)
    if reason is None:
        return ""
    log = _read(reason["log"])
    text = log.decode("utf-8", "replace") if isinstance(log, bytes) else reason["log"]
    said = []
    for line in text.replace("\0", "").splitlines():
        place = _LOG_LINE.match(line.strip())
        if place is not None and "warning" not in line:
            said.append(f"line {place['line']}: {place['what'].strip()}")
    if not said:
        said = [" ".join(text.split())] if text.strip() else [reason["what"]]
    return f"{name}, {'; '.join(said[:MOST_ERRORS])}" if said[0].startswith("line") else f"{name}: {said[0]}"


def _read(literal: str) -> object:
    try:
        value: object = ast.literal_eval(literal)
    except (ValueError, SyntaxError, TypeError, RecursionError, MemoryError):
        return None
    return value
