"""Goes through every door of a mail server with Python's own clients. Arguments: ca.pem, then the ports plain, submission, smtps, imap, imaps."""

import imaplib
import smtplib
import ssl
import sys

trust = ssl.create_default_context(cafile=sys.argv[1])
plain, submission, smtps, imap, imaps = map(int, sys.argv[2:])
JO, PASSWORD = "jo@first.example", "a long secret"


def mail(number):
    return f"From: {JO}\r\nTo: jo+list@first.example\r\nSubject: {number}\r\nMessage-ID: <{number}@first.example>\r\n\r\nA body.\r\n"


def refused(act, code):
    try:
        act()
    except smtplib.SMTPResponseException as error:
        assert error.smtp_code == code, error
    except smtplib.SMTPRecipientsRefused as error:
        assert [answer[0] for answer in error.recipients.values()] == [code], error
    else:
        raise AssertionError(f"not refused with {code}")


with smtplib.SMTP_SSL("localhost", smtps, context=trust) as smtp:
    smtp.login(JO, PASSWORD)
    smtp.sendmail(JO, ["jo+list@first.example"], mail(1))
with smtplib.SMTP("localhost", submission) as smtp:
    refused(lambda: smtp.sendmail(JO, [JO], mail(0)), 530)
with smtplib.SMTP("localhost", submission) as smtp:
    smtp.starttls(context=trust)
    smtp.login(JO, PASSWORD)
    # As an alias, to another alias, and to somebody beyond this server.
    smtp.sendmail("hello@first.example", ["hello@first.example", "far@away.example"], mail(2))
    refused(lambda: smtp.sendmail(JO, ["nobody@first.example"], mail(0)), 550)
    refused(lambda: smtp.sendmail("boss@first.example", [JO], mail(0)), 553)
with smtplib.SMTP("localhost", plain) as smtp:
    smtp.sendmail("far@away.example", [JO], mail(3))
    refused(lambda: smtp.sendmail("far@away.example", ["other@away.example"], mail(0)), 554)
    refused(lambda: smtp.login(JO, "wrong"), 535)

for number in range(2):
    if number == 0:
        box = imaplib.IMAP4_SSL("localhost", imaps, ssl_context=trust)
    else:
        box = imaplib.IMAP4("localhost", imap)
        box.starttls(trust)
    box.login(JO, PASSWORD)
    known = box.capability()[1][0].decode().split()
    for wanted in ["IDLE", "CONDSTORE", "QRESYNC", "UIDPLUS", "SPECIAL-USE", "MOVE"]:
        assert wanted in known, known
    box.logout()
