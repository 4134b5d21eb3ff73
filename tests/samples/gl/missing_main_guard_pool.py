# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
# Ends: error RuntimeError
"""Heights from a pool of spawned processes, without the guard that spawning needs."""
import multiprocessing

import pygame

multiprocessing.freeze_support()
if multiprocessing.current_process().name == "MainProcess":
    multiprocessing.set_start_method("spawn")


def height(x):
    return (x * 37) % 50


if multiprocessing.parent_process() is not None:
    raise RuntimeError("started again from the first line: the main guard is missing")
worker = multiprocessing.Process(target=height, args=(3,))
worker.start()
worker.join()
if worker.exitcode:
    raise RuntimeError(f"a worker ended with status {worker.exitcode}")
pygame.init()
pygame.display.set_mode((100, 100))
