"""How long the real window takes from its start until what it shows is there, and what memory it then holds, beside an empty window.

Usage: start.py PROGRAM EMPTY DATA_DIR, on a screen; from `cargo xtask bench start`. Nothing in either program helps to measure: the screen is
looked at from outside, every few milliseconds, and "there" is the first look that already shows what is there in the end.

Our window chooses how the toolkit draws (`src-tauri/desktop/environment.rs`), which costs or saves memory by itself. So the empty one is measured
as it comes, with the same renderer, and with everything that ours chooses.
"""

import ctypes
import os
import pathlib
import statistics
import subprocess
import sys
import time

RUNS = 9
#: How long a window is watched; by then nothing in it moves any more.
WATCHED = 6.0
#: The share of the screen's lines that have to look as in the end: a clock or a cursor may differ.
ALIKE = 0.97
#: What our window chooses for itself.
RENDERER = {"WEBKIT_DISABLE_DMABUF_RENDERER": "1"}
DEVICE = {"WEBKIT_WEB_RENDER_DEVICE_FILE": "/dev/dri/renderD128"}


class Screen:
    """The whole X screen, read as rows of pixels."""

    class Image(ctypes.Structure):
        _fields_ = [("width", ctypes.c_int), ("height", ctypes.c_int), ("xoffset", ctypes.c_int), ("format", ctypes.c_int),
                    ("data", ctypes.c_void_p), ("byte_order", ctypes.c_int), ("bitmap_unit", ctypes.c_int),
                    ("bitmap_bit_order", ctypes.c_int), ("bitmap_pad", ctypes.c_int), ("depth", ctypes.c_int),
                    ("bytes_per_line", ctypes.c_int)]

    WIDTH, HEIGHT, PIXMAP, ALL = 1280, 800, 2, ctypes.c_ulong(-1)

    def __init__(self):
        self.x = ctypes.CDLL("libX11.so.6")
        self.x.XOpenDisplay.restype = self.x.XDefaultRootWindow.restype = ctypes.c_void_p
        self.x.XGetImage.restype = ctypes.POINTER(self.Image)
        self.display = ctypes.c_void_p(self.x.XOpenDisplay(None))
        self.root = ctypes.c_ulong(self.x.XDefaultRootWindow(self.display))

    def rows(self):
        """A fingerprint of every fourth line."""
        image = self.x.XGetImage(self.display, self.root, 0, 0, self.WIDTH, self.HEIGHT, self.ALL, self.PIXMAP)
        line = image.contents.bytes_per_line
        pixels = ctypes.string_at(image.contents.data, line * self.HEIGHT)
        # XDestroyImage is a macro in C; an image without its own functions is two blocks of memory.
        self.x.XFree(ctypes.c_void_p(image.contents.data))
        self.x.XFree(image)
        return [hash(pixels[start : start + line]) for start in range(0, len(pixels), 4 * line)]


def main(program, empty, data):
    screen = Screen()
    blank = screen.rows()
    windows = {
        "CRM Autopilot": ([program, "--data-dir", data], {}),
        "empty window, same renderer": ([empty], RENDERER),
        "empty window, as it comes": ([empty], {}),
        "empty window, all the same": ([empty], RENDERER | DEVICE),
    }
    found = {name: ([], []) for name in windows}
    for turn in range(RUNS + 1):
        for name, (command, choices) in windows.items():
            seconds, memory = start(screen, blank, command, choices)
            # The first turn fills the caches of the system for all.
            if turn:
                found[name][0].append(seconds * 1000)
                found[name][1].append(memory / 1024)
    ours = [statistics.median(values) for values in found["CRM Autopilot"]]
    for name, (times, memories) in found.items():
        time_taken, memory = statistics.median(times), statistics.median(memories)
        print(f"{name:<28} shown after {time_taken:5.0f} ms [{min(times):.0f} to {max(times):.0f}], "
              f"memory of all its processes {memory:5.1f} MB; ours takes {ours[0] / time_taken:.2f} and {ours[1] / memory:.2f} times as much")


def start(screen, blank, command, choices):
    """Seconds from the start until the last picture was there, and the kilobytes of the whole tree then."""
    looks = []
    begin = time.monotonic()
    # As they are without anybody who drives them, or has chosen a renderer.
    there = {key: value for key, value in os.environ.items() if key != "TAURI_WEBVIEW_AUTOMATION" and key not in RENDERER | DEVICE}
    process = subprocess.Popen(command, env=there | choices)
    try:
        while (passed := time.monotonic() - begin) < WATCHED:
            looks.append((passed, screen.rows()))
            time.sleep(0.004)
        last = looks[-1][1]
        assert alike(last, blank) < ALIKE, f"{command[0]} shows nothing"
        family = tree(process.pid)
        memory = sum(share(one) for one in family)
    finally:
        process.terminate()
        process.wait(timeout=20)
    # What a start of before still holds on to would make the next one wait.
    while alike(screen.rows(), blank) < 1 or any(pathlib.Path(f"/proc/{one}").exists() for one in family):
        time.sleep(0.05)
    return next(when for when, rows in looks if alike(rows, last) >= ALIKE), memory


def alike(one, other):
    return sum(a == b for a, b in zip(one, other)) / len(other)


def tree(root):
    """A process and all that came from it."""
    parents = {}
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(stat.parent.name)] = int(fields[1])
    found = [root]
    for parent in found:
        found += [child for child, above in parents.items() if above == parent]
    return found


def share(process):
    """Kilobytes that a process holds, what it shares divided among those who share it."""
    try:
        lines = pathlib.Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


if __name__ == "__main__":
    main(*sys.argv[1:])
