#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
#
# Proves that Sidelight can be tested and started on a Debian 12 that has next to nothing installed.
#
#   sudo packaging/clean_room.sh [MAKE-TARGET…]        (test and run, if none is named)
#
# A minimal Debian is made in a temporary folder, this repository's last commit is cloned into it, and make runs
# inside. Logs and the screenshot come back into build/clean-room. The package mirror and pip's settings are
# those of this machine. Everything is mounted in a namespace of its own, so nothing stays mounted afterwards.
#
#   KEEP=1   leaves the folder and says where it is
#   SUITE    another Debian release (bookworm)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
repository=$PWD
suite=${SUITE:-bookworm}
targets=("${@:-test}")
(($#)) || targets=(test run)

die() {
    printf 'clean_room: %s\n' "$*" >&2
    exit 1
}
((EUID == 0)) || die "must run as root, for it mounts file systems. Try: sudo $0"
command -v debootstrap >/dev/null || die "needs debootstrap. Install it with: apt-get install debootstrap"
command -v pivot_root >/dev/null || die "needs pivot_root (package util-linux)"

results=$repository/build/clean-room
mkdir -p "$results"
rm -f "$results"/*
folder=$(mktemp -d "${TMPDIR:-/tmp}/sidelight-clean-room.XXXXXX")
root=$folder/root
finish() {
    if [[ -n ${KEEP:-} ]]; then
        echo "Kept: $root"
    else
        rm -rf --one-file-system "$folder"
    fi
}
trap finish EXIT

# The release and what belongs to it (updates, security), from where this machine gets them.
sources=$(apt-get indextargets --format 'deb $(REPO_URI) $(RELEASE) $(COMPONENT)' 'Identifier: Packages' |
    grep -E "^deb [^ ]+ ${suite}(-updates|-security)? main$" | sort -u) || true
mirror=$(awk -v suite="$suite" '$3 == suite { print $2; exit }' <<<"$sources")
[[ -n $mirror ]] || die "apt on this machine has no source for “$suite”; name another release with SUITE=…"

echo "Making a minimal $suite …"
debootstrap --variant=minbase --include=python3,python3-venv,make,git,ca-certificates \
    "$suite" "$root" "$mirror" >"$results/debootstrap.log" 2>&1 ||
    die "debootstrap failed; its words are in $results/debootstrap.log"
printf '%s\n' "$sources" >"$root/etc/apt/sources.list"

# How this machine reaches the network and its package indexes.
cp -L /etc/resolv.conf /etc/hosts "$root/etc/"
[[ -d /usr/local/share/ca-certificates ]] && cp -r /usr/local/share/ca-certificates/. "$root/usr/local/share/ca-certificates/"
cp -L /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/ca-certificates.crt"
settings=$(python3 -m pip config list 2>/dev/null || true)
{
    echo "[global]"
    sed -nE "s/^global\.([a-z-]+)='(.*)'$/\1 = \2/p" <<<"$settings"
} >"$root/etc/pip.conf"
environment=(HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin CI=true)
while IFS= read -r line; do environment+=("$line"); done < <(env | grep -E '^(PIP_[A-Z_]+|https?_proxy|no_proxy)=' || true)

# Folders of packages that pip's settings name, if there are any. The pages of a folder in index form point to
# files beside it, so its parent is taken.
binds=()
for word in $settings; do
    path=${word#*\'}
    path=${path#file://}
    path=${path%%\'*}
    path=${path%/simple}
    [[ $path == /* && -d $path && $path != / ]] && binds+=("$path")
done

echo "Cloning the last commit …"
git -c safe.directory='*' clone --quiet --no-local "$repository" "$root/root/sidelight"

cat >"$root/clean_room_inside" <<'INSIDE'
#!/bin/bash
set -u
umount -l /.outside && rmdir /.outside
cd /root/sidelight
status=0
for target in "$@"; do
    begin=$SECONDS
    echo "── make $target"
    make "$target" </dev/null >"/results-$target.log" 2>&1
    code=$?
    tail -n 5 "/results-$target.log" | sed 's/^/   /'
    echo "── make $target: status $code after $((SECONDS - begin)) s"
    ((code == 0)) || status=1
done
exit $status
INSIDE
chmod +x "$root/clean_room_inside"

cat >"$folder/enter" <<'ENTER'
#!/bin/bash
set -eu
root=$1
shift
mount --bind "$root" "$root"
mount -t proc proc "$root/proc"
mount --rbind /sys "$root/sys"
mount --rbind /dev "$root/dev"
mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm"
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
while [[ $1 != -- ]]; do
    mkdir -p "$root$1"
    mount --bind "$1" "$root$1"
    mount -o remount,bind,ro "$root$1"
    shift
done
shift
# A true root and not a chroot: the kernel gives no user namespaces to processes in a chroot, and the stronger
# level of the sandbox is made of them.
mkdir -p "$root/.outside"
cd "$root"
pivot_root . .outside
exec chroot . /clean_room_inside "$@"
ENTER
chmod +x "$folder/enter"

status=0
env -i "${environment[@]}" unshare --mount --pid --fork --kill-child --propagation private \
    "$folder/enter" "$root" "${binds[@]}" -- "${targets[@]}" || status=$?

for log in "$root"/results-*.log; do
    [[ -f $log ]] && cp "$log" "$results/${log##*/results-}"
done
cp "$root"/root/sidelight/build/*.png "$results/" 2>/dev/null || true
echo "Logs and pictures: $results"
exit $status
