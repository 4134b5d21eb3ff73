# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.animation import FuncAnimation

fig, ax = plt.subplots(figsize=(3.2, 2.4))
x = np.linspace(0, 2 * np.pi, 100)
(line,) = ax.plot(x, np.sin(x), lw=2)
ax.set_title("Wave")
ax.grid(True)


def update(frame):
    line.set_ydata(np.sin(x + frame / 5))
    ax.set_xlabel(f"frame {frame}")
    return (line,)


animation = FuncAnimation(fig, update, frames=200, interval=10, blit=False)
plt.tight_layout()
plt.show()
