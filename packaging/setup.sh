#!/bin/sh
# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
#
# Makes .venv with everything that Sidelight and its tests need. A second run notices that nothing changed.
set -eu
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*"; }

# The place is part of it: a virtual environment does not work after its folder was moved.
wanted() {
    { pwd; cat pyproject.toml plugins/*/pyproject.toml constraints.txt packaging/setup.sh \
        packaging/system_packages.py; } | cksum
}

version() { "$1" -c 'import sys; print(*sys.version_info[:3])' 2>/dev/null; }

# Another Python than the one that .venv was made with: a wish that only a new environment can fulfil.
if [ -n "${PYTHON:-}" ] && [ -e .venv ]; then
    python=$(sh packaging/find_python.sh)
    if [ "$(version "$python")" != "$(version .venv/bin/python)" ]; then
        say "The virtual environment in .venv is made anew for $python."
        rm -rf .venv
    fi
fi

stamp=.venv/sidelight-setup
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$(wanted)" ] && .venv/bin/python -c '' 2>/dev/null; then
    exit 0
fi

python=$(sh packaging/find_python.sh)
say "Setting Sidelight up with $("$python" --version) ($python)."

# Before the packages, for its sentences are clearer than those of a failing import.
"$python" packaging/system_packages.py

if ! .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    if [ -e .venv ]; then
        say "The virtual environment in .venv does not work any more; it is made anew."
        rm -rf .venv
    fi
    "$python" -m venv .venv
fi
rm -f "$stamp"

install() {
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt "$@" || {
        say "" "The packages could not be installed; pip's own words are above."
        say "Sidelight needs a package index that pip can reach. Run the same command again to go on."
        exit 1
    } >&2
}

say "Installing the pinned packages into .venv (about 1.3 GB on disk; the first time takes a few minutes)."
install hatchling editables
# Without build isolation pip builds with the two pinned packages above, not with whatever is newest today.
install --no-build-isolation --editable '.[dev]'
# The plugins that come along are packages of their own, like anybody's.
set --
for plugin in plugins/*/pyproject.toml; do
    set -- "$@" --editable "./${plugin%/pyproject.toml}"
done
install --no-build-isolation "$@"

wanted >"$stamp"
say "Sidelight is set up. Start it with: make run"
