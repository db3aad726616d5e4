"""Photographs every screen of the demo, at two sizes and in both themes, into `target/screens`.

Usage: screens.py PROGRAM, on a screen and a session bus; from `cargo xtask screens`.
"""

import re
import sys
import tempfile

from webdriver import SCREENS, Window, until

SIZES = [(1280, 800), (1920, 1080)]
THEMES = ["light", "dark"]
SEEN = {}
PLACES = "return [...new Set([...document.querySelectorAll('a[href^=\"#\"]')].map(link => link.getAttribute('href')))]"


def main(program):
    with tempfile.TemporaryDirectory() as data, Window(program, "--demo", "--data-dir", data) as window:
        until("the engine answers", lambda: window.call("status"), seconds=120)
        for place in until("there are places to go to", lambda: window.run(PLACES)):
            name = name_of(place)
            window.run("location.hash = arguments[0].replace(/^.*#/, '')", place)
            for width, height in SIZES:
                window.size(width, height)
                for theme in THEMES:
                    window.run("document.documentElement.dataset.theme = arguments[0]", theme)
                    until("the page has settled", lambda: settled(window))
                    window.photograph(f"{name}-{width}-{theme}")
    print(f"the screens are in {SCREENS}")


def name_of(place):
    """A short name that stays the same from run to run: the ids in an address become their order of appearance."""
    ids = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
    for found in ids.findall(place):
        place = place.replace(found, str(SEEN.setdefault(found, len(SEEN) + 1)))
    return re.sub(r"\W+", "-", place).strip("-") or "start"


def settled(window):
    """Nothing loads, nothing moves, and the fonts are there."""
    return window.run("""
        return document.fonts.status === "loaded"
            && !document.querySelector("[aria-busy=true]")
            && document.getAnimations().every(animation => animation.playState !== "running")
            && document.querySelector("h1, h2") !== null
    """)


if __name__ == "__main__":
    main(sys.argv[1])
