# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import io

import pytest
from PIL import Image
from PySide6.QtGui import QImage

from sidelight.gui.decoding import decoded
from sidelight.gui.rendered.grounds import decode


def packed(kind):
    file = io.BytesIO()
    Image.new("RGB", (30, 20), (255, 0, 0)).save(file, kind)
    return file.getvalue()


def test_a_picture_is_read_as_what_it_is_said_to_be(qapp):
    assert decoded(packed("PNG")).size().toTuple() == (30, 20)
    assert decoded(packed("JPEG"), "jpeg").size().toTuple() == (30, 20)
    assert decoded(packed("PNG"), "jpeg").isNull()


@pytest.mark.parametrize("kind", ["BMP", "GIF", "JPEG", "PPM"])
def test_nothing_else_is_tried_on_bytes_that_are_no_such_file(qapp, kind):
    assert not QImage.fromData(packed(kind)).isNull()  # Qt would read it
    assert decoded(packed(kind)).isNull()


@pytest.mark.parametrize(
    "data", [b"", b"\x89PNG\r\n\x1a\n", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.4"]
)
def test_what_is_no_picture_is_none(qapp, data):
    assert decoded(data).isNull()


def test_a_drawing_that_is_no_png_is_not_decoded(qapp):
    from sidelight.api import Image as Drawn

    assert decode(Drawn(packed("GIF"), 30.0, 20.0)) is None
    assert decode(Drawn(packed("PNG"), 30.0, 20.0)) is not None
