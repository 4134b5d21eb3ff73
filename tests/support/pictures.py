# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Whether two pictures look the same to a person."""

from __future__ import annotations

import io
import os
from pathlib import Path

from PIL import Image, ImageChops, ImageFilter


def opened(png: bytes) -> Image.Image:
    """A PNG file as RGBA."""
    return Image.open(io.BytesIO(png)).convert("RGBA")


def alike(png: bytes, golden: Path) -> bool:
    """Whether a PNG file looks like the one at ``golden``: blurred, no place may differ by more than a tenth.

    With ``SIDELIGHT_UPDATE_PICTURES`` set the golden one is replaced.
    """
    if os.environ.get("SIDELIGHT_UPDATE_PICTURES"):
        golden.write_bytes(png)
    drawn, wanted = opened(png), opened(golden.read_bytes())
    if any(abs(one - other) > 1 for one, other in zip(drawn.size, wanted.size, strict=True)):
        return False
    both = []
    for picture in (wanted, drawn.resize(wanted.size)):
        paper = Image.new("RGBA", picture.size, "#8899aa")
        paper.alpha_composite(picture)
        both.append(paper.convert("RGB").filter(ImageFilter.GaussianBlur(2)))
    return max(high for _, high in ImageChops.difference(*both).getextrema()) < 26
