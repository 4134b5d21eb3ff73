# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidelight.gui.glview.gl_errors import in_words

RECORD = (
    "OpenGL.GL.shaders.ShaderCompilationError: ('Shader compile failure (0): "
    "b\"0:3(16): error: `nothing\\' undeclared\\\\n0:4(2): error: syntax error, unexpected `}\\'\\\\n\"', "
    "[b'#version 120\\nvoid main() {}\\n'], GL_FRAGMENT_SHADER)"
)


def test_a_shaders_errors_are_said_with_their_lines():
    words = in_words(RECORD)
    assert words == "Fragment shader, line 3: `nothing' undeclared; line 4: syntax error, unexpected `}'"


def test_a_linkers_error_is_said_without_a_line():
    record = "OpenGL.GL.shaders.ShaderLinkError: Link failure (0): b'error: vertex output v not declared\\n'"
    assert in_words(record) == "Shader: error: vertex output v not declared"


@pytest.mark.parametrize(
    "error",
    [
        "ValueError: ShaderCompilationError",
        "ShaderCompilationError: ",
        "ShaderCompilationError: ('Shader compile failure (0): b\"",
        "ShaderCompilationError: " + "(" * 5000,
        "GLError: GLError(",
    ],
)
def test_what_is_no_record_stays_as_it_is(error):
    assert in_words(error) == error


def test_a_record_that_is_a_long_number_holds_nobody_up():
    began = time.process_time()
    record = "ShaderCompilationError: (" + ", " + "1" * 49_000
    assert in_words(record) == record
    assert time.process_time() - began < 1


@given(st.text(max_size=300))
def test_anything_may_stand_in_a_record(text):
    for name in ("ShaderCompilationError", "ShaderLinkError", "OpenGL.error.GLError"):
        assert in_words(f"{name}: {text}")
        assert in_words(f"{name}: ('Shader compile failure (0): {text}', [], GL_VERTEX_SHADER)")
