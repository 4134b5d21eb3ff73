# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
import moderngl_window as mglw
import numpy as np
from moderngl_window import geometry


class Example(mglw.WindowConfig):
    gl_version = (3, 3)
    title = "Quad pygame"
    window_size = (320, 240)
    aspect_ratio = None
    resizable = True
    log_level = None
    vsync = False

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.quad = geometry.quad_fs()
        self.frames = 0
        self.prog = self.ctx.program(
            vertex_shader="""#version 330
            in vec3 in_position; in vec2 in_texcoord_0; out vec2 uv;
            void main() { gl_Position = vec4(in_position, 1); uv = in_texcoord_0; }""",
            fragment_shader="""#version 330
            uniform float time; in vec2 uv; out vec4 c;
            void main() {
                vec2 z = uv * 3.0 - vec2(2.2, 1.5); vec2 k = z; int n = 0;
                for (; n < 40 && dot(z, z) < 4.0; n++) z = vec2(z.x * z.x - z.y * z.y, 2.0 * z.x * z.y) + k * cos(time);
                c = vec4(n / 40.0, sin(n * 0.3), 0.3, 1);
            }""",
        )

    def on_render(self, time, frame_time):
        self.frames += 1
        self.ctx.clear(0, 0, 0)
        self.prog["time"].value = self.frames * 0.02
        self.quad.render(self.prog)

    def on_key_event(self, key, action, modifiers):
        print(key, action, flush=True)


if __name__ == "__main__":
    mglw.run_window_config(Example, args=("--window", "pygame2"))
