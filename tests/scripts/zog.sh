#!/usr/bin/env bash
# A Zoho Mail client that we did not write (zog-cli, from PyPI) works against our sandbox: if it does, the sandbox speaks Zoho well
# enough for our own client to learn from it. Needs Python 3.10 or newer and the registries; writes below target/ only.
#
#   tests/scripts/zog.sh
set -euo pipefail
cd "$(dirname "$0")/../.."

VERSION=0.3.2
VENV=target/scripts/zog
ADDRESS=sales@codeteki.au

[ -x "$VENV/bin/zog" ] || { python3 -m venv "$VENV"; "$VENV/bin/pip" install --quiet --disable-pip-version-check "zog-cli==$VERSION"; }
cargo build --quiet --package sandbox --bin autopilot-sandbox

WORK=$(mktemp -d)
export XDG_CONFIG_HOME="$WORK/config" ZOG_DISABLE_BOOTSTRAP=1 NO_PROXY=127.0.0.1 no_proxy=127.0.0.1
target/debug/autopilot-sandbox --seed 7 --clock 2026-11-23T00:00:00Z --ledger "$WORK/ledger.jsonl" > "$WORK/ready" &
SANDBOX=$!
trap 'kill "$SANDBOX" 2> /dev/null || true; rm -rf "$WORK"' EXIT
for _ in $(seq 100); do [ -s "$WORK/ready" ] && break; sleep 0.1; done

PROVED=0
prove() { # prove WHAT TEST…
    local what=$1
    shift
    if "$@"; then echo "ok    $what"; PROVED=$((PROVED + 1)); else echo "FAIL  $what" >&2; exit 1; fi
}
zog() { "$VENV/bin/zog" "$@"; }
has() { grep --quiet --fixed-strings -- "$2" "$1"; }
json() { python3 -c "import json, sys; d = json.load(open(sys.argv[1])); print($2)" "$1"; }

json "$WORK/ready" 'json.dumps({
    "client_id": d["mailboxes"][0]["client_id"], "client_secret": d["mailboxes"][0]["client_secret"],
    "refresh_token": d["mailboxes"][0]["refresh_token"], "api_url": d["mail_url"], "accounts_url": d["accounts_url"]})' > "$WORK/keys.json"
URL=$(json "$WORK/ready" 'd["url"]')

prove "signs in with a refresh token" zog auth import-legacy -a "$ADDRESS" "$WORK/keys.json"

zog mail folders -a "$ADDRESS" > "$WORK/folders"
for folder in Inbox Sent Spam; do prove "lists the folder $folder" has "$WORK/folders" "$folder"; done

prove "sends HTML" zog mail send -a "$ADDRESS" --to yes@site.com --subject 'Hello & welcome' --body-html '<p>Hi there</p>'
prove "sends plain text" zog mail send -a "$ADDRESS" --to ooo@site.de --subject 'Plain' --body 'Hi plain'
prove "the ledger has both" test "$(wc -l < "$WORK/ledger.jsonl")" = 2
prove "the subject came through as it was" has "$WORK/ledger.jsonl" 'Hello & welcome'

if zog mail send -a "$ADDRESS" --from boss@codeteki.au --to a@b.com --subject x --body y > "$WORK/refused" 2>&1; then REFUSED=no; else REFUSED=yes; fi
prove "a sender that is not confirmed is refused" test "$REFUSED" = yes
prove "and nothing was sent" test "$(wc -l < "$WORK/ledger.jsonl")" = 2

curl --silent --fail --noproxy '*' -X POST "$URL/sandbox/clock" -d '{"now":"2026-12-01T00:00:00Z"}' > "$WORK/clock"
zog mail search -a "$ADDRESS" -j 'hello & welcome' --max 20 > "$WORK/found"
ANSWER='next((m["id"] for m in d["data"] if m["from"] == "yes@site.com"), "")'
ID=$(json "$WORK/found" "$ANSWER")
prove "finds the answer to our mail" test -n "$ID"
zog mail get -a "$ADDRESS" "$ID" > "$WORK/mail"
prove "reads it whole" grep --quiet '^CONTENT .*[a-z]' "$WORK/mail"

curl --silent --fail --noproxy '*' "$URL/sandbox/calls" > "$WORK/calls"
echo
json "$WORK/calls" '"calls by method and status: " + str(sorted({(c["method"], c["status"]): 0 for c in d}))'
# The client looks for a mail in one folder after the other, so "not in this folder" is an answer.
prove "the sandbox knew every path" test "$(json "$WORK/calls" 'sum(c["status"] == 404 and not c["path"].endswith("/content") for c in d)')" = 0
prove "an expired token was renewed" test "$(json "$WORK/calls" 'sum(c["status"] == 401 for c in d)')" -ge 1
echo "$PROVED proofs with zog-cli $VERSION"
