"""The command line program and a real keychain: locked while nobody answers, refused, opened some seconds after the start, started anew, none at
all, and the empty one of another desktop. What is wrong is said with its repair, no secret lies in a file, and no setting is lost.

Usage: keychain.py PROGRAM SANDBOX, on a screen and a session bus; from `cargo xtask test`. The keychain and its prompt are the desktop's own.
"""

import datetime
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request

from webdriver import until

PASSWORD = "password"
# The program waits 20 seconds for an answer.
DEADLINE = 40
SEND = "send_scheduled_emails"
BUS = "dbus-send --session --print-reply --dest=org.freedesktop.secrets /org/freedesktop/secrets".split()
SETTINGS = {
    "legal.address": "11 Example St, Melbourne", "autonomy": "autopilot", "sending.window": "Mon-Sun 00:00-23:59", "sending.ramp": "off",
    "sending.min_gap_seconds": "0", "sending.domain_cap": "500", "sending.hourly_cap": "200", "sending.daily_cap": "500",
}


class Stage:
    """A home of its own with a keychain, a world at the other end of the wire, and a brand that is connected to it."""

    def __init__(self, home, program, sandbox):
        self.home, self.program, self.data = pathlib.Path(home), program, pathlib.Path(home, "data")
        self.daemon, self.people, self.hours = None, 0, 0
        self.keychain = start_keychain()
        flags = ["--no-people", "--no-limits", "--ledger", f"{home}/ledger"]
        self.sandbox = subprocess.Popen([sandbox, *flags], stdout=subprocess.PIPE, text=True)
        self.world = json.loads(self.sandbox.stdout.readline())
        mailbox = self.world["mailboxes"][0]
        self.secrets = [mailbox[name] for name in ("client_id", "client_secret", "refresh_token")]
        names = ["ZOHO_CLIENT_ID", "ZOHO_CLIENT_SECRET", "ZOHO_REFRESH_TOKEN"]
        self.env = pathlib.Path(home, "secrets.env")
        self.env.write_text("".join(f"{name}={secret}\n" for name, secret in zip(names, self.secrets)))
        values = SETTINGS | {
            "zoho.accounts_url": self.world["accounts_url"], "zoho.mail_url": self.world["mail_url"], "zoho.account_id": mailbox["account_id"],
        }
        self.well("seed")
        self.well("brand", "set", "codeteki", *[f"{key}={value}" for key, value in values.items()])
        self.settings = self.brand()["settings"]

    def end(self):
        for one in [self.daemon, self.sandbox, self.keychain]:
            if one:
                one.terminate()

    def start(self, *command, **more):
        """The program at work."""
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        return subprocess.Popen([self.program, *command, "--json", "--data-dir", str(self.data)], **pipes | more)

    def ask(self, *command, **more):
        """What a command says, and its exit code; it must end in time."""
        return answer_of(self.start(*command, **more))

    def well(self, *command):
        said, _, code = self.ask(*command)
        assert code == 0, f"{command}: {said}"
        return json.loads(said)

    def brand(self):
        return self.well("brand", "show", "codeteki")

    def sent(self):
        ledger = self.home / "ledger"
        return len(ledger.read_text().splitlines()) if ledger.exists() else 0

    def one_more(self):
        """Somebody who is to be written to."""
        self.people += 1
        people = self.home / "people.csv"
        people.write_text(f"email,name\nrobin{self.people}@site{self.people}.example,Robin Miller\n")
        self.well("import", str(people), "--brand", "codeteki", "--source", "your website", "--create-deals", "--pipeline", "sales")

    def tokens_expire(self):
        """In the world it is two hours later: what the program has in memory is worth nothing, and it needs its secrets."""
        self.hours += 2
        now = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=self.hours)
        order = json.dumps({"now": now.isoformat()}).encode()
        urllib.request.urlopen(urllib.request.Request(self.world["url"] + "/sandbox/clock", order, method="POST"), timeout=30).close()

    def nothing_is_lost_or_bare(self, brand=None):
        """Every setting is as it was, and no secret lies in a file of ours."""
        settings = (brand or self.brand())["settings"]
        assert settings == self.settings, f"settings changed: {settings}"
        for file in self.data.rglob("*"):
            held = file.read_bytes() if file.is_file() else b""
            assert not any(secret.encode() in held for secret in self.secrets), f"a secret lies in {file}"

    def runs_in_trouble(self):
        return [run for run in self.well("tasks", "history", SEND) if "keychain" in (run["error"] or "")]


def main(program, sandbox):
    program, sandbox = (str(pathlib.Path(one).resolve()) for one in (program, sandbox))
    with tempfile.TemporaryDirectory() as home:
        # Nothing of the person who runs this is read or changed.
        ours = {"HOME": home, "XDG_DATA_HOME": f"{home}/share", "XDG_CONFIG_HOME": f"{home}/config", "XDG_STATE_HOME": f"{home}/state", "XDG_RUNTIME_DIR": home}
        os.environ.update(ours)
        # Nor by what the bus starts by itself.
        subprocess.run(["dbus-update-activation-environment", *ours], check=True)
        stage = Stage(home, program, sandbox)
        try:
            connected(stage)
            locked_and_nobody_answers(stage)
            locked_and_refused(stage)
            opened_after_the_start(stage)
            locked_while_it_runs(stage)
            started_anew(stage)
            none_at_all(stage)
            of_another_desktop(stage)
        finally:
            stage.end()


def connected(stage):
    """The secrets go into the keychain, and a mail goes out."""
    stage.well("brand", "connect", "codeteki", "--from-env", str(stage.env))
    stage.one_more()
    stage.well("run", "process_pending_deals")
    stage.well("run", SEND)
    assert stage.sent() == 1
    stage.nothing_is_lost_or_bare()
    print("connected; a mail was sent; no secret lies in a file")


def locked_and_nobody_answers(stage):
    """A prompt is on the screen, and nobody is there."""
    lock()
    began = time.monotonic()
    doctor = stage.start("doctor")
    until("the keychain asks for its password", prompt)
    said, _, code = answer_of(doctor)
    took = time.monotonic() - began
    found = check(said, "secrets")
    assert code == 1 and "keychain" in found["detail"] and "Unlock" in found["fix"], found
    print(f"locked, nobody answers: the doctor says so after {took:.0f} s: {found['detail']}")


def locked_and_refused(stage):
    """The person closes the prompt; it is said at once, the mail waits, and nothing is paused that somebody would have to resume."""
    stage.one_more()
    stage.well("run", "process_pending_deals")
    said, told, code = refused(stage.start("run", SEND))
    error = json.loads(said)["error"]
    assert code == 1 and "keychain is locked" in error and "Unlock" in error, (error, told)
    assert stage.sent() == 1
    said, told, code = refused(stage.start("brand", "connect", "codeteki", "--from-env", str(stage.env)))
    assert code == 1 and "locked" in told and "Unlock" in told, (said, told)
    said, _, _ = refused(stage.start("brand", "show", "codeteki"))
    brand = json.loads(said)
    assert brand["summary"]["paused"] is None, brand["summary"]
    stage.nothing_is_lost_or_bare(brand)
    print(f"locked and refused: {error}")


def opened_after_the_start(stage):
    """As at login: the program is there first, and the person unlocks the keychain a little later. Nothing else is asked of them."""
    for task in ["process_pending_deals", SEND]:
        stage.well("tasks", "schedule", task, "* * * * *")
    until("what was put off is due", lambda: due(stage), seconds=90)
    log = (stage.home / "daemon.log").open("w")
    stage.daemon = stage.start("daemon", "--every", "5", stdout=log, stderr=log)
    until("the keychain asks for its password", prompt, seconds=90)
    began = time.monotonic()
    answer_prompt(PASSWORD, "Return")
    until("the waiting mail was sent", lambda: stage.sent() == 2, seconds=150)
    print(f"opened after the start: the waiting mail went by itself, {time.monotonic() - began:.0f} s later")


def locked_while_it_runs(stage):
    """The person refuses once and is left in peace; once the keychain is open for whatever reason, it goes on."""
    before = len(stage.runs_in_trouble())
    lock()
    stage.tokens_expire()
    stage.one_more()
    until("the keychain asks for its password", prompt, seconds=150)
    answer_prompt(None, "Escape")
    until("two runs say so", lambda: len(stage.runs_in_trouble()) >= before + 2, seconds=240)
    assert not prompt(), "it asks again"
    assert stage.sent() == 2
    doctor = stage.start("doctor")
    answer_prompt(PASSWORD, "Return")
    answer_of(doctor)
    began = time.monotonic()
    until("the waiting mail was sent", lambda: stage.sent() == 3, seconds=150)
    stage.nothing_is_lost_or_bare()
    print(f"locked while it runs: asked once; went on by itself {time.monotonic() - began:.0f} s after it was unlocked")


def started_anew(stage):
    """A keychain that was started anew does not know the program any more."""
    stop(stage.keychain)
    stage.keychain = start_keychain()
    stage.tokens_expire()
    stage.one_more()
    until("the mail was sent", lambda: stage.sent() == 4, seconds=150)
    assert stop(stage.daemon) == 0
    stage.daemon = None
    print("started anew: the running program found it")


def none_at_all(stage):
    """As on a server, or over ssh."""
    stage.one_more()
    stage.well("run", "process_pending_deals")
    bare = os.environ | {"DBUS_SESSION_BUS_ADDRESS": f"unix:path={stage.home}/none"}
    said, _, code = stage.ask("doctor", env=bare)
    found = check(said, "secrets")
    assert code == 1 and "no keychain is running" in found["detail"] and "AUTOPILOT_SECRET__CODETEKI__ZOHO_CLIENT_ID" in found["fix"], found
    said, _, code = stage.ask("run", SEND, env=bare)
    assert code == 1 and "keychain" in json.loads(said)["error"] and stage.sent() == 4, said
    _, told, code = stage.ask("brand", "connect", "codeteki", "--from-env", str(stage.env), env=bare)
    assert code == 1 and "no keychain is running" in told, told
    stage.nothing_is_lost_or_bare()
    print(f"none at all: {found['detail']}")


def of_another_desktop(stage):
    """Its keychain is open and empty: it is said which secret is missing, and what was said is all there is to do."""
    stop(stage.keychain)
    shutil.rmtree(stage.home / "share")
    stage.keychain = start_keychain()
    said, _, code = stage.ask("doctor")
    found = check(said, "secrets")
    assert code == 1 and found["detail"] == "codeteki/zoho_client_id is missing", found
    assert found["fix"] == "autopilot brand connect codeteki --from-env FILE", found
    until("what was put off is due", lambda: due(stage), seconds=90)
    said, _, code = stage.ask("run", SEND)
    error = json.loads(said)["error"]
    assert code == 1 and "zoho_client_id" in error and "resume the brand" in error and stage.sent() == 4, error
    stage.nothing_is_lost_or_bare()
    stage.well("brand", "connect", "codeteki", "--from-env", str(stage.env))
    stage.well("brand", "resume", "codeteki")
    stage.well("run", SEND)
    assert stage.sent() == 5
    stage.nothing_is_lost_or_bare()
    print(f"another desktop: {error} Done so, a mail was sent, no setting was lost")


def start_keychain():
    """The desktop's keychain, open; an empty one if there was none in this home. The bus may have started a locked one meanwhile."""
    flags = ["--foreground", "--replace", "--unlock", "--components=secrets"]
    keychain = subprocess.Popen(["gnome-keyring-daemon", *flags], stdin=subprocess.PIPE)
    keychain.stdin.write(PASSWORD.encode())
    keychain.stdin.close()
    until("the keychain is there", lambda: f"uint32 {keychain.pid}\n" in owner())
    until("it is open", lambda: "boolean false" in bus("/aliases/default", "org.freedesktop.DBus.Properties.Get", *LOCKED))
    return keychain


def owner():
    """What the bus says of the process that is the keychain now."""
    asked = ["dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.DBus", "/org/freedesktop/DBus",
             "org.freedesktop.DBus.GetConnectionUnixProcessID", "string:org.freedesktop.secrets"]
    return subprocess.run(asked, capture_output=True, text=True).stdout


LOCKED = ["string:org.freedesktop.Secret.Collection", "string:Locked"]


def lock():
    bus("", "org.freedesktop.Secret.Service.Lock", "array:objpath:/org/freedesktop/secrets/aliases/default")
    until("it is locked", lambda: "boolean true" in bus("/aliases/default", "org.freedesktop.DBus.Properties.Get", *LOCKED))


def bus(path, *message):
    """What the keychain answers to a message."""
    asked = subprocess.run([*BUS[:-1], BUS[-1] + path, *message], capture_output=True, text=True)
    return asked.stdout


def prompt():
    """The X window in which the keychain asks for its password, while it is shown."""
    found = subprocess.run(["xdotool", "search", "--onlyvisible", "--name", "Unlock"], capture_output=True, text=True)
    return found.stdout.split()[0] if found.stdout.strip() else None


def answer_prompt(text, key):
    """Types something into the prompt, if anything, and presses a key."""
    until("the keychain asks for its password", prompt, seconds=DEADLINE)
    for _ in range(8):
        # A window that has just been shown swallows keys: then once more.
        time.sleep(1)
        if not prompt():
            return
        subprocess.run(["xdotool", "windowfocus", prompt() or "0"], capture_output=True)
        if text:
            subprocess.run(["xdotool", "key", "ctrl+a"], check=True)
            subprocess.run(["xdotool", "type", "--delay", "30", text], check=True)
        subprocess.run(["xdotool", "key", key], check=True)
    sys.exit("the prompt of the keychain does not close")


def refused(process):
    """What a command says after its prompt was closed."""
    answer_prompt(None, "Escape")
    return answer_of(process)


def answer_of(process):
    """What a command said, what it told on stderr, and its exit code."""
    said, told = process.communicate(timeout=DEADLINE)
    return said, told, process.returncode


def check(said, name):
    """One of the doctor's checks of the brand."""
    return next(one for one in json.loads(said) if one["check"] == name and one["brand"] == "codeteki")


def due(stage):
    """Whether a queued mail may be tried now."""
    queued = [mail for mail in stage.well("emails", "list") if mail["state"] == "queued"]
    return any((mail["not_before"] or 0) <= time.time() * 1000 for mail in queued)


def stop(process):
    process.terminate()
    return process.wait(timeout=60)


if __name__ == "__main__":
    main(*sys.argv[1:])
