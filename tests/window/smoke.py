"""The real window: it opens on the demo, every screen draws, a card is dragged, keys lead elsewhere, nothing crashes, it quits.

Usage: smoke.py PROGRAM, on a screen and a session bus; from `cargo xtask test`.
"""

import sys
import tempfile

from screens import PLACES, settled
from webdriver import Window, until


def main(program):
    with tempfile.TemporaryDirectory() as data, Window(program, "--demo", "--data-dir", data) as window:
        heading = until("a heading is on screen", lambda: window.text("h1, h2"))
        print(f"the window opened at {heading[0]!r}")
        status = until("the engine answers", lambda: window.call("status"), seconds=120)
        assert status["demo"], "this is not the demonstration"
        until("the first days have passed", lambda: window.call("status")["questions"] > 0, seconds=120)
        window.call("pause_all", reason="for this test")
        window.size(1280, 800)
        every_screen_draws(window)
        a_card_is_dragged(window)
        a_key_leads_elsewhere(window)
        scripts = window.run("try { (0, eval)('1'); return true } catch { return false }")
        assert not scripts, "the page may turn text into code: the content security policy is not in force"
        window.run("setTimeout(() => window.__TAURI_INTERNALS__.invoke('quit'), 100)")
        until("the program has ended", lambda: gone(window), seconds=30)


def every_screen_draws(window):
    for name, place in PLACES.items():
        window.go(place)
        until(f"{name} has settled", lambda: settled(window))
        broken = window.run("return document.querySelector('[data-crashed]')?.textContent")
        assert not broken, f"{name} has crashed: {broken}"
        wide = window.run("return document.documentElement.scrollWidth > innerWidth")
        assert not wide, f"{name} is wider than the window"
    assert len(window.photograph("smoke")) > 5_000, "the window is blank"
    print(f"{len(PLACES)} screens draw")


def a_card_is_dragged(window):
    """From its stage to the next one, with the mouse held as a hand holds it; the engine then has it there."""
    window.go("/board")
    until("the board has cards", lambda: window.text("[data-card]"))
    deal, start, end = until("there is a card and a stage beside it", lambda: window.run("""
        const columns = [...document.querySelectorAll(".column")];
        const from = columns.find(column => column.querySelector("[data-card]"));
        const card = from?.querySelector("[data-card]"), to = columns[columns.indexOf(from) + 1];
        const middle = box => [Math.round(box.x + box.width / 2), Math.round(box.y + Math.min(60, box.height / 2))];
        return card && to && [card.dataset.card, middle(card.getBoundingClientRect()), middle(to.getBoundingClientRect())];
    """))
    before = window.call("deal_show", id=deal)["deal"]["stage"]
    window.drag(start, end)
    after = until("the deal has moved", lambda: (stage := window.call("deal_show", id=deal)["deal"]["stage"]) != before and stage)
    print(f"a card was dragged from {before} to {after}")


def a_key_leads_elsewhere(window):
    """Two keys, one after the other; what a person does in the demonstration by hand, its own person does too, so no mail is approved here."""
    window.press("g")
    window.press("t")
    until("Today is on screen", lambda: window.run("return location.hash") == "#/")
    print("two keys led to another screen")


def gone(window):
    try:
        window.run("return 1")
        return False
    except (OSError, RuntimeError):
        return True


if __name__ == "__main__":
    main(sys.argv[1])
