#!/usr/bin/env bash
# Installs, starts and removes the packages on a bare Debian 12 in a folder of its own. `cargo xtask dist --check` runs it.
#   bare.sh FILE.deb [FILE.AppImage]        as root, on Debian, with debootstrap
# MIRROR names another mirror, BASE a bare Debian that debootstrap made before (it is copied), SHOTS a folder for the pictures of the
# screen; KEEP=1 leaves the folder for a look.
set -euo pipefail
deb=$(readlink -f "$1")
image=${2:+$(readlink -f "$2")}
here=$(dirname "$(readlink -f "$0")")
shots=${SHOTS:-$PWD/target/packages}
mirror=${MIRROR:-http://deb.debian.org/debian}
[ "$(id -u)" = 0 ] || { echo "This makes a system in a folder, which takes root." >&2; exit 2; }

root=$(mktemp -d "${TMPDIR:-/tmp}/bare-debian.XXXXXX")
# It is the / of everybody in there.
chmod 755 "$root"
clean() {
    for place in proc dev/shm dev/pts dev; do
        # Lazily, if something that was cut off still looks at it.
        if mountpoint -q "$root/$place"; then umount "$root/$place" || umount --lazy "$root/$place"; fi
    done
    # Nothing of the machine may still be mounted inside when the folder goes.
    if [ -z "${KEEP:-}" ] && ! grep -q " $root/" /proc/mounts; then rm -rf --one-file-system "$root"; else echo "left: $root"; fi
}
trap clean EXIT
inside() { chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"; }
as_jo() { inside runuser -u jo -- env HOME=/home/jo "$@"; }
say() { printf '\n== %s\n' "$*"; }

say "A bare Debian 12"
if [ -n "${BASE:-}" ]; then
    cp -a "$BASE/." "$root"
else
    debootstrap --variant=minbase bookworm "$root" "$mirror" > "$root.log" 2>&1 || { tail "$root.log" >&2; exit 1; }
    rm -f "$root.log"
fi
mount -t proc proc "$root/proc"
mount --bind /dev "$root/dev"
mount -t devpts devpts "$root/dev/pts"
mount -t tmpfs tmpfs "$root/dev/shm"
mkdir -p "$root/etc/dpkg/dpkg.cfg.d"
# A system that lives for minutes need not survive a power cut.
echo force-unsafe-io > "$root/etc/dpkg/dpkg.cfg.d/fast"
printf '#!/bin/sh\nexit 101\n' > "$root/usr/sbin/policy-rc.d" && chmod +x "$root/usr/sbin/policy-rc.d"
cp /etc/resolv.conf "$root/etc/resolv.conf"
inside dpkg-query -W | wc -l | sed 's/$/ packages/'

say "Install"
cp "$deb" "$root/root/crm.deb"
inside apt-get update -qq
start=$(date +%s)
inside apt-get install -y -qq --no-install-recommends /root/crm.deb > "$root/root/install.log" 2>&1 || { tail -20 "$root/root/install.log" >&2; exit 1; }
echo "installed with all it depends on in $(($(date +%s) - start)) s: $(inside dpkg-query -W | wc -l) packages"
inside dpkg-query --showformat='${Package} ${Version} depends on: ${Depends}\n' --show crm-autopilot
inside dpkg-query --listfiles crm-autopilot > "$root/root/files"
while read -r file; do [ -d "$root$file" ] || ls -l "$root$file" | sed "s|$root||"; done < "$root/root/files"
for program in crm-autopilot autopilot; do
    if inside ldd "/usr/bin/$program" | grep 'not found'; then echo "$program lacks a library" >&2; exit 1; fi
done
echo "no library is missing"

say "The command line"
inside useradd --create-home jo
as_jo autopilot --version
printf 'Name,Email,Company\nJo Baker,jo@bakery.example,Bakery\nSam Lee,sam@lee.example,Lee & Co\nNobody,not an address,\n' > "$root/home/jo/people.csv"
as_jo autopilot import /home/jo/people.csv --brand codeteki --create-deals --pipeline sales
as_jo autopilot contacts list
as_jo autopilot demo > "$root/root/demo.txt"
tail -25 "$root/root/demo.txt"

say "The window, on a screen of its own"
inside apt-get install -y -qq --no-install-recommends xvfb xauth dbus dbus-x11 x11-utils imagemagick fonts-dejavu-core > "$root/root/tools.log" 2>&1
cp "$here/window.sh" "$root/usr/local/bin/window.sh"
mkdir -p "$shots"
show() { # the picture's name, the program
    as_jo xvfb-run -a -s '-screen 0 1280x900x24' dbus-run-session -- bash /usr/local/bin/window.sh "/home/jo/$1.png" "$2" "${@:3}"
    cp "$root/home/jo/$1.png" "$shots/$1.png"
    echo "picture: $shots/$1.png"
}
show deb /usr/bin/crm-autopilot --demo

say "Remove"
inside apt-get purge -y -qq crm-autopilot > "$root/root/purge.log" 2>&1
left=$(while read -r file; do if [ ! -d "$root$file" ] && [ -e "$root$file" ]; then echo "$file"; fi; done < "$root/root/files")
left+=$(find "$root" -xdev \( -path "$root/proc" -o -path "$root/dev" -o -path "$root/root" -o -path "$root/tmp" -o -path "$root/home" \) -prune -o \
    -iname '*autopilot*' -print | sed "s|$root||")
if [ -n "$left" ]; then printf 'left on the system:\n%s\n' "$left" >&2; exit 1; fi
echo "nothing of the package is left on the system"
echo "left in the person's home, because it is theirs:"
find "$root/home/jo" -iname '*autopilot*' -prune | sed "s|$root|  |"

[ -n "$image" ] || exit 0
say "The AppImage, where neither GTK nor a webview is installed"
# What stays only because something else could use it goes, too.
inside apt-get purge -y -qq libgtk-3-0 > "$root/root/gtk.log" 2>&1
inside apt-get autoremove -y -qq -o APT::AutoRemove::SuggestsImportant=false -o APT::AutoRemove::RecommendsImportant=false > "$root/root/autoremove.log" 2>&1
# What every desktop has: its fonts and what belongs to the graphics driver.
inside apt-get install -y -qq --no-install-recommends libegl1 libgl1 libgles2 libgbm1 libfontconfig1 libfreetype6 libharfbuzz0b libfribidi0 \
    libwayland-client0 libwayland-cursor0 libwayland-egl1 libwayland-server0 libsm6 libice6 libx11-xcb1 libasound2 libgmp10 libp11-kit0 > "$root/root/host.log" 2>&1
inside dpkg-query -W | grep -E '^(libwebkit|libgtk-3-0|libjavascriptcore)' && { echo "the webview is still there" >&2; exit 1; }
cp "$image" "$root/home/jo/crm.AppImage"
chmod +x "$root/home/jo/crm.AppImage"
inside ln -s crm.AppImage /home/jo/autopilot
as_jo env APPIMAGE_EXTRACT_AND_RUN=1 /home/jo/autopilot --version
show appimage /home/jo/crm.AppImage --appimage-extract-and-run --demo
say "All is well."
