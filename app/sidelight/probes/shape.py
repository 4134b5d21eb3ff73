# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What the outlines in a series of pictures say of one thing that may be a cube. See ``turning_cube``."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sidelight.probes.inside import Inside, inside_of
from sidelight.probes.outline import Outline, ground_of, outline_of, standing_out
from sidelight.probes.solid import Fit, fit_cube

if TYPE_CHECKING:
    from numpy import ndarray

LEAST_PICTURES = 16
TOLERANCE, GRID = 0.022, 0.09
"""Of the radius, and in pixels: by how much an outline may differ from a cube's."""
FITTING = 0.8
"""Share of pictures whose outline must be a cube's."""
OFTEN = 0.9
STEADY = 4
"""Of 255: what never changes by more belongs to the ground."""
LOOKED_INTO = 20
"""Pictures whose inside is looked at: each costs 4 ms."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What the outlines say.

    Attributes:
        outlines: those of the pictures in which something stands out.
        share: of the pictures in which it does.
        fit: the cubes that fit them best.
        fitting: share of outlines that are within tolerance of a cube's.
        misfit: the median, as a share of the radius.
        turned: degrees between the sides from which the cube is seen.
        passed: degrees by which it moved past the eye.
        rigid: variation of its size.
        inside: what lies inside some of the outlines.
    """

    outlines: Sequence[Outline]
    share: float
    fit: Fit
    fitting: float
    misfit: float
    turned: float
    passed: float
    rigid: float
    inside: Sequence[Inside]


def shape_of(frames: ndarray) -> Shape | str:
    """What the outlines in pictures (n, height, width, 3) say, or why there are none to speak of."""
    import numpy as np

    ground = ground_of(frames)
    if ground is None:
        return "There is no plain ground from which a shape stands out."
    masks = standing_out(frames, ground)
    shape = _shape_in(frames, masks)
    if isinstance(shape, Shape) and shape.fitting >= FITTING and not mostly_cut(shape.outlines):
        return shape
    # Writing or a floor that never changes may hang together with what turns: try without it.
    usual = np.median(frames, axis=0)
    steady = standing_out(usual[None], ground) & (np.abs(frames - usual).max(axis=3) <= STEADY)
    without = _shape_in(frames, masks & ~steady) if steady.any() else shape
    better = isinstance(without, Shape) and (
        isinstance(shape, str) or without.fitting > shape.fitting or mostly_cut(shape.outlines)
    )
    return without if better else shape


def mostly_cut(outlines: Sequence[Outline]) -> bool:
    """Whether the window's rim cuts too many of them."""
    return sum(one.cut for one in outlines) > (1 - OFTEN) * len(outlines)


def _shape_in(frames: ndarray, masks: ndarray) -> Shape | str:
    import numpy as np

    found = [(at, outline) for at, mask in enumerate(masks) if (outline := outline_of(mask)) is not None]
    if len(found) < LEAST_PICTURES:
        return "Hardly anything stands out from the ground."
    outlines = [outline for _, outline in found]
    fit = fit_cube(np.array([outline.reach for outline in outlines]))
    radii = np.array([outline.radius for outline in outlines])
    well = fit.misfit <= TOLERANCE + GRID / radii
    turns = fit.turns()
    fitting = float(well.mean())
    look = min(LOOKED_INTO, len(found)) if fitting >= FITTING else 0
    chosen = np.linspace(0, len(found) - 1, look).astype(int)
    inside = [
        inside_of(
            frames[found[k][0]], masks[found[k][0]], outlines[k], turns[k], float(fit.scale[k]), fit.distance
        )
        for k in chosen
    ]
    return Shape(
        outlines=outlines,
        share=len(found) / len(frames),
        fit=fit,
        fitting=fitting,
        misfit=float(np.median(fit.misfit)),
        turned=_turned(turns),
        passed=_passed(outlines, fit),
        rigid=float(fit.scale.std() / fit.scale.mean()),
        inside=inside,
    )


def _turned(turns: ndarray) -> float:
    """Degrees between the sides from which a cube is seen, the few farthest left out."""
    import numpy as np

    # All sides that the cube's symmetries make alike are one.
    sides = np.sort(np.abs(turns[:, 2, :]), axis=1)
    apart = np.degrees(np.arccos(np.clip(sides @ sides.T, -1, 1)))
    return float(np.quantile(apart, 0.95))


def _passed(outlines: Sequence[Outline], fit: Fit) -> float:
    """Degrees by which the line from the eye to the cube swung as it moved through the picture."""
    import numpy as np

    centres = np.array([outline.centre for outline in outlines])
    low, high = np.quantile(centres, 0.03, axis=0), np.quantile(centres, 0.97, axis=0)
    way = float(np.linalg.norm(high - low))
    return math.degrees(2 * math.atan(way / 2 / (float(np.median(fit.scale)) * fit.distance)))
