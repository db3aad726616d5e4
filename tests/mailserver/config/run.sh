#!/bin/sh
# Runs one mail server until standard input ends, which it does with the process that holds its other end, however that one dies.
# A line `keep` before the end leaves the folder in place. $1: the folder. $2: who owns the mail, $3: their group.
set -u
dir=$1
cd "$dir" || exit 1
chmod 755 "$dir"

if [ ! -d queue ]; then
    mkdir queue state mail dovecot
    (cd queue && mkdir incoming active bounce corrupt defer deferred flush hold saved trace private maildrop public pid)
    chown postfix state queue/*
    chown root queue queue/pid
    chgrp postdrop queue/maildrop queue/public
    chmod 700 state queue/[abcdfhist]* queue/private
    chmod 1730 queue/maildrop
    chmod 2710 queue/public
    chown "$2:$3" mail
    chown -R root postfix
fi
rm -f auth lmtp
/usr/sbin/dovecot -F -c "$dir/dovecot.conf" > dovecot.out 2>&1 < /dev/null &
dovecot=$!
# Postfix gives up for a while if it finds nobody who knows the passwords.
while [ ! -S auth ] && kill -0 "$dovecot" 2> /dev/null; do sleep 0.02; done
MAIL_CONFIG="$dir/postfix" /usr/lib/postfix/sbin/master -s > master.out 2>&1 < /dev/null &
postfix=$!
trap '' INT HUP TERM

word=
read -r word
kill -TERM "$postfix" "$dovecot" 2> /dev/null
tries=0
while kill -0 "$postfix" 2> /dev/null || kill -0 "$dovecot" 2> /dev/null; do
    tries=$((tries + 1))
    [ $tries -eq 50 ] && kill -KILL "$postfix" "$dovecot" 2> /dev/null
    sleep 0.1
done
[ "$word" = keep ] || { cd /; rm -rf "$dir"; }
