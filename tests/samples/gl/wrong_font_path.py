# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
# Ends: error FileNotFoundError
"""Opens a font by a name that is not there, after its first picture."""
import pygame

pygame.init()
screen = pygame.display.set_mode((300, 200))
screen.fill("teal", (20, 20, 100, 60))
pygame.display.flip()
font = pygame.font.Font("assets/PressStart2P.ttf", 24)
while True:
    pygame.event.pump()
    screen.blit(font.render("Ready", True, "white"), (30, 30))
    pygame.display.flip()
