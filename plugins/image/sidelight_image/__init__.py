# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Pictures that an answer carries in itself."""

from __future__ import annotations

from sidelight.api import Artifact, Context, Rendered, Renderer
from sidelight_image.address import carries, only_elsewhere

_NAMES = ("image", "png", "jpeg", "jpg", "gif", "webp", "bmp", "data-uri", "base64")


class Pictures:
    """Reads ``data:`` addresses; whatever lies elsewhere is not fetched."""

    def match(self, artifact: Artifact) -> int:
        """Sure of a text that is one address; less so of one that holds an address somewhere."""
        found = carries(artifact.text)
        if artifact.language in _NAMES:
            return 90 if found else 40 if only_elsewhere(artifact.text) else 0
        return 0 if not found else 80 if artifact.text.lstrip()[:5].lower() == "data:" else 30

    def render(self, artifact: Artifact, context: Context) -> Rendered:
        """The picture as a PNG, or the SVG that the address holds.

        Raises:
            RenderError: there is none, it lies elsewhere, it is damaged, or it unpacks to too many pixels.
        """
        from sidelight_image.picture import show

        return show(artifact.text, context)

    def close(self) -> None:
        """Nothing is held."""


renderer: Renderer = Pictures()
