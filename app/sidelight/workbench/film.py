# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Pictures to keep and to send, made of a run's last seconds: a strip of frames, or a short clip."""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from sidelight.workbench.recent import Snapshot

if TYPE_CHECKING:
    from PIL import Image

ClipKind = Literal["gif", "webp", "png"]

FRAMES_IN_STRIP = 6
STRIP_FRAME_WIDTH = 320
CLIP_WIDTH = 640
CLIP_FPS = 15.0
"""A clip has every frame of a slow script and fewer of a quick one: it is to be sent, not to be measured."""
GAP = 4


def chosen(snapshots: Sequence[Snapshot], count: int) -> list[Snapshot]:
    """At most ``count`` of them, evenly spread in time, the first and the last among them."""
    if len(snapshots) <= count:
        return list(snapshots)
    if count == 1:
        return [snapshots[-1]]
    begin, length = snapshots[0].at_s, snapshots[-1].at_s - snapshots[0].at_s
    found: list[Snapshot] = []
    at = 0
    for number in range(count):
        due = begin + length * number / (count - 1)
        # Enough must be left for those that follow.
        last = len(snapshots) - (count - number)
        while at < last and abs(snapshots[at + 1].at_s - due) <= abs(snapshots[at].at_s - due):
            at += 1
        found.append(snapshots[at])
        at += 1
    return found


def strip_of(snapshots: Sequence[Snapshot], count: int = FRAMES_IN_STRIP) -> bytes:
    """Several frames side by side, oldest left, as PNG, with a narrow gap that is transparent.

    Raises:
        ValueError: there are no frames.
    """
    from PIL import Image

    frames = [_opened(one, STRIP_FRAME_WIDTH) for one in chosen(snapshots, count)]
    if not frames:
        raise ValueError("there are no frames to make a strip of")
    width = sum(frame.width for frame in frames) + GAP * (len(frames) - 1)
    strip = Image.new("RGBA", (width, max(frame.height for frame in frames)), (0, 0, 0, 0))
    left = 0
    for frame in frames:
        strip.paste(frame, (left, 0))
        left += frame.width + GAP
    out = io.BytesIO()
    strip.save(out, "PNG", compress_level=6)
    return out.getvalue()


def clip_of(snapshots: Sequence[Snapshot], kind: ClipKind) -> bytes:
    """The frames one after another, each for as long as it was seen, again and again.

    All take the size of the last one: a window may have been resized meanwhile.

    Raises:
        ValueError: there are no frames.
    """
    shown = _thinned(snapshots)
    if not shown:
        raise ValueError("there are no frames to make a clip of")
    last = _opened(shown[-1], CLIP_WIDTH)
    frames = [_opened(one, CLIP_WIDTH) for one in shown[:-1]] + [last]
    frames = [frame if frame.size == last.size else frame.resize(last.size) for frame in frames]
    lasting = [max(20, round(1000 * (after.at_s - one.at_s))) for one, after in pairwise(shown)]
    lasting.append(lasting[-1] if lasting else 1000)
    out = io.BytesIO()
    first, rest = frames[0], frames[1:]
    if kind == "gif":
        first.save(out, "GIF", save_all=True, append_images=rest, duration=lasting, loop=0, optimize=False)
    elif kind == "webp":
        first.save(
            out, "WEBP", save_all=True, append_images=rest, duration=lasting, loop=0, quality=85, method=2
        )
    else:
        first.save(out, "PNG", save_all=True, append_images=rest, duration=lasting, loop=0, compress_level=6)
    return out.getvalue()


def _thinned(snapshots: Sequence[Snapshot]) -> list[Snapshot]:
    """As many a second as a clip has."""
    shown: list[Snapshot] = []
    due = 0.0
    for one in snapshots:
        if not shown or one.at_s >= due:
            shown.append(one)
            due = max(due, one.at_s - 1 / CLIP_FPS) + 1 / CLIP_FPS
    return shown


def _opened(one: Snapshot, most_width: int) -> Image.Image:
    from PIL import Image

    picture = Image.open(io.BytesIO(one.jpeg)).convert("RGB")
    if picture.width > most_width:
        height = max(1, round(picture.height * most_width / picture.width))
        picture = picture.resize((most_width, height), Image.Resampling.LANCZOS)
    return picture
