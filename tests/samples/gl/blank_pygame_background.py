# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
# Ends: blank
"""Fills its window with one colour and forgets the rest."""
import pygame

pygame.init()
screen = pygame.display.set_mode((320, 240))
clock = pygame.time.Clock()
running = True
while running:
    for event in pygame.event.get():
        running = running and event.type != pygame.QUIT
    screen.fill((12, 40, 70))
    pygame.display.flip()
    clock.tick(60)
pygame.quit()
