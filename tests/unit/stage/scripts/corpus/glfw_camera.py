# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
import math

import glfw
from OpenGL.GL import *
from OpenGL.GLU import *

yaw, pitch, first = -90.0, 0.0, True
last = [160, 120]


def mouse(window, x, y):
    global yaw, pitch, first
    if first:
        last[:] = x, y
        first = False
    yaw += (x - last[0]) * 0.1
    pitch = max(-89, min(89, pitch - (y - last[1]) * 0.1))
    last[:] = x, y


glfw.init()
monitor = glfw.get_primary_monitor()
mode = glfw.get_video_mode(monitor)
assert mode.size.width > 0 and mode.refresh_rate >= 0
assert not glfw.joystick_present(glfw.JOYSTICK_1)
assert len(glfw.get_monitors()) == 1
glfw.window_hint(glfw.STENCIL_BITS, 8)
window = glfw.create_window(320, 240, "Camera", None, None)
glfw.make_context_current(window)
glfw.set_input_mode(window, glfw.CURSOR, glfw.CURSOR_DISABLED)
if glfw.raw_mouse_motion_supported():
    glfw.set_input_mode(window, glfw.RAW_MOUSE_MOTION, True)
glfw.set_scroll_callback(window, lambda window, x, y: None)
glEnable(GL_DEPTH_TEST)
glEnable(GL_LINE_SMOOTH)
frame = 0
glfw.set_time(0)
while not glfw.window_should_close(window) and glfw.get_time() < 600:
    frame += 1
    mouse(window, 160 + 3 * frame, 120 + frame)
    if glfw.get_key(window, glfw.KEY_W) == glfw.PRESS:
        frame += 1
    glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT)
    glMatrixMode(GL_PROJECTION)
    glLoadIdentity()
    gluPerspective(60, 4 / 3, 0.1, 100)
    glMatrixMode(GL_MODELVIEW)
    glLoadIdentity()
    a, b = math.radians(yaw), math.radians(pitch)
    gluLookAt(0, 1, 3, math.cos(a) * math.cos(b), 1 + math.sin(b), 3 + math.sin(a) * math.cos(b), 0, 1, 0)
    glBegin(GL_LINES)
    for n in range(-10, 11):
        glColor3f(0.4 + n / 40, 0.5, 0.6)
        glVertex3f(n, 0, -10)
        glVertex3f(n, 0, 10)
        glVertex3f(-10, 0, n)
        glVertex3f(10, 0, n)
    glEnd()
    glfw.swap_buffers(window)
    glfw.poll_events()
glfw.terminate()
