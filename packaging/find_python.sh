#!/bin/sh
# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
#
# Prints the Python that Sidelight is to be installed with: 3.11 or newer.
#
# The system's own comes first. What models write runs as another, unprivileged user when Sidelight runs as
# root, and that user can read /usr but not an interpreter inside somebody's home folder.
set -u

new_enough() {
    "$1" -c 'import sys; sys.exit(not (sys.version_info[:2] >= (3, 11) and sys.maxsize > 2**32))' \
        >/dev/null 2>&1
}

if [ -n "${PYTHON:-}" ]; then
    if chosen=$(command -v "$PYTHON") && new_enough "$chosen"; then
        printf '%s\n' "$chosen"
        exit 0
    fi
    printf 'PYTHON=%s is not a 64-bit Python 3.11 or newer. Name another, or leave PYTHON out.\n' "$PYTHON" >&2
    exit 1
fi

for candidate in "${SYSTEM_PYTHON:-/usr/bin/python3}" python3.13 python3.12 python3.11 python3.14 python3; do
    if found=$(command -v "$candidate") && new_enough "$found"; then
        printf '%s\n' "$found"
        exit 0
    fi
done

cat >&2 <<'END'
Sidelight needs Python 3.11 or newer, and none was found.
On Debian 12 or Ubuntu 24.04:  sudo apt-get install python3 python3-venv
If you have one elsewhere:     make setup PYTHON=/path/to/python3.11
END
exit 1
