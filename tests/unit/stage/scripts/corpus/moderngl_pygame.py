# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
import moderngl
import numpy as np
import pygame

pygame.init()
pygame.display.gl_set_attribute(pygame.GL_CONTEXT_MAJOR_VERSION, 3)
pygame.display.gl_set_attribute(pygame.GL_CONTEXT_MINOR_VERSION, 3)
pygame.display.gl_set_attribute(pygame.GL_CONTEXT_PROFILE_MASK, pygame.GL_CONTEXT_PROFILE_CORE)
pygame.display.set_mode((320, 240), pygame.OPENGL | pygame.DOUBLEBUF)
ctx = moderngl.create_context(require=330)
prog = ctx.program(
    vertex_shader="""
        #version 330
        in vec2 in_vert;
        in vec3 in_color;
        uniform float angle;
        out vec3 v_color;
        void main() {
            v_color = in_color;
            gl_Position = vec4(mat2(cos(angle), sin(angle), -sin(angle), cos(angle)) * in_vert, 0.0, 1.0);
        }
    """,
    fragment_shader="""
        #version 330
        in vec3 v_color;
        out vec4 f_color;
        void main() { f_color = vec4(v_color, 1.0); }
    """,
)
vertices = np.array([0, 0.8, 1, 0, 0, -0.8, -0.5, 0, 1, 0, 0.8, -0.5, 0, 0, 1], dtype="f4")
vao = ctx.vertex_array(prog, [(ctx.buffer(vertices.tobytes()), "2f 3f", "in_vert", "in_color")])
angle = 0
while True:
    for event in pygame.event.get():
        if event.type == pygame.QUIT:
            raise SystemExit
    angle += 0.07
    ctx.clear(0.15, 0.15, 0.2)
    prog["angle"].value = angle
    vao.render(moderngl.TRIANGLES)
    pygame.display.flip()
