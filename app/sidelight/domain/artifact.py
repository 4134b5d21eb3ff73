# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Things inside an answer that are more than prose: code, drawings, data."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Artifact:
    """A fenced block in an answer.

    ``index`` counts from 0 within the answer; ``complete`` means that the fence was closed.
    """

    index: int
    language: str
    text: str
    complete: bool

    @property
    def digest(self) -> str:
        """SHA-256 of the text, hexadecimal: what a rendered picture or a run belongs to."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()
