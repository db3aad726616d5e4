"""The board of the real window with many cards: opening it, scrolling it, moving on it.

Usage: board.py PROGRAM DATA_DIR, on a screen and a session bus; from `cargo xtask bench board`. All times are taken in the page, by its own
clock, from the event that a person makes.
"""

import os
import statistics
import sys
import time

from webdriver import Window, until

OPENINGS, DROPS, FRAMES = 15, 200, 600

OPEN = """
    const [done] = arguments;
    const link = document.querySelector('.sidebar a[href$="#/board"]');
    const begin = performance.now();
    link.click();
    const look = () => {
        const there = document.querySelector("[data-card]") && !document.querySelector("[aria-busy=true]");
        // Two frames on, what was found is on the screen.
        if (there) requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - begin)));
        else requestAnimationFrame(look);
    };
    look();
"""

SCROLL = """
    const [frames, done] = arguments;
    const bodies = [...document.querySelectorAll(".column-body")];
    const body = bodies.reduce((one, other) => other.scrollHeight > one.scrollHeight ? other : one);
    const gaps = [];
    let last = performance.now(), empty = 0;
    const step = now => {
        gaps.push(now - last);
        last = now;
        const box = body.getBoundingClientRect();
        const middle = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
        if (middle?.closest(".card-unknown")) empty += 1;
        if (gaps.length > frames) return done({ gaps: gaps.slice(1), empty, height: body.scrollHeight });
        body.scrollTop += 60;
        requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
"""

DROP = """
    const [moves, done] = arguments;
    const invoke = window.__TAURI_INTERNALS__.invoke;
    (async () => {
        const times = [];
        for (const args of moves) {
            const begin = performance.now();
            await invoke("call", { name: "deal_move", args });
            times.push(performance.now() - begin);
        }
        done(times);
    })().catch(error => done({ error }));
"""

def main(program, data):
    # The renderer that the program chooses for itself; only photographs need the other.
    os.environ["WEBKIT_DISABLE_DMABUF_RENDERER"] = "1"
    with Window(program, "--data-dir", data) as window:
        until("the engine answers", lambda: window.call("status"), seconds=120)
        window.size(1280, 800)
        pipeline = next(one for one in window.call("pipelines") if (one["brand"], one["key"]) == ("codeteki", "sales"))
        board = window.call("board", pipeline=pipeline["id"], limit=DROPS)
        print(f"{board['deals']} deals on the board of {pipeline['name']}, {max(one['count'] for one in board['columns'])} in the longest column")
        opening(window)
        scrolling(window)
        dropping(window, board)


def opening(window):
    first, again = [], []
    for _ in range(OPENINGS):
        window.go("/tasks")
        window.run("window.former = true; location.reload()")
        there = "return !window.former && document.querySelector('.sidebar a[href$=\"#/board\"]') !== null"
        until("the page is there again", lambda: window.run(there))
        until("it rests", lambda: not window.run("return document.querySelector('[aria-busy=true]') !== null"))
        # A hand takes a moment; what a start still does is over by then. The board itself is fetched by the click.
        time.sleep(1.5)
        first.append(window.later(OPEN))
        window.go("/tasks")
        until("it is left", lambda: not window.text("[data-card]"))
        again.append(window.later(OPEN))
    print(f"click to cards, the first time {told(first)}")
    print(f"click to cards, once more      {told(again)}")


def scrolling(window):
    seen = window.later(SCROLL, FRAMES)
    gaps = seen["gaps"]
    print(f"scrolling {FRAMES} frames of a column {seen['height']} high: {told(gaps)} between frames, "
          f"{sum(gap > 34 for gap in gaps)} frames dropped, {seen['empty']} showed a card that had not come yet")


def dropping(window, board):
    first, second = board["columns"][:2]
    moves = [{"id": card["id"], "stage": second["stage"]["key"]} for card in first["cards"]]
    times = window.later(DROP, moves)
    assert isinstance(times, list), f"a move was refused: {times}"
    print(f"{len(moves)} moves, asked until durable {told(times)}")


def told(times):
    ordered = sorted(times)
    p95 = ordered[min(len(ordered) - 1, len(ordered) * 95 // 100)]
    return f"median {statistics.median(times):.1f} ms, p95 {p95:.1f} ms, longest {ordered[-1]:.1f} ms"


if __name__ == "__main__":
    main(*sys.argv[1:])
