# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import io

from PIL import Image

from sidelight.domain.running import Outcome
from sidelight.sandbox.frames import Frame
from sidelight.workbench.picture import PictureJudge, png_of

W, H = 320, 240
BLACK = bytes((0, 0, 0, 255))
RED = bytes((0, 0, 255, 255))


def frame(seq: int, box: int | None) -> Frame:
    pixels = bytearray(BLACK * (W * H))
    if box is not None:
        for row in range(40, 80):
            at = (row * W + box) * 4
            pixels[at : at + 40 * 4] = RED * 40
    return Frame(width=W, height=H, seq=seq, at_ns=0, pixels=memoryview(bytes(pixels)))


def judged(*boxes: int | None) -> PictureJudge:
    judge = PictureJudge()
    for seq, box in enumerate(boxes, start=1):
        judge.look(frame(seq, box), keep=True)
    return judge


def test_nothing_drawn_is_blank() -> None:
    assert judged(None, None).outcome is Outcome.BLANK
    assert PictureJudge().outcome is Outcome.BLANK


def test_the_same_picture_is_static_even_after_blank_frames() -> None:
    assert judged(None, 30, 30, 30).outcome is Outcome.STATIC


def test_a_moving_picture_is_changing() -> None:
    assert judged(30, 60).outcome is Outcome.CHANGING


def test_a_blank_end_does_not_cost_the_picture() -> None:
    judge = judged(30, None)
    with Image.open(io.BytesIO(judge.png())) as picture:
        assert picture.size == (W, H)
        assert picture.getpixel((35, 45)) == (255, 0, 0)
        assert picture.getpixel((5, 5)) == (0, 0, 0)


def test_colours_survive_the_way_to_png() -> None:
    with Image.open(io.BytesIO(png_of(1, 1, bytes((10, 20, 30, 0))))) as picture:
        assert picture.convert("RGB").getpixel((0, 0)) == (30, 20, 10)
