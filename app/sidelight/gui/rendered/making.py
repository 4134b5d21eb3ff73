# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Makes the drawing of what a renderer gave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from sidelight.api import Kind, Rendered
from sidelight.gui.rendered.body import Body
from sidelight.gui.rendered.grounds import Picture
from sidelight.gui.theme import Theme

if TYPE_CHECKING:
    from sidelight.workbench.render_job import RenderJob


def make_body(job: RenderJob, picture: Picture | None, theme: Theme, parent: QWidget) -> Body | None:
    """A drawing of what came; ``None`` where there is nothing to draw (a live one, a picture that is none).

    Args:
        job: what the renderer gave.
        picture: the same decoded, if it is one.
        theme: the look.
        parent: the widget around it.
    """
    made = None if job.rendered is None else _body(job.rendered, picture, svg_behind(job), theme, parent)
    if made is not None:
        made.artifact = job.artifact
    return made


def _body(
    rendered: Rendered, picture: Picture | None, svg: bytes | None, theme: Theme, parent: QWidget
) -> Body | None:
    alt = rendered.alt_text
    if rendered.kind is Kind.PNG and picture is not None:
        from sidelight.gui.rendered.image import ImageBody

        return ImageBody(picture, alt, theme, parent, svg)
    if rendered.kind is Kind.TABLE and rendered.table is not None:
        from sidelight.gui.rendered.table import TableBody

        return TableBody(rendered.table, alt, theme, parent)
    if rendered.kind is Kind.TREE and rendered.tree is not None:
        from sidelight.gui.rendered.tree import TreeBody

        return TreeBody(rendered.tree, alt, theme, parent)
    if rendered.kind is Kind.HTML:
        from sidelight.gui.rendered.page import PageBody

        return PageBody(rendered.text, alt, theme, parent)
    if rendered.kind is Kind.TEXT:
        from sidelight.gui.rendered.grid import GridBody

        return GridBody(rendered.text, alt, theme, parent, grid=rendered.grid)
    return None


def svg_behind(job: RenderJob) -> bytes | None:
    """The drawing that a picture was made of: what the renderer gave, or the artifact where that is SVG."""
    if job.source_svg is not None:
        return job.source_svg
    drawn = job.rendered is not None and job.rendered.kind is Kind.PNG
    by_svg = job.info is not None and "svg" in job.info.languages
    return job.artifact.text.encode("utf-8", "replace") if drawn and by_svg else None
