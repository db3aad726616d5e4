"""Photographs every screen of the demo, at two sizes and in both themes, into `target/screens`.

Usage: screens.py PROGRAM, on a screen and a session bus; from `cargo xtask screens`.
"""

import sys
import tempfile

from webdriver import SCREENS, Window, until

SIZES = [(1280, 800), (1920, 1080)]
THEMES = ["light", "dark"]
PLACES = {
    "today": "/",
    "board": "/board",
    "review": "/review",
    "inbox": "/inbox",
    "contacts": "/contacts",
    "prospects": "/prospects",
    "links": "/links",
    "import": "/import",
    "analytics": "/analytics",
    "decisions": "/decisions",
    "emails": "/emails",
    "tasks": "/tasks",
    "settings": "/settings",
    "doctor": "/doctor",
    "notices": "/notices",
    "welcome": "/welcome",
}
SECTIONS = ["mailbox", "sender", "ai", "sending", "autonomy", "relay", "targets", "notices", "pipelines", "wordings", "computer", "appearance", "backups", "about"]


def main(program):
    with tempfile.TemporaryDirectory() as data, Window(program, "--demo", "--data-dir", data) as window:
        until("the engine answers", lambda: window.call("status"), seconds=120)
        until("the first days have passed", lambda: window.call("status")["questions"] > 0, seconds=120)
        window.call("pause_all", reason="for the photographs")
        write_some(window)
        for name, place in [*PLACES.items(), *deal(window), *((f"settings-{one}", f"/settings/{one}") for one in SECTIONS)]:
            window.go(place)
            for width, height in SIZES:
                window.size(width, height)
                for theme in THEMES:
                    window.run("document.documentElement.dataset.theme = arguments[0]", theme)
                    until(f"{name} has settled", lambda: settled(window))
                    window.drawn()
                    window.photograph(f"{name}-{width}-{theme}")
    print(f"the screens are in {SCREENS}")


def write_some(window, mails=4):
    """Has a few mails written that wait: those of the demonstration are approved by its own person as soon as they come."""
    for row in window.call("deals_list", brand="codeteki", status="active", limit=40):
        try:
            window.call("deal_email", id=row["card"]["id"])
        except RuntimeError:
            continue
        mails -= 1
        if mails == 0:
            return


def deal(window):
    """The board with a deal open beside it, one that asks something."""
    asking = window.call("deals_list", asking=True, limit=1)
    return [("deal", f"/board?deal={row['card']['id']}") for row in asking]


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
