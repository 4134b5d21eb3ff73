# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
import pyglet
from pyglet.window import key


class Game(pyglet.window.Window):
    def __init__(self):
        super().__init__(320, 240, caption="Sprites", vsync=False)
        data = bytes(v for y in range(32) for x in range(32) for v in (x * 8, y * 8, 200, 255 if x > y else 120))
        image = pyglet.image.ImageData(32, 32, "RGBA", data)
        image.anchor_x = image.anchor_y = 16
        self.set_icon(image)
        self.keys = key.KeyStateHandler()
        self.push_handlers(self.keys)
        self.batch = pyglet.graphics.Batch()
        self.sprites = [pyglet.sprite.Sprite(image, 40 * n, 60 + 20 * n, batch=self.batch) for n in range(1, 7)]
        self.fps = 0

    def on_draw(self):
        self.clear()
        for n, sprite in enumerate(self.sprites):
            sprite.update(rotation=sprite.rotation + 3 + n, scale=1 + n / 4)
        if self.keys[key.LEFT]:
            self.sprites[0].x -= 5
        self.batch.draw()

    def on_key_press(self, symbol, modifiers):
        if symbol == key.ESCAPE:
            self.close()


pyglet.gl.glClearColor(0.2, 0.2, 0.25, 1)
game = Game()
pyglet.app.run(0)
