# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""How high the picture of a live view stands in an answer, in device-independent pixels."""

from __future__ import annotations

from PySide6.QtCore import QSize

LEAST_PICTURE, NATURAL_PICTURE, MOST_PICTURE = 120, 600, 1400
LEAST_PAGE = 420
"""What is laid out for its room is not made lower than this where the room is narrow."""


def chosen(height: int) -> int:
    """The height that a person dragged it to, as far as that goes."""
    return max(LEAST_PICTURE, min(height, MOST_PICTURE))


def natural(width: int, shape: QSize, *, flows: bool) -> int:
    """The height of a picture of this shape at this width; ``flows`` if it is laid out for its room."""
    least = LEAST_PAGE if flows else LEAST_PICTURE
    return max(least, min(round(width * shape.height() / shape.width()), NATURAL_PICTURE))
