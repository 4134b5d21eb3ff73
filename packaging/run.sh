#!/bin/sh
# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
#
# Starts Sidelight. Without a display it does its main job on a virtual one and leaves a screenshot.
set -eu
cd "$(dirname "$0")/.."

if ! .venv/bin/sidelight model get smollm2; then
    cat >&2 <<'END'
The demo model could not be fetched. Sidelight starts without it: the sample answers and your own servers work.
To try again later: .venv/bin/sidelight model get smollm2
END
fi

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    exec .venv/bin/sidelight "$@"
fi

mkdir -p build
screenshot=build/sidelight.png
rm -f "$screenshot"
echo "There is no display here: Sidelight runs on a virtual one, does its main job and takes a picture."
.venv/bin/python packaging/virtual_display.py .venv/bin/sidelight self-test --screenshot "$screenshot"
echo "Screenshot: $PWD/$screenshot"
