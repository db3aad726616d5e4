#!/usr/bin/env bash
# Starts a window on the screen at hand, waits until a page is drawn in it, and takes a picture: window.sh PICTURE PROGRAM [ARGUMENT…]
set -euo pipefail
picture=$1
shift
export LIBGL_ALWAYS_SOFTWARE=1 WEBKIT_DISABLE_COMPOSITING_MODE=1 NO_AT_BRIDGE=1
"$@" > "$HOME/window.log" 2>&1 &
program=$!
for second in $(seq 90); do
    sleep 1
    if ! kill -0 "$program" 2> /dev/null; then echo "it ended:" >&2; tail -20 "$HOME/window.log" >&2; exit 1; fi
    xwininfo -root -tree 2> /dev/null | grep -q 'CRM Autopilot' || continue
    import -window root "$picture"
    # An empty window has a handful of colours, and "Opening your data" some 330; the first screen has many more.
    colours=$(identify -format '%k' "$picture")
    [ "$colours" -gt 600 ] || continue
    # A moment more, so that the picture shows the settled page.
    sleep 4
    import -window root "$picture"
    echo "a page is drawn after $second s ($colours colours)"
    # The window's own process: the start of an AppImage waits for it and passes no signal on. Its title says what it shows, too.
    window=$(xwininfo -root -tree | grep -m 1 'CRM Autopilot' | grep -o -m 1 '0x[0-9a-f]*' | head -n 1)
    kill -TERM "$(xprop -id "$window" _NET_WM_PID | grep -o '[0-9]*$')"
    wait "$program" && echo "it ended when it was asked to, with 0" || { echo "it ended with $?" >&2; exit 1; }
    exit 0
done
echo "no page was drawn in 90 s:" >&2
tail -20 "$HOME/window.log" >&2
kill "$program"
exit 1
