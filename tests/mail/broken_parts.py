"""Messages of several parts with something wrong in how they are put together, or in a part."""

from __future__ import annotations

import io
import zipfile

from tests.mail.expected import INVITATION, Broken, Story, broken, fine
from tests.mail.writing import (
    encoded,
    headers_of,
    html_of,
    message,
    mixed,
    multipart,
    part,
    plain,
    text_part,
    wire,
)

PDF = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
HTML = "text/html; charset=utf-8"


def _pdf(name: str, disposition: str = "attachment") -> bytes:
    return part("application/pdf", PDF, "base64", f"{disposition}; {name}" if name else disposition)


@broken
def last_boundary_missing(story: Story) -> Broken:
    head = headers_of(story, Content_Type='multipart/mixed; boundary="b"')
    parts = [text_part(story), _pdf('filename="lettre.pdf"')]
    raw = message(head, multipart(parts, "b", closed=False))
    return raw, fine(story, attached=("lettre.pdf",))


@broken
def cut_in_an_attachment(story: Story) -> Broken:
    raw = mixed(story, [text_part(story), _pdf('filename="lettre.pdf"')])
    return raw[:-60], fine(story, attached=("lettre.pdf",))


@broken
def boundary_is_not_said(story: Story) -> Broken:
    raw = mixed(story, [text_part(story)], Content_Type="multipart/mixed")
    return raw, fine(story, text=None, says=story.lines)


@broken
def boundary_never_comes(story: Story) -> Broken:
    raw = mixed(story, [text_part(story)], Content_Type='multipart/mixed; boundary="other"')
    return raw, fine(story, text=None, says=story.lines)


@broken
def boundary_with_odd_signs(story: Story) -> Broken:
    return mixed(story, [text_part(story)], boundary="=_=(?)+':/ x"), fine(story)


@broken
def several_parts_of_nothing(story: Story) -> Broken:
    return mixed(story, []), fine(story, text="")


@broken
def part_without_headers(story: Story) -> Broken:
    return mixed(story, [b"\r\n" + wire(story.text)]), fine(story)


@broken
def ten_deep(story: Story) -> Broken:
    return _nested(story, 10), fine(story)


@broken
def two_hundred_deep(story: Story) -> Broken:
    """What is put into one another without end is no reason to fail: it is kept, and set before
    somebody."""
    return _nested(story, 200), fine(story, text=None)


def _nested(story: Story, depth: int) -> bytes:
    inner = text_part(story)
    for level in range(depth):
        head = f'Content-Type: multipart/mixed; boundary="b{level}"\r\n\r\n'
        inner = head.encode() + multipart([inner], f"b{level}")
    return mixed(story, [inner], boundary="outermost")


@broken
def thousands_of_parts(story: Story) -> Broken:
    return mixed(story, [text_part(story), *[b"\r\n"] * 600]), fine(story, text=None)


@broken
def html_alone(story: Story) -> Broken:
    raw = plain(story, html_of(story.text), Content_Type=HTML)
    return raw, fine(story, text=None, says=tuple(line for line in story.lines if line))


@broken
def html_first_of_two(story: Story) -> Broken:
    twin = part(HTML, wire(html_of(story.text)))
    return mixed(story, [twin, text_part(story)], "alternative"), fine(story)


@broken
def html_with_more_than_words(story: Story) -> Broken:
    """Nothing of what HTML can do is left: neither scripts, styles, nor pictures from elsewhere."""
    tricks = (
        "<style>p{color:red}</style><script>alert(1)</script><p onclick='steal()'>"
        "<img src='https://spy.example/p.gif' alt=''></p>"
    )
    raw = plain(story, tricks + html_of(story.text), Content_Type=HTML)
    lines = tuple(line for line in story.lines if line)
    return raw, fine(story, text=None, says=lines, says_not=("alert", "color:red", "spy.example"))


@broken
def html_left_open(story: Story) -> Broken:
    raw = plain(story, "<html><body><table><tr><td><p>" + html_of(story.text), Content_Type=HTML)
    return raw, fine(story, text=None, says=(story.lines[0],))


@broken
def html_in_place_of_text(story: Story) -> Broken:
    """The text of two twins is empty: that in HTML is read."""
    twins = [part("text/plain", b"\r\n"), part(HTML, wire(html_of(story.text)))]
    return mixed(story, twins, "alternative"), fine(story, text=None, says=(story.lines[0],))


@broken
def html_of_nothing(story: Story) -> Broken:
    twins = [text_part(story), part(HTML, b"")]
    return mixed(story, twins, "alternative"), fine(story)


@broken
def html_without_end(story: Story) -> Broken:
    raw = plain(story, "<div>" * 5000 + story.lines[0], Content_Type=HTML)
    return raw, fine(story, text=None)


@broken
def attachment_without_name(story: Story) -> Broken:
    return mixed(story, [text_part(story), _pdf("")]), fine(story, attached=("document.pdf",))


@broken
def attachment_named_in_pieces(story: Story) -> Broken:
    name = "filename*0*=utf-8''r%C3%A9ponse; filename*1*=%20sign%C3%A9e.pdf"
    return mixed(story, [text_part(story), _pdf(name)]), fine(
        story, attached=("réponse signée.pdf",)
    )


@broken
def attachment_named_in_a_word(story: Story) -> Broken:
    name = 'filename="=?utf-8?Q?r=C3=A9ponse.pdf?="'
    return mixed(story, [text_part(story), _pdf(name)]), fine(story, attached=("réponse.pdf",))


@broken
def attachment_named_as_typed(story: Story) -> Broken:
    raw = mixed(story, [text_part(story), _pdf('filename="reponse.pdf"')])
    raw = raw.replace(b"reponse.pdf", "réponse.pdf".encode())
    return raw, fine(story, attached=("réponse.pdf",))


@broken
def attachment_named_by_a_way(story: Story) -> Broken:
    name = 'filename="../../etc/passwd.pdf"'
    return mixed(story, [text_part(story), _pdf(name)]), fine(story, attached=("passwd.pdf",))


@broken
def attachment_named_on_windows(story: Story) -> Broken:
    name = r'filename="C:\\Users\\Zoe\\lettre.pdf"'
    return mixed(story, [text_part(story), _pdf(name)]), fine(story, attached=("lettre.pdf",))


@broken
def attachment_named_without_end(story: Story) -> Broken:
    name = f'filename="{"a" * 3000}.pdf"'
    return mixed(story, [text_part(story), _pdf(name)]), fine(story, attached=None)


@broken
def attachment_in_the_text(story: Story) -> Broken:
    raw = mixed(story, [text_part(story), _pdf('filename="photo.pdf"', "inline")])
    return raw, fine(story, attached=("photo.pdf",))


@broken
def text_as_attachment(story: Story) -> Broken:
    """A text that is attached is a document, and no part of what is written."""
    other = part("text/plain", b"un autre texte", "7bit", 'attachment; filename="notes.txt"')
    raw = mixed(story, [text_part(story), other])
    return raw, fine(story, attached=("notes.txt",), says_not=("un autre texte",))


@broken
def attachment_alone(story: Story) -> Broken:
    return mixed(story, [_pdf('filename="plainte.pdf"')]), fine(
        story, text="", attached=("plainte.pdf",)
    )


@broken
def message_is_an_attachment(story: Story) -> Broken:
    headers = headers_of(
        story,
        Content_Type="application/pdf",
        Content_Transfer_Encoding="base64",
        Content_Disposition='attachment; filename="plainte.pdf"',
    )
    raw = message(headers, encoded(PDF, "base64"))
    return raw, fine(story, text="", attached=("plainte.pdf",))


@broken
def attachment_of_nothing(story: Story) -> Broken:
    nothing = part("application/pdf", b"", "base64", 'attachment; filename="vide.pdf"')
    return mixed(story, [text_part(story), nothing]), fine(story, attached=("vide.pdf",))


@broken
def attachment_in_bad_base64(story: Story) -> Broken:
    bad = part("application/pdf", b"%%% not base64 %%%", "8bit", 'attachment; filename="a.pdf"')
    bad = bad.replace(b"8bit", b"base64")
    return mixed(story, [text_part(story), bad]), fine(story, attached=("a.pdf",))


@broken
def winmail(story: Story) -> Broken:
    """Outlook's own wrapping is kept as it came, and said not to open."""
    content = b"\x78\x9f\x3e\x22" + b"\x00" * 64
    wrapped = part("application/ms-tnef", content, "base64", 'attachment; filename="winmail.dat"')
    return mixed(story, [text_part(story), wrapped]), fine(story, unopened=("winmail.dat",))


@broken
def winmail_of_another_type(story: Story) -> Broken:
    content = b"\x78\x9f\x3e\x22" + b"\x00" * 64
    kind = "application/octet-stream"
    wrapped = part(kind, content, "base64", 'attachment; filename="WINMAIL.DAT"')
    return mixed(story, [text_part(story), wrapped]), fine(story, unopened=("WINMAIL.DAT",))


@broken
def message_within(story: Story) -> Broken:
    """A message that is handed on stays whole, as a document; its text is not the person's."""
    inner = plain(story, "Le texte d’une autre personne").replace(
        story.address.encode(), b"other@mail.example"
    )
    within = b"Content-Type: message/rfc822\r\nContent-Disposition: attachment\r\n\r\n" + inner
    raw = mixed(story, [text_part(story), within])
    return raw, fine(story, unopened=("message.eml",), says_not=("une autre personne",))


@broken
def message_within_encoded(story: Story) -> Broken:
    within = part("message/rfc822", plain(story), "base64", 'attachment; filename="recu.eml"')
    return mixed(story, [text_part(story), within]), fine(story, unopened=("recu.eml",))


@broken
def invitation(story: Story) -> Broken:
    event = wire(
        "BEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\nSUMMARY:Rencontre\nEND:VEVENT\nEND:VCALENDAR"
    )
    meeting = part("text/calendar; method=REQUEST; charset=utf-8", event)
    raw = mixed(story, [text_part(story), meeting], "alternative")
    return raw, fine(story, kind=INVITATION, says_not=("BEGIN:VCALENDAR",))


@broken
def zip_that_grows(story: Story) -> Broken:
    """An archive is never unpacked: it is handed on as it is, to be refused for what it is."""
    packed = io.BytesIO()
    moment = zipfile.ZipInfo("zeros", (2026, 1, 1, 0, 0, 0))
    moment.compress_type = zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(moment, b"\0" * 20_000_000)
    bomb = part("application/zip", packed.getvalue(), "base64", 'attachment; filename="tout.zip"')
    return mixed(story, [text_part(story), bomb]), fine(story, attached=("tout.zip",))


@broken
def part_of_a_message(story: Story) -> Broken:
    raw = plain(story, Content_Type='message/partial; id="a@b"; number=1; total=3')
    return raw, fine(story, text=None)


@broken
def message_elsewhere(story: Story) -> Broken:
    """What lies elsewhere is never fetched."""
    there = "message/external-body; access-type=URL; URL=https://spy.example/x"
    within = f"Content-Type: {there}\r\n\r\nContent-Type: text/plain\r\n\r\n".encode()
    return mixed(story, [text_part(story), within]), fine(story)


@broken
def signed(story: Story) -> Broken:
    signature = part(
        "application/pkcs7-signature; name=smime.p7s",
        b"\x30\x82\x01",
        "base64",
        'attachment; filename="smime.p7s"',
    )
    raw = mixed(story, [text_part(story), signature], 'signed; protocol="application/pkcs7"')
    raw = raw.replace(b'"; boundary', b'"; micalg=sha-256; boundary')
    return raw, fine(story, unopened=("smime.p7s",))


@broken
def encrypted(story: Story) -> Broken:
    """What nobody here can open is kept, and said not to open."""
    version = part("application/pgp-encrypted", b"Version: 1\r\n", "7bit")
    closed = b"-----BEGIN PGP MESSAGE-----\r\n-----END PGP MESSAGE-----\r\n"
    content = part("application/octet-stream", closed, "7bit", 'inline; filename="encrypted.asc"')
    raw = mixed(story, [version, content], "encrypted")
    return raw, fine(story, text="", unopened=("encrypted.asc",))


@broken
def related_pictures(story: Story) -> Broken:
    picture = part("image/png", b"\x89PNG\r\n\x1a\n", "base64", 'inline; filename="logo.png"')
    inner = b'Content-Type: multipart/related; boundary="r"\r\n\r\n' + multipart(
        [part(HTML, wire(html_of(story.text))), picture], "r"
    )
    raw = mixed(story, [text_part(story), inner], "alternative")
    return raw, fine(story, attached=("logo.png",))
