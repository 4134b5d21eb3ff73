# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What moves in a series of pictures: is anything shown, does it change, does it come again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numpy import ndarray

DIFFERS = 10
"""Of 255, in any colour: what a pixel must differ by to count."""
A_FEW = 3
"""So many pixels must differ for a picture to have changed, or to show something on its ground."""
COMES_AGAIN = 0.25
"""A picture comes again where it differs from an earlier one by at most this share of the usual."""


@dataclass(frozen=True, slots=True)
class Motion:
    """Figures of a series.

    Attributes:
        shown: share of pictures that show more than one colour.
        changing: share of pictures that differ from the one before.
        still: whether none differs from the first.
        period_s: after how long the pictures come again; ``None`` if that was not seen.
        alike: how alike two pictures in a row are: correlation of their brightness, mean.
        smooth: how alike pixels side by side are: correlation, mean.
    """

    shown: float
    changing: float
    still: bool
    period_s: float | None
    alike: float
    smooth: float


def motion_of(pictures: ndarray, at_s: ndarray) -> Motion:
    """Figures of pictures (n, height, width, 3) seen at these times, in seconds; n is at least 1."""
    import numpy as np

    count = len(pictures)
    colours = pictures.astype(np.int16)
    middle = np.median(colours.reshape(count, -1, 3), axis=1)[:, None, None]
    apart = np.abs(colours - middle).max(axis=3) > DIFFERS
    shown = apart.reshape(count, -1).sum(axis=1) >= A_FEW
    steps = _differing(colours[1:], colours[:-1])
    since_first = _differing(colours[1:], colours[:1])
    grey = colours.mean(axis=3)
    return Motion(
        shown=float(shown.mean()),
        changing=float((steps >= A_FEW).mean()) if count > 1 else 0.0,
        still=bool((since_first < A_FEW).all()),
        period_s=_period(grey, at_s),
        alike=_correlation(grey[1:], grey[:-1]),
        smooth=_correlation(grey[:, :, 1:], grey[:, :, :-1]),
    )


def _differing(some: ndarray, others: ndarray) -> ndarray:
    """How many pixels differ, for each picture."""
    import numpy as np

    apart = np.abs(some - others).max(axis=3) > DIFFERS
    return apart.sum(axis=(1, 2))  # type: ignore[no-any-return]


def _period(grey: ndarray, at_s: ndarray) -> float | None:
    """The first time after which pictures come again, by their difference at each distance in time."""
    import numpy as np

    count = len(grey)
    if count < 12:
        return None
    flat = grey.reshape(count, -1)
    lags = range(1, count * 2 // 3)
    apart = np.array([np.abs(flat[lag:] - flat[:-lag]).mean() for lag in lags])
    usual = float(np.median(apart))
    if usual < 0.05:
        return None
    away = np.flatnonzero(apart > 0.6 * usual)
    if not len(away):
        return None
    # First it must become different, then come back.
    for at in range(int(away[0]) + 1, len(apart) - 1):
        lowest = apart[at] <= apart[at - 1] and apart[at] <= apart[at + 1]
        if lowest and apart[at] <= COMES_AGAIN * usual:
            return (at + 1) * float(at_s[-1] - at_s[0]) / (count - 1)
    return None


def _correlation(some: ndarray, others: ndarray) -> float:
    """Mean correlation of pictures, pair by pair; 1 for pictures of one colour."""
    import numpy as np

    if not len(some):
        return 1.0
    a = some.reshape(len(some), -1)
    b = others.reshape(len(others), -1)
    a, b = a - a.mean(axis=1, keepdims=True), b - b.mean(axis=1, keepdims=True)
    power = np.sqrt((a**2).sum(axis=1) * (b**2).sum(axis=1))
    return float(np.where(power > 1e-6, (a * b).sum(axis=1) / np.maximum(power, 1e-6), 1.0).mean())
