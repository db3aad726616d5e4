"""Reads mails with Python's `email` and threads them with notmuch, and compares both with what was meant.

Arguments: a folder of .eml files, and a JSON file: for each Message-ID from whom to whom the mail is, of which
conversation, how one opts out, and, where that is known beforehand, its words."""

import email
import email.header
import email.policy
import email.utils
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

folder = pathlib.Path(sys.argv[1])
meant = json.loads(pathlib.Path(sys.argv[2]).read_text())
ONCE = ["From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type"]


def lines(text):
    return text.replace("\r\n", "\n").rstrip("\n")


def party(raw, name):
    """Name and address of a header. By the older interface, because the newer one keeps the space between two encoded words of a name."""
    value = email.message_from_bytes(raw, policy=email.policy.compat32)[name].replace("\r\n", "").replace("\n", "")
    shown, address = email.utils.parseaddr(value)
    return str(email.header.make_header(email.header.decode_header(shown))), address


def check(path):
    raw = path.read_bytes()
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    wanted = meant[mail["Message-ID"].strip()]
    for name in ONCE:
        assert len(mail.get_all(name, [])) == 1, (path, name, mail.get_all(name))
    for name in ["In-Reply-To", "References", "List-Unsubscribe", "List-Unsubscribe-Post"]:
        assert len(mail.get_all(name, [])) <= 1, (path, name)
    for part in mail.walk():
        assert not part.defects, (path, part.defects)
        for name, value in part.items():
            # Python has no grammar for these; their shape is checked below.
            assert not getattr(value, "defects", ()), (path, name, value, value.defects)
    for line in raw.split(b"\n"):
        assert len(line.rstrip(b"\r")) <= 998, (path, len(line))
    head = raw.partition(b"\r\n\r\n")[0] if b"\r\n\r\n" in raw else raw.partition(b"\n\n")[0]
    assert head.isascii(), path

    words = wanted.get("words")
    if words:
        assert mail["Subject"] == words["subject"], (path, mail["Subject"], words["subject"])
        assert party(raw, "From")[0] == words["from_name"], (path, party(raw, "From"))
        assert party(raw, "To")[0] == words["to_name"], (path, party(raw, "To"))
    assert (party(raw, "From")[1], party(raw, "To")[1]) == (wanted["from"], wanted["to"]), path
    assert (len(mail["From"].addresses), len(mail["To"].addresses)) == (1, 1), path
    assert mail["Date"].datetime.timestamp() > 0, path
    assert mail.get_content_type() == "multipart/alternative", path
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"], path
    for part, body in zip(mail.iter_parts(), ["text", "html"]):
        assert part.get_content_charset() in ("utf-8", "us-ascii"), path
        assert not words or lines(part.get_content()) == lines(words[body]), (path, part.get_content(), words[body])

    # RFC 2369 and RFC 8058.
    ways = re.findall(r"<([^<>\s]+)>", mail["List-Unsubscribe"])
    assert any(way.startswith(f"mailto:{wanted['from']}?subject=unsubscribe") for way in ways), (path, ways)
    if wanted["unsubscribe"]:
        assert ways[0] == wanted["unsubscribe"] and ways[0].startswith("https://"), (path, ways)
        assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click", path
    else:
        assert mail["List-Unsubscribe-Post"] is None, path
    return mail["Message-ID"].strip()


def threads():
    """The conversations as notmuch sees them."""
    with tempfile.TemporaryDirectory() as home:
        config = pathlib.Path(home) / "config"
        config.write_text(f"[database]\npath={folder}\n[user]\nname=x\nprimary_email=x@x.example\n[new]\ntags=\nignore=\n")
        env = {**os.environ, "NOTMUCH_CONFIG": str(config), "HOME": home}

        def ask(*arguments):
            return subprocess.run(["notmuch", *arguments], env=env, check=True, capture_output=True, text=True).stdout.split()

        ask("new")
        found = ask("search", "--output=threads", "*")
        return {frozenset(ask("search", "--output=messages", thread)) for thread in found}


seen = [check(path) for path in sorted(folder.glob("*.eml"))]
assert sorted(seen) == sorted(meant), "each mail once, and all of them"
conversations = {}
for name, wanted in meant.items():
    conversations.setdefault(wanted["conversation"], set()).add("id:" + name.strip("<>"))
assert threads() == {frozenset(ids) for ids in conversations.values()}
print(f"{len(seen)} mails in {len(conversations)} conversations")
