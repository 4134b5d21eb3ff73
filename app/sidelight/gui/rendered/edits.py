# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What somebody made of artifacts, beside what the answers say."""

from __future__ import annotations

from typing import NamedTuple


class Edit(NamedTuple):
    """An artifact's other text: as it stands in the editor, as it was last drawn; whether it is open."""

    typed: str
    drawn: str | None
    open: bool


Edits = dict[tuple[str, int], Edit]
"""By the answer's id and the artifact's index."""
