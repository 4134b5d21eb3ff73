# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
# Ends: static KeyError
"""A thread dies of its own mistake; the picture goes on."""
import threading

import pygame

pygame.init()
screen = pygame.display.set_mode((200, 120))
state = {"x": 20}


def work():
    while state["x"] < 40:
        state["x"] += state["speed"]


threading.Thread(target=work, daemon=True).start()
clock = pygame.time.Clock()
while not any(event.type == pygame.QUIT for event in pygame.event.get()):
    screen.fill((0, 0, 0))
    pygame.draw.rect(screen, (90, 200, 90), (state["x"], 30, 60, 50))
    pygame.display.flip()
    clock.tick(60)
