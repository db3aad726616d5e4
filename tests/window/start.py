"""How long the real window takes from its start until what it shows is there, and what memory it then holds, beside an empty window.

Usage: start.py PROGRAM EMPTY DATA_DIR, on a screen; from `cargo xtask bench start`. Nothing in either program helps to measure: the screen is
looked at from outside, every few milliseconds, and "there" is the first look that already shows what is there in the end.
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
    commands = {"CRM Autopilot": [program, "--data-dir", data], "empty window": [empty]}
    found = {name: ([], []) for name in commands}
    for turn in range(RUNS + 1):
        for name, command in commands.items():
            seconds, memory = start(screen, blank, command)
            # The first turn fills the caches of the system for both.
            if turn:
                found[name][0].append(seconds * 1000)
                found[name][1].append(memory / 1024)
    (ours, empties) = found.values()
    for name, (times, memories) in found.items():
        print(f"{name:<16} shown after {statistics.median(times):5.0f} ms [{min(times):.0f} to {max(times):.0f}], "
              f"memory of all its processes {statistics.median(memories):5.1f} MB")
    print(f"ratio            {statistics.median(ours[0]) / statistics.median(empties[0]):.2f} in time, "
          f"{statistics.median(ours[1]) / statistics.median(empties[1]):.2f} in memory")


def start(screen, blank, command):
    """Seconds from the start until the last picture was there, and the kilobytes of the whole tree then."""
    looks = []
    begin = time.monotonic()
    # As both are without anybody who drives them, and with the renderer that the program chooses for itself.
    there = {key: value for key, value in os.environ.items() if key != "TAURI_WEBVIEW_AUTOMATION"}
    process = subprocess.Popen(command, env={**there, "WEBKIT_DISABLE_DMABUF_RENDERER": "1"})
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
