# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Which prompts a verifier can judge. A verdict on something that nobody asked for would be nonsense."""

from __future__ import annotations

import re

_CUBE = re.compile(r"\bcubes?\b|\bwürfel|\bcubo|\bkub(us|en)\b|立方体|куб", re.IGNORECASE)
_TURNING = re.compile(
    r"\brotat|\bspin|\bturn(s|ing)?\b|\brevolv|\bdreh|\brotier|\btourn|\bgira|\brota|回転|旋转|旋轉|вращ",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"\brubik|\bcubes\b|\bwithout\b|\bnot\b|\bno\b|\bwhen\b|\bpress|\bclick|\bdrag|\bkeys?\b", re.I
)


def asks_for_turning_cube(prompt: str) -> bool:
    """Whether a prompt asks for one cube that turns by itself, and for nothing that would make it unclear."""
    return bool(_CUBE.search(prompt) and _TURNING.search(prompt) and not _OTHER.search(prompt))


def holds_code(answer: str) -> bool:
    """Whether there is any fenced block in an answer, finished or not."""
    return re.search(r"^ {0,3}(```|~~~)", answer, re.MULTILINE) is not None
