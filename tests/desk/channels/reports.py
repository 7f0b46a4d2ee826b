"""Delivery reports in the shapes that mail servers give them; {id} is our letter's Message-ID."""

POSTFIX = """\
Return-Path: <>
Received: by mail.contoh.go.id (Postfix) id 4F1A52013C; Mon,  2 Mar 2026 12:03:11 +0700 (WIB)
Date: Mon,  2 Mar 2026 12:03:11 +0700 (WIB)
From: MAILER-DAEMON@mail.contoh.go.id (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: humas@contoh.go.id
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="1B62E20139.1772427791/mail.contoh.go.id"
Content-Transfer-Encoding: 8bit
Message-Id: <20260302050311.4F1A52013C@mail.contoh.go.id>

This is a MIME-encapsulated message.

--1B62E20139.1772427791/mail.contoh.go.id
Content-Description: Notification
Content-Type: text/plain; charset=utf-8

This is the mail system at host mail.contoh.go.id.

I'm sorry to have to inform you that your message could not
be delivered to one or more recipients. It's attached below.

From the server: user unknown

--1B62E20139.1772427791/mail.contoh.go.id
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.contoh.go.id
X-Postfix-Queue-ID: 1B62E20139
X-Postfix-Sender: rfc822; humas@contoh.go.id
Arrival-Date: Mon,  2 Mar 2026 12:03:10 +0700 (WIB)

Final-Recipient: rfc822; redaksi@koran.example
Original-Recipient: rfc822;redaksi@koran.example
Action: failed
Status: 5.1.1
Remote-MTA: dns; mx.koran.example
Diagnostic-Code: smtp; 550 5.1.1 <redaksi@koran.example>: Recipient address
    rejected: User unknown in local recipient table

--1B62E20139.1772427791/mail.contoh.go.id
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers
Content-Transfer-Encoding: 8bit

Return-Path: <humas@contoh.go.id>
Received: from tangkal (unknown [10.0.0.7])
\tby mail.contoh.go.id (Postfix) with ESMTPS id 1B62E20139
From: Humas Kementerian Contoh <humas@contoh.go.id>
To: redaksi@koran.example
Subject: Harga BBM tetap
Message-ID: {id}
Auto-Submitted: auto-generated

--1B62E20139.1772427791/mail.contoh.go.id--
"""

EXCHANGE = """\
From: Microsoft Outlook <postmaster@outlook.contoh.go.id>
To: humas@contoh.go.id
Subject: Undeliverable: Harga BBM tetap
Date: Mon, 2 Mar 2026 05:03:12 +0000
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="d2a1-9b41"
Message-ID: <1f1e-7c@SG2PR01MB0001.apcprd01.prod.exchangelabs.com>
In-Reply-To: {id}
References: {id}
MIME-Version: 1.0

--d2a1-9b41
Content-Type: multipart/alternative; boundary="d2a1-9b42"

--d2a1-9b42
Content-Type: text/plain; charset="us-ascii"

Your message to redaksi@koran.example couldn't be delivered.
redaksi wasn't found at koran.example.

--d2a1-9b42
Content-Type: text/html; charset="us-ascii"

<html><body><p>couldn't be delivered</p></body></html>

--d2a1-9b42--

--d2a1-9b41
Content-Type: message/delivery-status

Reporting-MTA: dns;SG2PR01MB0001.apcprd01.prod.exchangelabs.com
Received-From-MTA: dns;SEZPR01MB0002.apcprd01.prod.exchangelabs.com
Arrival-Date: Mon, 2 Mar 2026 05:03:10 +0000

Original-Recipient: rfc822;redaksi@koran.example
Final-Recipient: rfc822;redaksi@koran.example
Action: failed
Status: 5.1.10
Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup

--d2a1-9b41
Content-Type: message/rfc822

Message-ID: <rewritten-by-the-gateway@exchangelabs.com>
From: <humas@contoh.go.id>
To: redaksi@koran.example
Subject: Harga BBM tetap
Content-Type: text/plain

Harga BBM tetap.

--d2a1-9b41--
"""  # noqa: E501 - as the server writes it

GMAIL = """\
Delivered-To: humas@contoh.go.id
From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>
To: humas@contoh.go.id
Auto-Submitted: auto-replied
Subject: Delivery Status Notification (Failure)
References: {id}
In-Reply-To: {id}
X-Failed-Recipients: redaksi@koran.example
Message-ID: <69a5.170a0220.mx.google.com>
Date: Sun, 01 Mar 2026 21:03:12 -0800 (PST)
MIME-Version: 1.0
Content-Type: multipart/report; boundary="0000000000001"; report-type=delivery-status

--0000000000001
Content-Type: multipart/related; boundary="0000000000002"

--0000000000002
Content-Type: text/plain; charset="UTF-8"

** Kotak masuk penerima penuh **

--0000000000002--
--0000000000001
Content-Type: message/delivery-status

Reporting-MTA: dns; googlemail.com
Received-From-MTA: dns; humas@contoh.go.id
Arrival-Date: Sun, 01 Mar 2026 21:03:10 -0800 (PST)
X-Original-Message-ID: {id}

Final-Recipient: rfc822; redaksi@koran.example
Action: failed
Status: 4.2.2
Diagnostic-Code: smtp; The recipient's inbox is out of storage space. 4.2.2 https://support.google.com/mail/?p=OverQuotaTemp
Last-Attempt-Date: Sun, 01 Mar 2026 21:03:12 -0800 (PST)

--0000000000001
Content-Type: message/rfc822

MIME-Version: 1.0
From: Humas Kementerian Contoh <humas@contoh.go.id>
Message-ID: {id}
Subject: Harga BBM tetap
To: redaksi@koran.example

Harga BBM tetap.
--0000000000001--
"""

EXIM = """\
Return-path: <>
Envelope-to: humas@contoh.go.id
X-Failed-Recipients: redaksi@koran.example
Auto-Submitted: auto-replied
From: Mail Delivery System <Mailer-Daemon@mx.contoh.go.id>
To: humas@contoh.go.id
References: {id}
Content-Type: multipart/report; report-type=delivery-status; boundary=1772427791-eximdsn-1804289383
MIME-Version: 1.0
Subject: Mail delivery failed: returning message to sender
Message-Id: <E1rABC-000000007xY-2DEF@mx.contoh.go.id>
Date: Mon, 02 Mar 2026 12:03:11 +0700

--1772427791-eximdsn-1804289383
Content-type: text/plain; charset=us-ascii

This message was created automatically by mail delivery software.

--1772427791-eximdsn-1804289383
Content-type: message/delivery-status

Reporting-MTA: dns; mx.contoh.go.id

Action: failed
Final-Recipient: rfc822;redaksi@koran.example
Status: 5.0.0
Remote-MTA: dns; mx.koran.example
Diagnostic-Code: smtp; 552 5.7.1 Message rejected as spam

--1772427791-eximdsn-1804289383
Content-type: message/rfc822

Return-path: <humas@contoh.go.id>
From: Humas Kementerian Contoh <humas@contoh.go.id>
Message-ID: {id}

--1772427791-eximdsn-1804289383--
"""

DELAYED = """\
From: Mail Delivery Subsystem <MAILER-DAEMON@relay.contoh.go.id>
To: <humas@contoh.go.id>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="622AaBcD.1772442191/relay.contoh.go.id"
Subject: Warning: could not send message for past 4 hours
Auto-Submitted: auto-generated (warning-timeout)

--622AaBcD.1772442191/relay.contoh.go.id

    **      THIS IS A WARNING MESSAGE ONLY      **
    **  YOU DO NOT NEED TO RESEND YOUR MESSAGE  **

--622AaBcD.1772442191/relay.contoh.go.id
Content-Type: message/delivery-status

Reporting-MTA: dns; relay.contoh.go.id
Arrival-Date: Mon, 2 Mar 2026 12:03:11 +0700

Final-Recipient: RFC822; redaksi@koran.example
Action: delayed
Status: 4.4.2
Remote-MTA: DNS; mx.koran.example
Last-Attempt-Date: Mon, 2 Mar 2026 16:03:11 +0700
Will-Retry-Until: Sat, 7 Mar 2026 12:03:11 +0700

--622AaBcD.1772442191/relay.contoh.go.id
Content-Type: text/rfc822-headers

From: Humas Kementerian Contoh <humas@contoh.go.id>
Message-ID: {id}
Subject: Harga BBM tetap

--622AaBcD.1772442191/relay.contoh.go.id--
"""

DELIVERED = DELAYED.replace("Action: delayed\nStatus: 4.4.2", "Action: delivered\nStatus: 2.0.0")

# RFC 6533: addresses in UTF-8, and types of their own.
GLOBAL = (
    POSTFIX.replace("message/delivery-status", "message/global-delivery-status")
    .replace("text/rfc822-headers", "message/global-headers")
    .replace("rfc822; redaksi@koran.example", "utf-8; redaksi@korañ.example")
)

AWAY = """\
From: Redaksi <redaksi@koran.example>
To: humas@contoh.go.id
Subject: Balasan otomatis: Harga BBM tetap
Auto-Submitted: auto-replied
In-Reply-To: {id}
Content-Type: text/plain; charset=utf-8

Saya cuti sampai 9 Maret.
"""

QMAIL = """\
From: MAILER-DAEMON@mail.lama.example
To: humas@contoh.go.id
Subject: failure notice

Hi. This is the qmail-send program at mail.lama.example.
<redaksi@koran.example>:
Sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.

Message-ID: {id}
"""


def mbox(*messages: str) -> str:
    """An mbox (RFC 4155): a line between, and letters' own lines that look like one marked."""
    return "".join(
        "From MAILER-DAEMON Mon Mar  2 12:03:11 2026\n"
        + "".join(
            f">{line}" if line.lstrip(">").startswith("From ") else line
            for line in each.splitlines(keepends=True)
        )
        + "\n"
        for each in messages
    )
