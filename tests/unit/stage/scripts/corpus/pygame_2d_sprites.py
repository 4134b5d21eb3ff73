# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
import math
import pygame


class Ship(pygame.sprite.Sprite):
    def __init__(self, x, y, color):
        super().__init__()
        self.original = pygame.Surface((40, 24), pygame.SRCALPHA)
        pygame.draw.polygon(self.original, color, [(0, 0), (40, 12), (0, 24)])
        self.image = self.original
        self.rect = self.image.get_rect(center=(x, y))
        self.angle = 0

    def update(self):
        self.angle += 6
        self.image = pygame.transform.rotate(self.original, self.angle)
        self.rect = self.image.get_rect(center=self.rect.center)
        self.rect.x += round(3 * math.cos(math.radians(self.angle)))


def main():
    pygame.init()
    screen = pygame.display.set_mode((320, 240), pygame.RESIZABLE)
    pygame.display.set_icon(pygame.Surface((32, 32)))
    group = pygame.sprite.Group(Ship(60, 60, "orange"), Ship(160, 120, "cyan"), Ship(260, 180, "violet"))
    fade = pygame.Surface((320, 240), pygame.SRCALPHA)
    fade.fill((0, 0, 0, 60))
    clock = pygame.time.Clock()
    while True:
        for event in pygame.event.get():
            if event.type == pygame.QUIT:
                pygame.quit()
                return
        group.update()
        screen.blit(fade, (0, 0))
        group.draw(screen)
        pygame.draw.rect(screen, (255, 255, 255), (5, 5, 310, 230), 2, border_radius=12)
        pygame.display.update()
        clock.tick(200)


if __name__ == "__main__":
    main()
