"""The real window, once: it opens on the demo, shows the board, and reaches the engine.

Usage: smoke.py PROGRAM, on a screen and a session bus; from `cargo xtask test`.
"""

import sys
import tempfile

from webdriver import Window, until


def main(program):
    with tempfile.TemporaryDirectory() as data, Window(program, "--demo", "--data-dir", data) as window:
        heading = until("a heading is on screen", lambda: window.text("h1, h2"))
        print(f"the window opened at {heading[0]!r}")
        status = until("the engine answers", lambda: window.call("status"), seconds=120)
        assert status["demo"], "this is not the demonstration"
        board = window.call("board", pipeline=window.call("pipelines")[0]["id"], limit=5)
        assert board["deals"] > 0, "the demonstration has no deals"
        print(f"the engine answers: {board['deals']} deals in the first pipeline")
        until("the board shows a deal", lambda: any(card["name"] in " ".join(window.text("body")) for column in board["columns"] for card in column["cards"]))
        window.size(1280, 800)
        picture = window.photograph("smoke")
        assert len(picture) > 5_000, "the window is blank"
        broken = window.run("return document.querySelector('[data-crashed]')?.innerText")
        assert not broken, f"the page has crashed: {broken}"
        scripts = window.run("try { (0, eval)('1'); return true } catch { return false }")
        assert not scripts, "the page may turn text into code: the content security policy is not in force"


if __name__ == "__main__":
    main(sys.argv[1])
