"""Messages with something wrong above their text, or in the way in which it is written."""

from __future__ import annotations

from tests.mail.expected import AUTO_REPLY, Broken, Story, broken, fine
from tests.mail.writing import CRLF, TO, encoded, headers_of, message, plain, wire

LONG = 60_000


@broken
def no_subject(story: Story) -> Broken:
    return plain(story, Subject=None), fine(story, subject="")


@broken
def no_date(story: Story) -> Broken:
    return plain(story, Date=None), fine(story)


@broken
def date_of_another_kind(story: Story) -> Broken:
    return plain(story, Date="hier vers midi"), fine(story)


@broken
def date_that_is_none(story: Story) -> Broken:
    return plain(story, Date="Mon, 99 Zzz 99999 25:61:61 +9999"), fine(story)


@broken
def no_message_id(story: Story) -> Broken:
    return plain(story, Message_ID=None), fine(story)


@broken
def message_id_without_marks(story: Story) -> Broken:
    return plain(story, Message_ID="12345"), fine(story)


@broken
def two_message_ids(story: Story) -> Broken:
    return b"Message-ID: <other@mail.example>\r\n" + plain(story), fine(story)


@broken
def no_sender(story: Story) -> Broken:
    return plain(story, From=None), fine(story, sender="")


@broken
def sender_without_address(story: Story) -> Broken:
    return plain(story, From="Marie"), fine(story, sender="")


@broken
def sender_is_a_group(story: Story) -> Broken:
    return plain(story, From="undisclosed-recipients:;"), fine(story, sender="")


@broken
def sender_in_capitals(story: Story) -> Broken:
    return plain(story, From=story.address.upper()), fine(story)


@broken
def two_senders(story: Story) -> Broken:
    """Nobody can tell which of two wrote it, so that it is nobody's."""
    raw = b"From: other@mail.example\r\n" + plain(story)
    return raw, fine(story, sender="")


@broken
def sender_with_two_addresses(story: Story) -> Broken:
    written = f"{story.address}, other@mail.example"
    return plain(story, From=written), fine(story, sender="")


@broken
def address_in_the_name(story: Story) -> Broken:
    """Somebody who calls themself by another's address is not that other."""
    written = f'"{story.address}" <other@mail.example>'
    return plain(story, From=written), fine(story, sender="other@mail.example")


@broken
def subject_as_it_is_typed(story: Story) -> Broken:
    return plain(story, Subject=story.subject.encode()), fine(story)


@broken
def subject_in_windows_signs(story: Story) -> Broken:
    said = "Réclamation refusée à l’école"
    return plain(story, Subject=said.encode("cp1252")), fine(story, subject=said)


@broken
def subject_word_without_end(story: Story) -> Broken:
    written = "=?utf-8?Q?Ma_carte"
    return plain(story, Subject=written), fine(story, subject=None)


@broken
def subject_of_unknown_charset(story: Story) -> Broken:
    return plain(story, Subject="=?x-maison?B?TWEgY2FydGU=?="), fine(story, subject="Ma carte")


@broken
def subject_cut_in_a_sign(story: Story) -> Broken:
    written = "=?utf-8?Q?=C3=89l=C3?=\r\n =?utf-8?Q?=A8ve?="
    return plain(story, Subject=written), fine(story, subject="Élève")


@broken
def subject_over_many_lines(story: Story) -> Broken:
    words = " ".join(["affaire"] * 30)
    return plain(story, Subject=words.replace(" ", "\r\n\t")), fine(story, subject=words)


@broken
def subject_with_hidden_header(story: Story) -> Broken:
    """An end of line hidden in an encoded word begins no other header."""
    written = "=?utf-8?Q?Bonjour=0D=0ABcc:_other@mail.example?="
    said = "Bonjour Bcc: other@mail.example"
    return plain(story, Subject=written), fine(story, subject=said)


@broken
def subject_with_nul(story: Story) -> Broken:
    return plain(story, Subject=b"Ma\x00 carte"), fine(story, subject="Ma carte")


@broken
def subject_without_end(story: Story) -> Broken:
    return plain(story, Subject="x" * LONG), fine(story, subject=None)


@broken
def thousands_of_headers(story: Story) -> Broken:
    travelled = b"Received: from a.example by b.example; Mon, 23 Nov 2026 09:14:00 -0500\r\n" * 3000
    return travelled + plain(story), fine(story)


@broken
def header_without_colon(story: Story) -> Broken:
    """What follows a line that is no header is read as the text: none of it is lost."""
    head, _, body = plain(story).partition(CRLF * 2)
    raw = head + CRLF + b"ceci n'est pas un en-tete" + CRLF * 2 + body
    return raw, fine(story, text=None, says=story.lines)


@broken
def no_headers(story: Story) -> Broken:
    """All of it is text, from nobody who could be known."""
    return CRLF + wire(story.text), fine(story, sender="", subject="", text=None, says=story.lines)


@broken
def empty(story: Story) -> Broken:
    return plain(story, " "), fine(story, text="")


@broken
def headers_alone(story: Story) -> Broken:
    return plain(story).partition(CRLF * 2)[0], fine(story, text="")


@broken
def line_of_a_mailbox_first(story: Story) -> Broken:
    return b"From x@mail.example Mon Nov 23 09:14:00 2026\r\n" + plain(story), fine(story)


@broken
def mark_of_unicode_first(story: Story) -> Broken:
    return b"\xef\xbb\xbf" + plain(story), fine(story)


@broken
def lines_end_in_newlines(story: Story) -> Broken:
    return plain(story).replace(CRLF, b"\n"), fine(story)


@broken
def lines_end_in_returns(story: Story) -> Broken:
    return plain(story).replace(CRLF, b"\r"), fine(story)


@broken
def lines_end_either_way(story: Story) -> Broken:
    head, _, body = plain(story).partition(CRLF * 2)
    return head + CRLF * 2 + body.replace(CRLF, b"\n"), fine(story)


@broken
def text_of_unknown_charset(story: Story) -> Broken:
    return plain(story, Content_Type="text/plain; charset=x-maison"), fine(story)


@broken
def charset_with_more(story: Story) -> Broken:
    return plain(story, Content_Type='text/plain; charset="utf-8;"'), fine(story)


@broken
def charset_is_not_said(story: Story) -> Broken:
    return plain(story, Content_Type="text/plain"), fine(story)


@broken
def says_ascii(story: Story) -> Broken:
    return plain(story, Content_Type="text/plain; charset=us-ascii"), fine(story)


@broken
def says_latin_is_unicode(story: Story) -> Broken:
    return plain(story, Content_Type="text/plain; charset=iso-8859-1"), fine(story)


@broken
def says_unicode_is_windows(story: Story) -> Broken:
    said = "L’école a refusé « Zoë » : 45 €"
    head = headers_of(story, Content_Type="text/plain; charset=utf-8")
    return message(head, said.encode("cp1252")), fine(story, text=said)


@broken
def says_latin_is_windows(story: Story) -> Broken:
    said = "L’école a dit « non » — 45 €…"
    head = headers_of(story, Content_Type="text/plain; charset=iso-8859-1")
    return message(head, said.encode("cp1252")), fine(story, text=said)


@broken
def text_in_utf16(story: Story) -> Broken:
    head = headers_of(
        story, Content_Type="text/plain; charset=utf-16", Content_Transfer_Encoding="base64"
    )
    return message(head, encoded(story.text.encode("utf-16"), "base64")), fine(story)


@broken
def text_in_utf7(story: Story) -> Broken:
    head = headers_of(story, Content_Type="text/plain; charset=utf-7")
    return message(head, wire(story.text, "utf-7")), fine(story)


@broken
def base64_with_rubbish(story: Story) -> Broken:
    head = headers_of(story, **_IN_BASE64)
    body = encoded(wire(story.text), "base64")
    return message(head, body[:8] + b"!*#\r\n" + body[8:]), fine(story)


@broken
def base64_cut_short(story: Story) -> Broken:
    """What can be read of it is."""
    head = headers_of(story, **_IN_BASE64)
    body = encoded(wire(story.text), "base64").rstrip(b"=\r\n")
    body = body[: len(body) - len(body) % 4 - 1]
    return message(head, body), fine(story, text=None, says=(story.lines[0].split()[0],))


@broken
def base64_that_is_none(story: Story) -> Broken:
    """A text that only says that it is encoded is read as it stands."""
    return plain(story, **_IN_BASE64), fine(story)


_IN_BASE64 = {"Content_Type": "text/plain; charset=utf-8", "Content_Transfer_Encoding": "base64"}


@broken
def quoted_printable_broken(story: Story) -> Broken:
    head = headers_of(
        story,
        Content_Type="text/plain; charset=utf-8",
        Content_Transfer_Encoding="quoted-printable",
    )
    body = encoded(wire(story.text), "quoted-printable")
    return message(head, b"a =ZZ b = c\r\n" + body), fine(story, text=None, says=story.lines)


@broken
def unknown_encoding(story: Story) -> Broken:
    return plain(story, Content_Transfer_Encoding="8-bits"), fine(story)


@broken
def encoding_said_twice(story: Story) -> Broken:
    return plain(story, Content_Transfer_Encoding="8bit 8bit"), fine(story)


@broken
def nul_in_text(story: Story) -> Broken:
    raw = plain(story).replace(b"\r\n\r\n", b"\r\n\r\n\x00", 1)
    return raw, fine(story)


@broken
def signals_in_text(story: Story) -> Broken:
    raw = plain(story).replace(b"\r\n\r\n", b"\r\n\r\n\x07\x1b\x08", 1)
    return raw, fine(story, text=None, says=story.lines)


@broken
def line_without_end(story: Story) -> Broken:
    text = "mot " * 100_000
    return plain(story, text), fine(story, text=None, says=("mot mot",))


@broken
def flowed(story: Story) -> Broken:
    """Lines that a client broke where it pleased are joined again."""
    said = "Une phrase que le logiciel a coupée en deux, puis la suite."
    body = said.replace("en deux", "en \ndeux")
    head = headers_of(story, Content_Type="text/plain; charset=utf-8; format=flowed")
    return message(head, wire(body)), fine(story, text=said)


@broken
def no_mime_version(story: Story) -> Broken:
    return plain(story, MIME_Version=None), fine(story)


@broken
def no_content_type(story: Story) -> Broken:
    return plain(story, Content_Type=None), fine(story)


@broken
def content_type_is_half(story: Story) -> Broken:
    return plain(story, Content_Type="text"), fine(story)


@broken
def two_content_types(story: Story) -> Broken:
    return b"Content-Type: text/plain\r\n" + plain(story), fine(story)


@broken
def recipients_hidden(story: Story) -> Broken:
    return plain(story, To=None), fine(story)


@broken
def recipient_is_broken(story: Story) -> Broken:
    return plain(story, To=f"<<{TO}>, ,;"), fine(story)


@broken
def says_it_is_automatic_in_words(story: Story) -> Broken:
    """A header whose value has a comment and odd capitals still says what it says."""
    raw = plain(story, Auto_Submitted="Auto-Replied (vacation)")
    return raw, fine(story, kind=AUTO_REPLY, text=None)
