# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The verifier for "draw a rotating cube": it passes, fails, or leaves to a person what a run showed.

It never guesses. It *passes* a run only if everything agrees with one rigid cube that turns in space, and
*fails* one only for a reason that leaves no doubt: an error of the script's own, nothing shown, nothing
moving, noise, something round, a triangle. All else is *unsure*, with its figures, for a person to look at.

Where the thresholds come from (figures are of pictures made small to 128 x 96 pixels, of some sixty scripts
that ran on the real stage; the tests hold them):

- ``TOLERANCE``: outlines of real cubes differ from the best of 1,880 cube outlines by 1.2 to 1.6 % of their
  mean radius, at the window's edge by 2.2 %, and by 2.6 % where the cube is only 20 pixels wide. The nearest
  other things are an octahedron (4.0), a ball (4.1 to 4.5) and a dodecahedron (4.5). So 2.2 %, and 0.09
  pixels more for the grid. A box of which one side is a tenth longer (2.1) cannot be told from a cube.
- ``RIGID``: the size of a cube that only turns varies by 0.4 to 1.6 % as fitted; that of one that grows and
  shrinks by 30.
- ``TURNED``: a cube that turns about its upright axis is seen from sides up to 28 degrees apart, one at three
  degrees a second after 8 s still 18; a flat square 7, a cube that slides past the eye 11 of 19 possible.
- ``EDGES``: the edges inside the outline are all there in 76 to 100 % of pictures of a coloured or lit cube,
  in 58 % if its faces are painted in a wrong order and in 30 % if they are crossed. In a textured cube, or
  one that shades from corner to corner, they cannot be made out at all (at most 9 %): then the outline alone
  decides, and must fit in nearly all pictures and never have a gap.
- ``WIRES``: cubes of wires show 89 to 95 % of their edges where the fit has them, other figures of lines that
  reach as far show at most half.
"""

from __future__ import annotations

from sidelight.domain.verdict import Finding, Verdict
from sidelight.probes.motion import Motion, motion_of
from sidelight.probes.outline import ground_of, roundness, triangle_share
from sidelight.probes.shape import (
    FITTING,
    GRID,
    LEAST_PICTURES,
    LOOKED_INTO,
    OFTEN,
    TOLERANCE,
    Shape,
    mostly_cut,
    shape_of,
)
from sidelight.probes.watched import Watched, judge_ending

VERIFIER = "turning-cube 1"

LEAST_SECONDS = 2.5
"""Less is not enough for a pass: a third of a turn at the usual speed."""
LONG_SECONDS = 8.0
"""What has shown or moved nothing for so long does not; the slowest samples need three to begin."""

LEAST_RADIUS = 8.0
"""Pixels. In a smaller thing a cube and a ball differ by less than the grid's own error."""
NEARLY_ALL = 0.95
RIGID = 0.04
TURNED = 16.0
PARALLAX = 1.3
"""A thing that moves past the eye is seen from other sides too: so many times as much must be seen."""
EDGES, NO_EDGES = 0.7, 0.15
WIRES = 0.8
SOLID, HOLLOW = 0.94, 0.6

ROUND, ROUND_GRID = 0.02, 0.12
TRIANGLE = 0.88
UNLIKE, STRUCTURE = 0.1, 0.75
"""Pixels side by side are less alike than this in noise, and more (0.9) in any picture of a thing."""


def judge(watched: Watched) -> Finding:
    """Judge a run.

    Args:
        watched: what was seen of it so far, or in all.
    """
    pictures = watched.pictures
    by_end = judge_ending(watched)
    if by_end is not None:
        return _finding(Verdict(by_end[0]), by_end[1])
    error = f"It went on after an error that nobody caught: {watched.error}" if watched.error else ""
    if not pictures:
        return _finding(Verdict.UNSURE, f"No picture came in {watched.seconds:.1f} s.", error)
    import numpy as np

    frames = np.array(
        [np.frombuffer(p.rgb, np.uint8).reshape(p.height, p.width, 3) for p in pictures], np.uint8
    )
    at_s = np.array([picture.at_s for picture in pictures])
    motion = motion_of(frames, at_s)
    seen = " ".join(part for part in (_in_words(watched, motion), error) if part)
    plain = _judge_motion(watched, motion)
    if plain is not None:
        return _finding(plain[0], plain[1], seen)
    if ground_of(frames) is None and abs(motion.alike) < UNLIKE and motion.smooth < STRUCTURE:
        alike = (
            f"neighbouring pixels are alike by {motion.smooth:.2f}, pictures in a row by {motion.alike:.2f}"
        )
        return _finding(Verdict.FAIL, f"It shows noise: {alike}.", seen)
    shape = shape_of(frames)
    if isinstance(shape, str):
        return _finding(Verdict.UNSURE, shape, seen)
    other = _another_shape(shape)
    if other is not None:
        return _finding(Verdict.FAIL, other, *_shape_words(shape), seen)
    doubts = _doubts(watched, shape)
    if doubts:
        return _finding(Verdict.UNSURE, *doubts, *_shape_words(shape), seen)
    return _finding(
        Verdict.PASS,
        "One rigid cube turns.",
        *_shape_words(shape),
        _inside_words(shape),
        seen,
    )


def _finding(verdict: Verdict, *evidence: str) -> Finding:
    return Finding(verdict, tuple(line for line in evidence if line), VERIFIER)


def _in_words(watched: Watched, motion: Motion) -> str:
    again = f"; the picture comes again every {motion.period_s:.1f} s" if motion.period_s else ""
    return (
        f"Watched {watched.seconds:.1f} s in {len(watched.pictures)} pictures: "
        f"{motion.shown:.0%} show something, {motion.changing:.0%} differ from the one before{again}."
    )


def _judge_motion(watched: Watched, motion: Motion) -> tuple[Verdict, str] | None:
    """What can be said without looking at shapes."""
    long = watched.seconds >= LONG_SECONDS
    if motion.shown == 0:
        if long:
            return Verdict.FAIL, "The window showed one colour at a time and nothing on it."
        return Verdict.UNSURE, "Nothing was shown yet."
    if motion.still:
        if long:
            return Verdict.FAIL, f"The picture stood still for {watched.seconds:.0f} s."
        return Verdict.UNSURE, "The picture stood still, but it was not watched for long."
    if len(watched.pictures) < LEAST_PICTURES or watched.seconds < LEAST_SECONDS:
        return Verdict.UNSURE, "It was watched too briefly to tell."
    return None


def _another_shape(shape: Shape) -> str | None:
    """What it certainly is, if that is no cube."""
    import numpy as np

    large = [one for one in shape.outlines if one.radius >= LEAST_RADIUS and not one.cut]
    if len(large) < LEAST_PICTURES or len(large) < OFTEN * len(shape.outlines) or shape.share < OFTEN:
        return None
    if min(one.fill for one in large) < SOLID or min(one.share for one in large) < OFTEN:
        return None
    sample = large[:: max(1, len(large) // LOOKED_INTO)]
    varies = [roundness(one) for one in large]
    allowed = [ROUND + ROUND_GRID / one.radius for one in large]
    if float(np.mean(np.array(varies) <= np.array(allowed))) >= OFTEN:
        return (
            f"What moves is round: its radius varies by {np.median(varies):.1%}, a cube's by at least 4.5 %."
        )
    triangles = [triangle_share(one) for one in sample]
    if float(np.mean([one >= TRIANGLE for one in triangles])) >= OFTEN:
        return f"What moves is a triangle: one fills {np.median(triangles):.0%} of its outline."
    return None


def _doubts(watched: Watched, shape: Shape) -> list[str]:
    """Every reason why it may not be a cube that turns."""
    import numpy as np

    outlines = shape.outlines
    doubts = []
    radius = float(np.median([one.radius for one in outlines]))
    if shape.share < OFTEN:
        doubts.append(f"Something stands out in only {shape.share:.0%} of the pictures.")
    if radius < LEAST_RADIUS:
        doubts.append(f"It is too small to tell: {2 * radius:.0f} pixels wide in a picture of 128.")
    if mostly_cut(outlines):
        doubts.append("It reaches beyond the window.")
    if float(np.median([one.share for one in outlines])) < OFTEN:
        doubts.append("There is more than one thing in the picture.")
    if shape.fitting < FITTING:
        doubts.append(f"Only {shape.fitting:.0%} of the outlines are those of a cube.")
    elif shape.rigid > RIGID:
        doubts.append(f"Its size varies by {shape.rigid:.0%}.")
    elif shape.turned < max(TURNED, PARALLAX * shape.passed):
        doubts.append(
            f"It was seen from sides only {shape.turned:.0f}° apart: "
            "it may be flat, or stand still, or turn very slowly."
        )
    else:
        doubts += _inside_doubts(shape)
    return doubts


def _inside_doubts(shape: Shape) -> list[str]:
    import numpy as np

    fills = [one.fill for one in shape.outlines]
    if float(np.median(fills)) < HOLLOW:
        wires = float(np.mean([one.wires for one in shape.inside]))
        return [] if wires >= WIRES else [f"Only {wires:.0%} of a cube's edges are there."]
    if min(fills) < SOLID:
        return [f"There are gaps in it: {1 - min(fills):.0%} of its outline at most."]
    complete = _edges_seen(shape)
    if complete >= EDGES:
        return []
    if complete > NO_EDGES:
        return [f"The edges between a cube's faces are all there in only {complete:.0%} of the pictures."]
    if shape.fitting < NEARLY_ALL:
        return ["No edges can be made out inside its outline, and the outline does not always fit."]
    return []


def _edges_seen(shape: Shape) -> float:
    """Share of pictures in which every edge that is expected inside the outline is there."""
    looked = [one for one in shape.inside if one.expected]
    return sum(one.seen >= one.expected for one in looked) / len(looked) if looked else 0.0


def _shape_words(shape: Shape) -> tuple[str, ...]:
    import numpy as np

    radius = float(np.median([one.radius for one in shape.outlines]))
    fits = f"{shape.fitting:.0%} of {len(shape.outlines)} outlines are a cube's"
    allowed = f"{TOLERANCE + GRID / radius:.1%} is allowed"
    return (
        f"{fits}: off by {shape.misfit:.1%} of its radius, where {allowed}.",
        f"Its size varies by {shape.rigid:.1%}; it was seen from sides up to {shape.turned:.0f}° apart.",
    )


def _inside_words(shape: Shape) -> str:
    import numpy as np

    if float(np.median([one.fill for one in shape.outlines])) < HOLLOW:
        return f"{np.mean([one.wires for one in shape.inside]):.0%} of a cube's edges are there, as wires."
    complete = _edges_seen(shape)
    if complete <= NO_EDGES:
        return "No edges can be made out between its faces: one colour, shading or a texture."
    return f"The edges between its faces are all there in {complete:.0%} of the pictures."
