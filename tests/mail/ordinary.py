"""The messages that most people send: eight clients, two languages, five ways to encode a text.

Every one answers a letter of the portal, which its client quotes as it is used to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tests.mail.expected import STORIES, Expected, Sample, Story
from tests.mail.writing import encoded, headers_of, html_of, message, multipart, part, wire

QUOTED = {
    "fr": ("Plainte 2026-004182 : une question pour vous", "Quelle est la date de votre demande ?"),
    "en": ("Complaint 2026-004182: a question for you", "What is the date of your request?"),
}
ENCODINGS = (
    ("utf-8", "8bit"),
    ("utf-8", "base64"),
    ("utf-8", "quoted-printable"),
    ("windows-1252", "quoted-printable"),
    ("windows-1252", "8bit"),
)
Client = Callable[[Story, str, str], tuple[str, str | None]]


def _marked(text: str) -> str:
    return "\n".join(f"> {line}" if line else ">" for line in text.split("\n"))


def _intro(language: str, *, with_address: bool) -> str:
    who = "Portail des plaintes"
    if with_address:
        who += " <plaintes@plaintes.example>"
    if language == "fr":
        return f"Le lun. 23 nov. 2026 à 09:02, {who} a écrit\u202f:"
    return f"On Mon, Nov 23, 2026 at 9:02 AM {who} wrote:"


def gmail(story: Story, subject: str, asked: str) -> tuple[str, str | None]:
    """Gmail: an introduction in the language of the account, then marked lines; a twin in HTML."""
    intro = _intro(story.language, with_address=True)
    text = f"{story.text}\n\n{intro}\n\n{_marked(subject + chr(10) + asked)}\n"
    html = (
        f'<div dir="ltr">{html_of(story.text)}</div><br><div class="gmail_quote">'
        f'<div dir="ltr" class="gmail_attr">{intro}<br></div>'
        f'<blockquote class="gmail_quote">{asked}</blockquote></div>'
    )
    return text, html


def thunderbird(story: Story, subject: str, asked: str) -> tuple[str, str | None]:
    """Thunderbird: the same without an address, and no HTML."""
    said = "Le 23/11/2026 à 09:02, Portail des plaintes a écrit :"
    if story.language == "en":
        said = "On 2026-11-23 09:02, Portail des plaintes wrote:"
    return f"{story.text}\n\n{said}\n{_marked(asked)}\n", None


def apple(story: Story, subject: str, asked: str) -> tuple[str, str | None]:
    """Apple Mail: the introduction itself is quoted."""
    said = "Le 23 nov. 2026 à 09:02, Portail des plaintes <plaintes@plaintes.example> a écrit :"
    if story.language == "en":
        said = "On Nov 23, 2026, at 9:02 AM, Portail <plaintes@plaintes.example> wrote:"
    return f"{story.text}\n\n> {said}\n> \n{_marked(asked)}\n", None


def iphone(story: Story, subject: str, asked: str) -> tuple[str, str | None]:
    """A telephone says which one it is before it quotes."""
    sent = "Envoyé de mon iPhone" if story.language == "fr" else "Sent from my iPhone"
    intro = _intro(story.language, with_address=True)
    return f"{story.text}\n\n{sent}\n\n> {intro}\n> \n{_marked(asked)}\n", None


def outlook(story: Story, subject: str, asked: str) -> tuple[str, str | None]:
    """Outlook: the headers of what is answered, and its text without any mark."""
    names = ("De", "Envoyé", "À", "Objet") if story.language == "fr" else _ENGLISH
    colon = " :" if story.language == "fr" else ":"
    said = (
        f"{names[0]}{colon} Portail des plaintes <plaintes@plaintes.example>\n"
        f"{names[1]}{colon} 23 novembre 2026 09:02\n"
        f"{names[2]}{colon} {story.name} <{story.address}>\n"
        f"{names[3]}{colon} {subject}\n"
    )
    html = (
        f'<div class="WordSection1">{html_of(story.text)}<div style="border-top:solid">'
        f"<p><b>{names[0]}{colon}</b> Portail<br><b>{names[1]}{colon}</b> 23 novembre 2026 09:02"
        f"<br><b>{names[3]}{colon}</b> {subject}</p></div><p>{asked}</p></div>"
    )
    return f"{story.text}\n\n{said}\n{asked}\n", html


_ENGLISH = ("From", "Sent", "To", "Subject")


def outlook_web(story: Story, subject: str, asked: str) -> tuple[str, str | None]:
    """Outlook on the web: the same under a rule of low lines."""
    text, html = outlook(story, subject, asked)
    return text.replace(f"{story.text}\n\n", f"{story.text}\n\n{'_' * 32}\n"), html


def old_outlook(story: Story, subject: str, asked: str) -> tuple[str, str | None]:
    """An older Outlook: « Message d’origine » between hyphens."""
    rule = "-----Message d'origine-----" if story.language == "fr" else "-----Original Message-----"
    text, _ = outlook(story, subject, asked)
    return text.replace(f"{story.text}\n\n", f"{story.text}\n\n{rule}\n"), None


def without_quote(story: Story, subject: str, asked: str) -> tuple[str, str | None]:
    """A client that quotes nothing."""
    return f"{story.text}\n", None


CLIENTS: tuple[Client, ...] = (
    gmail,
    thunderbird,
    apple,
    iphone,
    outlook,
    outlook_web,
    old_outlook,
    without_quote,
)


def ordinary() -> Iterator[Sample]:
    """Return what every client sends for a person of each language, in each encoding."""
    for client in CLIENTS:
        for story in (STORIES[0], STORIES[1]):
            subject, asked = QUOTED[story.language]
            for charset, how in ENCODINGS:
                name = f"{client.__name__}-{story.language}-{charset}-{how}"
                text, html = client(story, subject, asked)
                raw = _written(story, text.replace("\u202f", " "), html, charset, how)
                expected = Expected(
                    sender=story.address,
                    subject=story.subject,
                    says=story.lines,
                    says_not=(asked, "Portail des plaintes", subject),
                )
                yield Sample(name, "ordinary", raw, expected)


def _written(story: Story, text: str, html: str | None, charset: str, how: str) -> bytes:
    kept = {"errors": "replace"}
    own = f"text/plain; charset={charset}"
    content = text.replace("\n", "\r\n").encode(charset, **kept)
    if html is None:
        headers = headers_of(story, Content_Type=own, Content_Transfer_Encoding=how)
        return message(headers, encoded(content, how))
    twin = part(f"text/html; charset={charset}", html.encode(charset, **kept), how)
    headers = headers_of(story, Content_Type='multipart/alternative; boundary="tw1n"')
    return message(headers, multipart([part(own, content, how), twin], "tw1n"))


def replied_otherwise() -> Iterator[Sample]:
    """Return replies that stand elsewhere than above what they quote, or are the quote alone."""
    for at, story in enumerate(STORIES):
        _, asked = QUOTED[story.language]
        intro = _intro(story.language, with_address=True)
        ways = {
            "below": f"{intro}\n{_marked(asked)}\n\n{story.text}\n",
            "between": f"{intro}\n{_marked(asked)}\n{story.lines[0]}\n{_marked('Merci.')}\n",
            "nothing_new": f"{intro}\n{_marked(asked)}\n",
        }
        new = {"below": story.lines, "between": story.lines[:1], "nothing_new": ()}
        for way, text in ways.items():
            headers = headers_of(story, Content_Type="text/plain; charset=utf-8")
            expected = Expected(
                sender=story.address,
                subject=story.subject,
                text="" if way == "nothing_new" else None,
                says=new[way],
                says_not=(asked, "plaintes@plaintes.example"),
            )
            yield Sample(
                f"reply_{way}-{at}", f"reply_{way}", message(headers, wire(text)), expected
            )
