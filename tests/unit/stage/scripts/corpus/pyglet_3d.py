# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
import pyglet
from pyglet.gl import *
from pyglet.graphics.shader import Shader, ShaderProgram
from pyglet.math import Mat4, Vec3

window = pyglet.window.Window(width=320, height=240, caption="Cube", resizable=True)
program = ShaderProgram(
    Shader(
        """#version 330 core
        in vec3 position;
        in vec3 colors;
        uniform mat4 model;
        uniform mat4 camera;
        out vec3 shade;
        void main() { gl_Position = camera * model * vec4(position, 1.0); shade = colors; }""",
        "vertex",
    ),
    Shader(
        """#version 330 core
        in vec3 shade;
        out vec4 fragment;
        void main() { fragment = vec4(shade, 1.0); }""",
        "fragment",
    ),
)
corners = [(x, y, z) for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)]
faces = [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)]
indices = [n for a, b, c, d in faces for n in (a, b, c, a, c, d)]
cube = program.vertex_list_indexed(
    8,
    GL_TRIANGLES,
    indices,
    position=("f", [float(n) for corner in corners for n in corner]),
    colors=("f", [(n + 1) / 2 for corner in corners for n in corner]),
)
angle = 0.0
glEnable(GL_DEPTH_TEST)


@window.event
def on_draw():
    global angle
    angle += 0.05
    window.clear()
    program.use()
    program["model"] = Mat4.from_rotation(angle, Vec3(0, 1, 0)) @ Mat4.from_rotation(angle / 2, Vec3(1, 0, 0))
    program["camera"] = Mat4.perspective_projection(window.aspect_ratio, 0.1, 100, 60) @ Mat4.look_at(
        Vec3(2, 2, 3), Vec3(0, 0, 0), Vec3(0, 1, 0)
    )
    cube.draw(GL_TRIANGLES)


pyglet.clock.schedule_interval(lambda dt: None, 1 / 60)
pyglet.app.run(1 / 200)
