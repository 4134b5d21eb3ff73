# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
import random
import pygame

pygame.init()
pygame.mixer.init()
WIDTH, HEIGHT = 320, 240
screen = pygame.display.set_mode((WIDTH, HEIGHT))
pygame.display.set_caption("Bouncing balls")
clock = pygame.time.Clock()
font = pygame.font.SysFont(None, 24)
beep = pygame.mixer.Sound(buffer=bytes(4000))
random.seed(7)
balls = [
    {
        "pos": pygame.Vector2(random.randint(20, 300), random.randint(20, 220)),
        "vel": pygame.Vector2(random.uniform(-4, 4), random.uniform(-4, 4)),
        "color": [random.randint(60, 255) for _ in range(3)],
    }
    for _ in range(12)
]
score = 0
running = True
while running:
    for event in pygame.event.get():
        if event.type == pygame.QUIT:
            running = False
    screen.fill((20, 24, 40))
    for ball in balls:
        ball["pos"] += ball["vel"]
        if not 10 < ball["pos"].x < WIDTH - 10:
            ball["vel"].x *= -1
            score += 1
            beep.play()
        if not 10 < ball["pos"].y < HEIGHT - 10:
            ball["vel"].y *= -1
            score += 1
        pygame.draw.circle(screen, ball["color"], ball["pos"], 10)
        pygame.draw.aaline(screen, "white", ball["pos"], ball["pos"] + 5 * ball["vel"])
    screen.blit(font.render(f"Score: {score}", True, (255, 255, 255)), (10, 10))
    pygame.display.flip()
    clock.tick(240)
pygame.quit()
