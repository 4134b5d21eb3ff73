# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
import glfw
import moderngl
import numpy as np

glfw.init()
glfw.window_hint(glfw.CONTEXT_VERSION_MAJOR, 4)
glfw.window_hint(glfw.CONTEXT_VERSION_MINOR, 3)
glfw.window_hint(glfw.OPENGL_PROFILE, glfw.OPENGL_CORE_PROFILE)
window = glfw.create_window(320, 240, "Compute", None, None)
glfw.make_context_current(window)
ctx = moderngl.create_context()
offscreen = moderngl.create_standalone_context() if hasattr(moderngl, "create_standalone_context") else None
glfw.make_context_current(window)
texture = ctx.texture((64, 64), 4)
texture.filter = moderngl.NEAREST, moderngl.NEAREST
compute = ctx.compute_shader(
    """
    #version 430
    layout (local_size_x = 8, local_size_y = 8) in;
    layout (rgba8, binding = 0) uniform image2D image;
    uniform float time;
    void main() {
        ivec2 p = ivec2(gl_GlobalInvocationID.xy);
        imageStore(image, p, vec4(fract(p.x / 16.0 + time), fract(p.y / 16.0), time / 4.0, 1));
    }
    """
)
quad = ctx.vertex_array(
    ctx.program(
        vertex_shader="""
            #version 330
            in vec2 p; out vec2 uv;
            void main() { uv = p * 0.5 + 0.5; gl_Position = vec4(p, 0, 1); }
        """,
        fragment_shader="""
            #version 330
            uniform sampler2D image; in vec2 uv; out vec4 c;
            void main() { c = texture(image, uv); }
        """,
    ),
    ctx.buffer(np.array([-0.9, -0.9, 0.9, -0.9, -0.9, 0.9, 0.9, 0.9], "f4")),
    "p",
)
time = 0
while not glfw.window_should_close(window):
    time += 0.125
    texture.bind_to_image(0, read=False, write=True)
    compute["time"] = time
    compute.run(8, 8)
    ctx.memory_barrier()
    ctx.screen.use()
    ctx.clear()
    texture.use()
    quad.render(moderngl.TRIANGLE_STRIP)
    glfw.swap_buffers(window)
    glfw.poll_events()
