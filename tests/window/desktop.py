"""The desktop around the window, as a person has it: its keychain, their hands, what is on the screen."""

import subprocess


def keyring():
    """A keychain of one's own, open."""
    process = subprocess.Popen(["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"], stdin=subprocess.PIPE)
    process.stdin.write(b"password")
    process.stdin.close()
    return process


def windows(name):
    """The X windows on the screen whose title or class has the name in it."""
    found = set()
    for by in ["--name", "--class"]:
        shown = subprocess.run(["xdotool", "search", "--onlyvisible", by, name], capture_output=True, text=True)
        found |= set(shown.stdout.split())
    return sorted(found)


def xdotool(*what):
    subprocess.run(["xdotool", *what], check=True)
