# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
# Ends: static
"""A surface of matplotlib that nobody turns."""
import matplotlib.pyplot as plt
import numpy as np

x, y = np.meshgrid(np.linspace(-3, 3, 24), np.linspace(-3, 3, 24))
figure = plt.figure(figsize=(4, 3))
axes = figure.add_subplot(projection="3d")
axes.plot_surface(x, y, np.sinc(np.hypot(x, y)), cmap="viridis")
axes.set_title("sinc")
plt.show()
