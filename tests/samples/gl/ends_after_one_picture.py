# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
# Ends: static
"""Shows one picture for a second and ends well."""
import pygame

pygame.init()
screen = pygame.display.set_mode((200, 150))
pygame.draw.circle(screen, (200, 60, 60), (100, 75), 50)
pygame.display.flip()
pygame.time.wait(1500)
pygame.quit()
