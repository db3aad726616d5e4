"""What the program costs while nothing is due: hidden in the tray with 100,000 deals, then after its window was opened and closed again.

Usage: idle.py PROGRAM AUTOPILOT DATA [MINUTES], on a screen and a session bus; from `cargo xtask bench idle`. Processor and disk as the kernel counts them
for the whole tree of processes; memory with what is shared divided among those who share it.
"""

import os
import pathlib
import sqlite3
import subprocess
import sys
import tempfile
import time

from background import Tray, bus_owner, close
from desktop import keyring, windows, xdotool
from start import share, tree
from webdriver import until

FOLDER = "au.codeteki.crm-autopilot"
TICKS = os.sysconf("SC_CLK_TCK")
# Longer than the program keeps the page of a window that was closed.
FREED = 6 * 60


def main(program, autopilot, data, minutes="10"):
    with tempfile.TemporaryDirectory() as home:
        os.environ.update(HOME=home, XDG_DATA_HOME=f"{home}/share", XDG_CONFIG_HOME=f"{home}/config", XDG_STATE_HOME=f"{home}/state",
                          XDG_RUNTIME_DIR=home, WEBKIT_DISABLE_DMABUF_RENDERER="1")
        os.environ.pop("TAURI_WEBVIEW_AUTOMATION", None)
        pathlib.Path(home, "share").mkdir()
        pathlib.Path(home, "share", FOLDER).symlink_to(pathlib.Path(data).resolve())
        around = [keyring(), *(subprocess.Popen(one) for one in [["openbox"], ["xfce4-panel"], ["dunst"]])]
        started = None
        try:
            nothing_is_due(autopilot, pathlib.Path(data))
            until("there is a tray", lambda: "true" in bus_owner("org.kde.StatusNotifierWatcher"))
            started = subprocess.Popen([program, "--hidden"])
            tray = until("its icon is in the tray", Tray.find)
            until("the engine is at work", lambda: "Nothing waits for you" in tray.items())
            time.sleep(30)
            rest("hidden since the start", started.pid, 60 * float(minutes))
            tray.click("Open CRM Autopilot")
            window = until("the window is there", lambda: windows("Today"))[0]
            time.sleep(20)
            print(f"with its window open         memory {memory(started.pid):6.1f} MB in {len(tree(started.pid))} processes")
            close(window)
            asked = until("it asks what closing means", lambda: windows("Keep working"))[0]
            xdotool("windowactivate", "--sync", asked)
            xdotool("key", "Return")
            until("the window is gone", lambda: not windows("Today"))
            time.sleep(20)
            print(f"just closed                  memory {memory(started.pid):6.1f} MB in {len(tree(started.pid))} processes")
            time.sleep(FREED)
            rest("closed for six minutes", started.pid, 60)
        finally:
            for one in [started, *around]:
                if one and one.poll() is None:
                    one.terminate()
                    one.wait(timeout=30)


def nothing_is_due(autopilot, data):
    """The file has come from elsewhere, so it is paused until a person looks; and its deals would be due."""
    subprocess.run([autopilot, "resume"], check=True, capture_output=True)
    with sqlite3.connect(data / "crm-autopilot.sqlite") as database:
        later = int((time.time() + 30 * 86_400) * 1000)
        database.execute("UPDATE deals SET next_action_at = ?", (later,))
        deals = database.execute("SELECT count(*) FROM deals").fetchone()[0]
    print(f"{deals:,} deals, none due for a month; every task keeps its schedule")


def rest(what, root, seconds):
    """Lets it be, and says what it took."""
    before, begin = used(root), time.monotonic()
    time.sleep(seconds)
    passed, after = time.monotonic() - begin, used(root)
    processor = (after[0] - before[0]) / TICKS / passed
    print(f"{what:<28} memory {memory(root):6.1f} MB in {len(tree(root))} processes, processor {100 * processor:.3f} % of one core, "
          f"{(after[1] - before[1]) / 1024:.0f} KB written in {passed / 60:.1f} minutes")


def used(root):
    """Ticks of the processor and bytes written to disk so far, by all processes."""
    ticks = written = 0
    for one in tree(root):
        fields = pathlib.Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
        io = dict(line.split(": ") for line in pathlib.Path(f"/proc/{one}/io").read_text().splitlines())
        written += int(io["write_bytes"])
    return ticks, written


def memory(root):
    return sum(share(one) for one in tree(root)) / 1024


if __name__ == "__main__":
    main(*sys.argv[1:])
