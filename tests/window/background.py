"""The program with its window closed, on a desktop session with a tray, notifications and a keychain: it starts hidden, tells of an answer, a click on
that opens the deal; closed, it goes on; paused, it stops; quit, nothing of it is left.

Usage: background.py PROGRAM AUTOPILOT SANDBOX, on a screen and a session bus; from `cargo xtask test`. What a hand does to the tray's menu goes over the
bus, as the tray itself would say it; everything else is the mouse and the keyboard.
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import urllib.request

from desktop import keyring, windows, xdotool
from start import tree
from webdriver import SCREENS, until

DUNST = "[global]\nmouse_left_click = do_action, close_current\norigin = top-right\noffset = 40x40\nnotification_limit = 1\nfollow = none\n"
SETTINGS = {"legal.address": "11 Example St, Melbourne", "autonomy": "autopilot", "sending.window": "Mon-Sun 00:00-23:59",
            "sending.min_gap_seconds": "0", "sending.ramp": "off", "sending.cross_brand_days": "0", "from.email": "sales@codeteki.au"}
WATCHER = ["org.kde.StatusNotifierWatcher", "/StatusNotifierWatcher"]


def main(program, autopilot, sandbox):
    with tempfile.TemporaryDirectory() as home:
        # Nothing of the person who runs this is read or changed.
        os.environ.update(HOME=home, XDG_DATA_HOME=f"{home}/share", XDG_CONFIG_HOME=f"{home}/config", XDG_STATE_HOME=f"{home}/state",
                          XDG_RUNTIME_DIR=home)
        pathlib.Path(home, "dunstrc").write_text(DUNST)
        around = [keyring(), *(subprocess.Popen(one) for one in [["openbox"], ["xfce4-panel"], ["dunst", "-conf", f"{home}/dunstrc"]])]
        world = subprocess.Popen([sandbox, "--no-people", "--no-limits"], stdout=subprocess.PIPE, text=True)
        around.append(world)
        started = None
        try:
            world = json.loads(world.stdout.readline())
            session = Session(home, autopilot, world)
            session.prepare()
            until("there is a tray", lambda: "true" in bus_owner(WATCHER[0]))
            log = pathlib.Path(home, "window.log").open("w")
            started = subprocess.Popen([program, "--hidden"], stdout=log, stderr=log)
            tray = until("its icon is in the tray", Tray.find)
            until("the engine is at work", lambda: tray.items().get("Run now"))
            it_starts_hidden()
            an_answer_comes_up(session, tray)
            closed_it_goes_on(session, tray)
            paused_it_stops(session, tray)
            nothing_is_left(tray, started)
        except BaseException:
            print(pathlib.Path(home, "window.log").read_text(), file=sys.stderr)
            raise
        finally:
            for one in [started, *around]:
                if one and one.poll() is None:
                    one.terminate()


class Session:
    """The command line beside the window, and the world at the other end of the wire."""

    def __init__(self, home, autopilot, world):
        self.home, self.autopilot, self.world = pathlib.Path(home), autopilot, world

    def cli(self, *arguments):
        done = subprocess.run([self.autopilot, *arguments, "--json"], capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"{arguments}: {done.stdout}{done.stderr}")
        return json.loads(done.stdout)

    def prepare(self):
        """A brand whose mailbox is the sandbox's, and a first mail that has gone out."""
        mailbox = next(one for one in self.world["mailboxes"] if one["slug"] == "codeteki")
        urls = {"zoho.accounts_url": self.world["accounts_url"], "zoho.mail_url": self.world["mail_url"]}
        self.cli("brand", "set", "codeteki", *(f"{key}={value}" for key, value in {**SETTINGS, **urls}.items()))
        env = self.home / ".env"
        env.write_text("".join(f"ZOHO_{key.upper()}={mailbox[key]}\n" for key in ["client_id", "client_secret", "refresh_token"]))
        self.cli("brand", "connect", "codeteki", "--from-env", str(env))
        self.add("Sarah Jones", "sarah@harbourblog.example")
        self.cli("run", "process_pending_deals")
        self.cli("run", "send_scheduled_emails")
        assert self.sent() == ["sarah@harbourblog.example"], self.sent()

    def add(self, name, address):
        people = self.home / "people.csv"
        people.write_text(f"email,name,company\n{address},{name},Harbour Blog\n")
        self.cli("import", str(people), "--brand", "codeteki", "--create-deals", "--pipeline", "sales")

    def sent(self):
        return [mail["to"] for mail in self.ask("ledger")]

    def ask(self, what, body=None):
        data = None if body is None else json.dumps(body).encode()
        with urllib.request.urlopen(urllib.request.Request(f"{self.world['url']}/sandbox/{what}", data), timeout=10) as answer:
            return json.load(answer)


class Tray:
    """The program's entry in the tray, as the tray sees it."""

    def __init__(self, owner, menu):
        self.owner, self.menu = owner, menu

    @classmethod
    def find(cls):
        shown = gdbus(*WATCHER, "org.freedesktop.DBus.Properties.Get", WATCHER[0], "RegisteredStatusNotifierItems")
        for owner, path in re.findall(r"'(:[^'/]+)(/[^']+)'", shown):
            menu = re.search(r"objectpath '([^']+)'", gdbus(owner, path, "org.freedesktop.DBus.Properties.Get", "org.kde.StatusNotifierItem", "Menu"))
            if menu and "Open CRM Autopilot" in gdbus(owner, menu[1], "com.canonical.dbusmenu.GetLayout", "0", "@i -1", "@as []"):
                return cls(owner, menu[1])
        return None

    def items(self):
        """What the menu says, with the number of each line."""
        layout = gdbus(self.owner, self.menu, "com.canonical.dbusmenu.GetLayout", "0", "@i -1", "@as []")
        return {label: int(number) for number, label in re.findall(r"\((\d+), \{[^{}]*'label': <'([^']*)'>", layout)}

    def click(self, label):
        number = until(f"the menu offers {label}", lambda: self.items().get(label))
        gdbus(self.owner, self.menu, "com.canonical.dbusmenu.Event", str(number), "clicked", "<0>", "0")


def it_starts_hidden():
    assert not windows("CRM Autopilot"), "a window is on the screen"
    print("it started hidden, with its icon in the tray")


def an_answer_comes_up(session, tray):
    """The answer is fetched by the menu's hand; the schedule would do it within half an hour."""
    mail = session.ask("ledger")[0]
    answer = {"mailbox": "codeteki", "from": mail["to"], "from_name": "Sarah Jones", "subject": f"Re: {mail['subject']}",
              "text": "Yes, that sounds interesting. What would it cost us?", "in_reply_to": mail["wire_message_id"]}
    session.ask("inject", answer)
    tray.click("Fetches replies, matches and classifies them")
    bubble = until("a bubble comes up", lambda: windows("Dunst"))
    SCREENS.mkdir(parents=True, exist_ok=True)
    subprocess.run(["import", "-window", "root", str(SCREENS / "background-bubble.png")], check=True)
    until("the tray counts it", lambda: "One thing waits for you" in tray.items())
    xdotool("mousemove", "--window", bubble[0], "20", "20")
    xdotool("click", "1")
    until("the click opens Sarah's deal", lambda: windows("Sarah Jones"))
    subprocess.run(["import", "-window", "root", str(SCREENS / "background-opened.png")], check=True)
    print("an answer came up as a bubble, and a click on it opened the deal")


def closed_it_goes_on(session, tray):
    close(windows("CRM Autopilot")[0])
    xdotool("windowactivate", "--sync", until("it asks once what closing means", lambda: windows("Keep working"))[0])
    subprocess.run(["import", "-window", "root", str(SCREENS / "background-closing.png")], check=True)
    xdotool("key", "Return")
    until("the window is gone", lambda: not windows("CRM Autopilot"))
    session.add("Liam Walker", "liam@fernandpeak.example")
    tray.click("Decides the next step of each deal that is due")
    until("the next mail goes out", lambda: "liam@fernandpeak.example" in session.sent(), seconds=90)
    print("with the window closed, it sent the next mail")
    tray.click("Open CRM Autopilot")
    close(until("the tray brings it back", lambda: windows("CRM Autopilot"))[0])
    until("the window is gone, and nothing is asked", lambda: not windows("CRM Autopilot") and not windows("Keep working"))
    print("closed once more, it did not ask again")


def close(window):
    xdotool("windowactivate", "--sync", window)
    xdotool("key", "alt+F4")


def paused_it_stops(session, tray):
    tray.click("Until I resume it")
    until("it is paused", lambda: session.cli("status")["paused"])
    session.add("Mia Chen", "mia@lanternpost.example")
    tray.click("Decides the next step of each deal that is due")
    until("it says that it is paused", lambda: "Resume" in tray.items() and "Next: nothing, it is paused" in tray.items())
    tray.click("Sends approved mails that pass every gate")
    before = session.sent()
    tray.click("Resume")
    until("it goes on", lambda: session.cli("status")["paused"] is None)
    assert session.sent() == before == ["sarah@harbourblog.example", "liam@fernandpeak.example"], "a mail went out while it was paused"
    tray.click("Decides the next step of each deal that is due")
    until("the mail that waited goes out", lambda: "mia@lanternpost.example" in session.sent(), seconds=90)
    print("paused, it sent nothing; resumed, it went on")


def nothing_is_left(tray, started):
    family = tree(started.pid)[1:]
    tray.click("Quit")
    started.wait(timeout=30)
    assert started.returncode == 0, f"it ended with {started.returncode}"
    until("its helpers have ended", lambda: not [pid for pid in family if pathlib.Path(f"/proc/{pid}").exists()], seconds=20)
    print(f"it quit, and none of its {len(family)} helpers is left")


def gdbus(owner, path, method, *arguments):
    """What a call over the session bus answers, as text; nothing if it is refused."""
    call = ["gdbus", "call", "--session", "--dest", owner, "--object-path", path, "--method", method, *arguments]
    return subprocess.run(call, capture_output=True, text=True).stdout


def bus_owner(name):
    return gdbus("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus.NameHasOwner", name)


if __name__ == "__main__":
    main(*sys.argv[1:])
