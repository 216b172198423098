"""What a message of the corpus is expected to be read as, written down before anything reads it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

MESSAGE, AUTO_REPLY, OUT_OF_OFFICE = "message", "auto_reply", "out_of_office"
MAILING_LIST, LOOP, BOUNCE, DELAY = "list", "loop", "bounce", "delay"
INVITATION, RECEIPT = "invitation", "receipt"


@dataclass(frozen=True)
class Story:
    """What a person writes, whatever becomes of it on its way: the ordinary case of the corpus."""

    name: str
    address: str
    subject: str
    lines: tuple[str, ...]
    language: str

    @property
    def text(self) -> str:
        """What they wrote, as it is expected to be read."""
        return "\n".join(self.lines)


@dataclass(frozen=True)
class Expected:
    """The outcome: who wrote, under what, what is new in it, what kind of message it is.

    `says` stands in the new text, and `says_not` does not; `text` is all of it, where that is sure.
    What is `attached` may be handed to whoever checks documents; what is `unopened` never opens.
    """

    kind: str = MESSAGE
    sender: str = ""
    subject: str | None = None
    text: str | None = None
    says: tuple[str, ...] = ()
    says_not: tuple[str, ...] = ()
    attached: tuple[str, ...] | None = ()
    unopened: tuple[str, ...] = ()
    failing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sample:
    """One message of the corpus, as its bytes came, under a name that tells what is odd in it."""

    name: str
    kind: str
    raw: bytes = field(repr=False)
    expected: Expected


Broken = tuple[bytes, Expected]
BROKEN: dict[str, Callable[[Story], Broken]] = {}
"""Every kind of breakage, by its name: it makes a message of a story, and says what is read."""


def broken(make: Callable[[Story], Broken]) -> Callable[[Story], Broken]:
    """List a kind of breakage under its own name."""
    assert make.__name__ not in BROKEN, "each kind has a name of its own"
    BROKEN[make.__name__] = make
    return make


def fine(story: Story, **otherwise: object) -> Expected:
    """Return that a message is read as if nothing were wrong with it, but for what is said."""
    known = {"sender": story.address, "subject": story.subject, "text": story.text}
    return Expected(**{**known, **otherwise})  # type: ignore[arg-type]


STORIES = (
    Story(
        "Hélène Côté",
        "helene.cote@courriel.example",
        "Ma carte n’arrive pas",
        (
            "Bonjour,",
            "",
            "J’attends ma carte d’assurance maladie depuis trois mois.",
            "Où en êtes-vous ?",
            "",
            "Merci,",
            "Hélène Côté",
        ),
        "fr",
    ),
    Story(
        "John O'Neil",
        "john.oneil@mail.example",
        "Refund never paid",
        (
            "Hello,",
            "",
            "You promised a refund of $120 in August, and nothing came.",
            "Please tell me when it will be paid.",
        ),
        "en",
    ),
    Story(
        "Zoë Ångström-Lefèvre",
        "zoe@poste.example",
        "Élève refusé à l’école du quartier — décision injuste",
        (
            "Mon garçon de sept ans a été refusé à l’école du quartier.",
            "On m’a dit « pas de place », sans rien m’écrire.",
            "Coût du transport : 45 € par semaine…",
        ),
        "fr",
    ),
    Story(
        "Ана Петрова",
        "ana.petrova@mail.example",
        "Inspector came without notice",
        (
            "An inspector came to our shop without notice on 3 November.",
            "Моё имя: Ана Петрова.",
        ),
        "en",
    ),
    Story(
        "R. Tremblay",
        "r_tremblay+plaintes@fai.example",
        "Re: facture",
        ("Oui, c'est bien cela.",),
        "fr",
    ),
)
"""Five people: with accents, without, with signs that few charsets have, with another alphabet."""
