"""The real window on a person's own data, with the desktop around it: a key goes into the keychain, a list is chosen in the system's dialog
and imported, a mail is approved by a key, a notification comes up, and the program quits.

Usage: own.py PROGRAM, on a screen and a session bus; from `cargo xtask test`. Keychain, notifications and dialog are the desktop's own.
"""

import os
import pathlib
import subprocess
import sys
import tempfile
import time

from desktop import keyring, xdotool
from smoke import gone
from webdriver import Window, until

KEY = "sk-a-key-that-must-not-lie-about"
LIST = "email,name,company\nsarah@harbourblog.example,Sarah Jones,Harbour Blog\nliam@fernandpeak.example,Liam Walker,Fern & Peak\n"


def main(program):
    with tempfile.TemporaryDirectory() as home:
        # Nothing of the person who runs this is read or changed.
        os.environ.update(HOME=home, XDG_DATA_HOME=f"{home}/share", XDG_CONFIG_HOME=f"{home}/config", XDG_RUNTIME_DIR=home)
        data = pathlib.Path(home, "data")
        around = [keyring(), subprocess.Popen(["dunst"])]
        heard = pathlib.Path(home, "notifications")
        listens = ["dbus-monitor", "--session", "interface=org.freedesktop.Notifications,member=Notify"]
        around.append(subprocess.Popen(listens, stdout=heard.open("w")))
        try:
            with Window(program, "--data-dir", str(data)) as window:
                until("the engine answers", lambda: window.call("status"), seconds=120)
                window.size(1280, 800)
                a_key_is_kept(window, data)
                a_list_is_chosen(window, pathlib.Path(home, "people.csv"))
                a_mail_is_approved(window)
                the_desktop_is_told(window, heard)
                window.run("setTimeout(() => window.__TAURI_INTERNALS__.invoke('quit'), 100)")
                until("the program has ended", lambda: gone(window), seconds=30)
        finally:
            for one in around:
                one.terminate()


def a_key_is_kept(window, data):
    """In the keychain, and nowhere else."""
    window.call("secret_set", name="openai_api_key", value=KEY)
    asked = ["dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.secrets", "/org/freedesktop/secrets",
             "org.freedesktop.Secret.Service.SearchItems", "dict:string:string:service,crm-autopilot"]
    found = subprocess.run(asked, check=True, capture_output=True, text=True).stdout
    assert "/org/freedesktop/secrets/collection" in found, f"the keychain does not have it: {found}"
    for file in data.rglob("*"):
        assert not file.is_file() or KEY.encode() not in file.read_bytes(), f"the key lies in {file}"
    print("a key is in the keychain, and not in a file")


def a_list_is_chosen(window, file):
    """In the dialog of the system, by typing its path there; then through the wizard by its keys."""
    file.write_text(LIST)
    window.go("/import")
    until("the wizard is there", lambda: window.text(".drop-zone"))
    window.press("o")
    until("the system's dialog is open", dialog)
    answer_dialog(file)
    until("the columns are shown", lambda: file.name in " ".join(window.text(".main")))
    for step in ["the columns", "what becomes of them", "the preview"]:
        press_on(window, step)
    until("both are contacts", lambda: window.call("contacts_page", filter={}, limit=10)["total"] == 2)
    print("a list was chosen in the system's dialog and imported")


def a_mail_is_approved(window):
    """The deals were made by the import; who writes and where must be known before a mail is."""
    window.call("brand_set", brand="codeteki", values={"legal.address": "11 Example St, Melbourne", "sending.window": "Mon-Sun 00:00-23:59"})
    window.call("run_task", task="process_pending_deals")
    waiting = until("mails wait", lambda: window.call("status")["awaiting_approval"])
    window.go("/review")
    until("a mail is open", lambda: window.text(".main h2"))
    time.sleep(0.5)
    window.press("a")
    until("one of them is approved", lambda: window.call("status")["awaiting_approval"] == waiting - 1)
    print(f"one of {waiting} mails was approved by a key")


def the_desktop_is_told(window, heard):
    """There is no mailbox, so the brand rests, and says so."""
    window.call("run_task", task="send_scheduled_emails")
    until("a notification comes up", lambda: "is paused" in heard.read_text() or "rests" in heard.read_text())
    print("the desktop shows a notification")


def press_on(window, what):
    """Goes on from a step, as soon as one may."""
    button = "document.querySelector('.import-acts .button-primary')"
    until(f"{what} may be left", lambda: window.run(f"const on = {button}; return on !== null && !on.disabled"))
    before = window.text(".step-heading")
    window.run(f"{button}.click()")
    until(f"{what} are left", lambda: window.text(".step-heading") != before)


def answer_dialog(file):
    """Types the path and takes it. While the dialog completes what is typed it may swallow keys, on a busy machine for long: then once more."""
    for _ in range(6):
        shown = dialog()
        if not shown:
            return
        xdotool("windowfocus", shown)
        # What is typed first opens the line for paths; what an earlier turn left there is replaced.
        xdotool("key", "slash", "ctrl+a")
        xdotool("type", "--delay", "30", str(file))
        time.sleep(2)
        xdotool("key", "Return")
        for _ in range(50):
            if not dialog():
                return
            time.sleep(0.1)
    sys.exit("the system's dialog does not close")


def dialog():
    """The X window of the system's dialog, while it is shown."""
    found = subprocess.run(["xdotool", "search", "--onlyvisible", "--name", "Choose"], capture_output=True, text=True)
    return found.stdout.split()[0] if found.stdout.strip() else None


if __name__ == "__main__":
    main(sys.argv[1])
