# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Pictures that were drawn, opened to look at their pixels."""

from __future__ import annotations

import io

from PIL import Image


def opened(png: bytes) -> Image.Image:
    """A PNG file as RGBA."""
    return Image.open(io.BytesIO(png)).convert("RGBA")
