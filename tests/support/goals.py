# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Figures beside the goals that they are held to, for the scripts in ``tests/bench``."""

from __future__ import annotations

import os


def conditions() -> str:
    """What the machine is doing besides, in words."""
    return f"load {os.getloadavg()[0]:.1f} on {len(os.sched_getaffinity(0))} processors"


def held(
    name: str, value: float, unit: str = "", *, at_most: float | None = None, at_least: float | None = None
) -> bool:
    """Print a figure with its goal; gives whether the goal was reached.

    Args:
        name: what was measured.
        value: the figure.
        unit: what it counts, as ``ms``; nothing for a ratio.
        at_most: the goal, if less is better.
        at_least: the goal, if more is better.
    """
    bound = at_most if at_most is not None else at_least
    reached = (at_most is None or value <= at_most) and (at_least is None or value >= at_least)
    words = "at most" if at_most is not None else "at least"
    goal = "" if bound is None else f"{words} {bound:g}{' ' + unit if unit else ''}"
    shown = f"{value:.3g}" if abs(value) < 100 else f"{value:.0f}"
    verdict = "" if bound is None else "reached" if reached else "MISSED"
    print(f"{name:58} {shown + (' ' + unit if unit else ''):>12}   {goal:18} {verdict}".rstrip(), flush=True)
    return reached
