"""Photographs every screen of the demo, at two sizes and in both themes, into `target/screens`.

Usage: screens.py PROGRAM, on a screen and a session bus; from `cargo xtask screens`.
"""

import re
import sys
import tempfile

from webdriver import SCREENS, Window, until

SIZES = [(1280, 800), (1920, 1080)]
THEMES = ["light", "dark"]


def main(program):
    with tempfile.TemporaryDirectory() as data, Window(program, "--demo", "--data-dir", data) as window:
        until("a heading is on screen", lambda: window.text("h1, h2"))
        places = window.run("return [...new Set([...document.querySelectorAll('nav a[href]')].map(a => a.getAttribute('href')))]")
        for place in places or ["#/"]:
            name = re.sub(r"\W+", "-", place).strip("-") or "start"
            window.run("location.hash = arguments[0].replace(/^.*#/, '')", place)
            for width, height in SIZES:
                window.size(width, height)
                for theme in THEMES:
                    window.run("document.documentElement.dataset.theme = arguments[0]", theme)
                    until("the page has settled", lambda: settled(window))
                    window.photograph(f"{name}-{width}-{theme}")
    print(f"the screens are in {SCREENS}")


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
