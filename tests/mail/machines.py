"""What machines send: replies of themselves, lists, what could not be delivered, and loops."""

from __future__ import annotations

from tests.mail.expected import (
    AUTO_REPLY,
    BOUNCE,
    DELAY,
    LOOP,
    MAILING_LIST,
    MESSAGE,
    OUT_OF_OFFICE,
    RECEIPT,
    Broken,
    Expected,
    Story,
    broken,
    fine,
)
from tests.mail.writing import headers_of, message, mixed, part, plain, wire

OURS = "5f1c7a1e-letter@plaintes.example"
FAILING = "partie@courriel.example"


def _machine(story: Story, kind: str, **headers: str | bytes | None) -> Broken:
    return plain(story, **headers), Expected(kind=kind, sender=story.address)


@broken
def automatic_reply(story: Story) -> Broken:
    return _machine(story, AUTO_REPLY, Auto_Submitted="auto-replied")


@broken
def automatic_message(story: Story) -> Broken:
    return _machine(story, AUTO_REPLY, Auto_Submitted="auto-generated")


@broken
def not_automatic(story: Story) -> Broken:
    return plain(story, Auto_Submitted="no"), fine(story, kind=MESSAGE)


@broken
def away_in_french(story: Story) -> Broken:
    return _machine(story, OUT_OF_OFFICE, Subject="=?utf-8?Q?R=C3=A9ponse_automatique_:_Plainte?=")


@broken
def away_in_english(story: Story) -> Broken:
    subject = "Automatic reply: Complaint 2026-004182"
    return _machine(story, OUT_OF_OFFICE, Subject=subject, X_Auto_Response_Suppress="All")


@broken
def out_of_office(story: Story) -> Broken:
    return _machine(story, OUT_OF_OFFICE, Subject="Out of Office: back on Monday")


@broken
def absent(story: Story) -> Broken:
    return _machine(story, OUT_OF_OFFICE, Subject="=?utf-8?Q?Absence_du_bureau_:_cong=C3=A9s?=")


@broken
def vacation_program(story: Story) -> Broken:
    return _machine(story, AUTO_REPLY, X_Autoreply="yes")


@broken
def autorespond_header(story: Story) -> Broken:
    return _machine(story, AUTO_REPLY, X_Autorespond="Merci")


@broken
def precedence_auto_reply(story: Story) -> Broken:
    return _machine(story, AUTO_REPLY, Precedence="auto_reply")


@broken
def bulk(story: Story) -> Broken:
    return _machine(story, MAILING_LIST, Precedence="bulk")


@broken
def mailing_list(story: Story) -> Broken:
    return _machine(story, MAILING_LIST, List_Id="Voisins <voisins.liste.example>")


@broken
def newsletter(story: Story) -> Broken:
    return _machine(story, MAILING_LIST, List_Unsubscribe="<https://liste.example/u>")


@broken
def precedence_list(story: Story) -> Broken:
    return _machine(story, MAILING_LIST, Precedence="list")


@broken
def words_about_being_away(story: Story) -> Broken:
    """A person who writes about somebody's absence is no machine."""
    said = "Absence de chauffage dans mon logement"
    return plain(story, Subject=said), fine(story, subject=said)


@broken
def our_own_letter(story: Story) -> Broken:
    """A letter of the portal that comes back to it is a loop, whoever sent it on."""
    return plain(story, X_Plaintes_Letter=OURS), Expected(kind=LOOP)


@broken
def from_nobody(story: Story) -> Broken:
    """RFC 5321: what comes from the empty sender is never answered."""
    return b"Return-Path: <>\r\n" + plain(story), Expected(kind=AUTO_REPLY)


@broken
def read_receipt(story: Story) -> Broken:
    told = wire(
        "Final-Recipient: rfc822;a@mail.example\nDisposition: manual-action/MDN-sent; displayed"
    )
    parts = [part("text/plain", b"Lu."), part("message/disposition-notification", told, "7bit")]
    return mixed(story, parts, "report; report-type=disposition-notification"), Expected(
        kind=RECEIPT
    )


def _report(
    story: Story, action: str, status: str, *, whole: bool = False, lead: str = ""
) -> bytes:
    told = wire(
        f"Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; {FAILING}\n"
        f"Action: {action}\nStatus: {status}\nDiagnostic-Code: smtp; 550 5.1.1 User unknown"
    )
    back = wire(f"From: plaintes@plaintes.example\nMessage-ID: <{OURS}>\nSubject: Plainte\n")
    kind = "message/rfc822" if whole else "text/rfc822-headers"
    parts = [
        part("text/plain", wire(lead or "I could not deliver your message.")),
        part("message/delivery-status", told, "7bit"),
        part(kind, back + (b"\r\nBonjour" if whole else b""), "7bit"),
    ]
    sender = "MAILER-DAEMON@mx.example"
    raw = mixed(
        story,
        parts,
        "report; report-type=delivery-status",
        From=f"Mail Delivery System <{sender}>",
        Auto_Submitted="auto-replied",
    )
    return b"Return-Path: <>\r\n" + raw


_FAILED = Expected(kind=BOUNCE, sender="mailer-daemon@mx.example", failing=(FAILING,))


@broken
def not_delivered(story: Story) -> Broken:
    return _report(story, "failed", "5.1.1"), _FAILED


@broken
def not_delivered_with_the_letter(story: Story) -> Broken:
    return _report(story, "failed", "5.1.1", whole=True), _FAILED


@broken
def not_delivered_said_in_french(story: Story) -> Broken:
    return _report(story, "failed", "5.2.2", lead="La boîte est pleine."), _FAILED


@broken
def delayed(story: Story) -> Broken:
    """A server that still tries has not failed."""
    return _report(story, "delayed", "4.4.1"), Expected(kind=DELAY, failing=())


@broken
def delivered(story: Story) -> Broken:
    """That it arrived is no failure either."""
    return _report(story, "delivered", "2.0.0"), Expected(kind=DELAY, failing=())


@broken
def qmail(story: Story) -> Broken:
    """An old server that knows no reports says it in words of its own."""
    text = (
        "Hi. This is the qmail-send program at mx.example.\n"
        "I'm afraid I wasn't able to deliver your message to the following addresses.\n"
        "This is a permanent error; I've given up. Sorry it didn't work out.\n\n"
        f"<{FAILING}>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n"
        f"--- Below this line is a copy of the message.\n\nMessage-ID: <{OURS}>\n"
    )
    head = headers_of(story, From="MAILER-DAEMON@mx.example", Subject="failure notice")
    raw = b"Return-Path: <>\r\n" + message(head, wire(text))
    return raw, _FAILED


@broken
def forged_report(story: Story) -> Broken:
    """Whoever only calls themself a mail server is read as one: what is believed of it is decided
    where the letter that it names is looked for."""
    head = headers_of(story, From="mailer-daemon@mx.example", Subject="Undelivered Mail")
    return message(head, wire(story.text)), Expected(kind=AUTO_REPLY)
