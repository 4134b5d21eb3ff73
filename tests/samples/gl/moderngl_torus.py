# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
# Ends: changing
"""A ring of points in moderngl on a pygame window."""
import moderngl
import numpy as np
import pygame

pygame.init()
pygame.display.gl_set_attribute(pygame.GL_CONTEXT_MAJOR_VERSION, 3)
pygame.display.gl_set_attribute(pygame.GL_CONTEXT_MINOR_VERSION, 3)
pygame.display.gl_set_attribute(pygame.GL_CONTEXT_PROFILE_MASK, pygame.GL_CONTEXT_PROFILE_CORE)
pygame.display.set_mode((360, 270), pygame.OPENGL | pygame.DOUBLEBUF)
context = moderngl.create_context()
program = context.program(
    vertex_shader="""#version 330
    uniform float time; in float angle;
    void main() {
        gl_PointSize = 6.0;
        gl_Position = vec4(cos(angle + time) * (0.5 + 0.2 * cos(5.0 * angle)), sin(angle + time) * 0.6, 0, 1);
    }""",
    fragment_shader="#version 330\nout vec4 c; void main() { c = vec4(0.4, 1.0, 0.7, 1.0); }",
)
ring = context.vertex_array(
    program, [(context.buffer(np.linspace(0, 6.28, 90, dtype="f4")), "1f", "angle")]
)
context.enable(moderngl.PROGRAM_POINT_SIZE)
clock = pygame.time.Clock()
frame = 0
while not any(event.type == pygame.QUIT for event in pygame.event.get()):
    frame += 1
    context.clear(0.05, 0.05, 0.1)
    program["time"] = frame / 40
    ring.render(moderngl.POINTS)
    pygame.display.flip()
    clock.tick(60)
