# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
import matplotlib
import matplotlib.pyplot as plt
import numpy as np

fig = plt.figure(figsize=(3, 2.4))
ax = fig.add_subplot(111, projection="3d")
X, Y = np.meshgrid(np.linspace(-3, 3, 20), np.linspace(-3, 3, 20))
ax.plot_surface(X, Y, np.sin(np.hypot(X, Y)), cmap="viridis")
plt.ion()
plt.show()
for angle in range(0, 360, 3):
    ax.view_init(30, angle)
    fig.canvas.draw()
    fig.canvas.flush_events()
