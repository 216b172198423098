"""What letters to complainants are made of: what happened, by when, how to ask, the footer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from portal.domain.time.promise import Allowance, Stage
from portal.words.catalogue import to_translate
from portal.words.dates import after_file_words
from portal.words.letters.layout import Action, Content, Paragraph, Part, Title
from portal.words.letters.letter import FixedLetter, LetterContext


def short(
    context: LetterContext,
    subject: str,
    heading: str,
    *sentences: str,
    then: Sequence[Part] = (),
    answer_day: date | None = None,
) -> Content:
    """Return a letter that says `sentences`, what the agency adds, and then `then`.

    What the agency adds may speak of `answer_day`, where the letter promises one.
    """
    middle = context.middle(answer_day)
    parts = [*map(Paragraph, sentences), *middle, *facts_and_action(context), *then]
    return whole(context, subject, heading, parts)


def whole(
    context: LetterContext,
    subject: str,
    heading: str,
    parts: Sequence[Part],
    kept: str | None = None,
) -> Content:
    """Return a letter of these parts, with how to ask and why one gets it at the end.

    `kept` says what an e-mail holds of the complaint, where that is more than of any other.
    """
    _ = context.gettext
    if context.on_paper:
        kept = _("Cette lettre ne contient pas votre code d’accès.")
    kept = kept or _(
        "Ce courriel ne contient pas votre code d’accès ni le texte de votre plainte, "
        "pour protéger vos renseignements."
    )
    not_yours = _("Si vous n’avez pas déposé de plainte, avertissez-nous.")
    body = [*_of_part(context), *parts, *_how_to_ask(context)]
    return Content(subject, heading, body, f"{kept} {not_yours}")


@dataclass(frozen=True, slots=True)
class FixedComplainantLetter(FixedLetter):
    """A letter to complainants without facts: its subject, its heading, and what it says."""

    code: str
    subject: str
    heading: str
    sentences: tuple[str, ...]

    def content(self, context: LetterContext) -> Content:
        """Say it, and lead to the complaint."""
        _ = context.gettext
        subject = _(self.subject, number=context.number)
        return short(context, subject, _(self.heading), *map(_, self.sentences))


def facts_and_action(context: LetterContext) -> list[Part]:
    """Return the number of the complaint and the way to follow it."""
    return [context.facts(), Action(context.gettext("Suivre ma plainte"), context.follow_url())]


def after_file(
    context: LetterContext, length: str | None, file_day: date | None, *, is_sample: bool
) -> list[str]:
    """Say how long after the documents the answer comes, and that it cannot wait for ever.

    `length` is an allowance as it is written; where the answer waits for nothing there is none.
    """
    _ = context.gettext
    if length is None or file_day is None:
        return []
    words = after_file_words(Allowance.kept(length), context.language)
    return [
        _("Vous recevez une réponse écrite %(length)s.", length=words),
        _(
            "Le délai part au plus tard le %(day)s, même si un document manque encore.",
            day=context.sampled(file_day, is_sample=is_sample),
        ),
    ]


def time_to_reopen(context: LetterContext, day: date | None, *, is_sample: bool) -> list[str]:
    """Say until when the complaint may be taken up again, where the agency leaves a time for it."""
    sentence = to_translate(
        "Ce n’est pas réglé? Vous pouvez faire reprendre votre plainte, ou faire réviser la "
        "réponse par une autre personne. Demandez-le sur votre page de suivi, jusqu’au %(day)s."
    )
    return context.by_day(sentence, day, is_sample=is_sample)


def handed_to(context: LetterContext, level: int) -> list[str]:
    """Say who has the complaint now, where it is known."""
    holder = context.holder(level)
    if holder is None:
        return []
    return [context.gettext("Votre plainte est maintenant confiée à : %(post)s.", post=holder)]


def answer_by(context: LetterContext, day: date | None) -> list[str]:
    """Say by when the answer comes, where a day is promised."""
    sentence = to_translate("Vous recevrez une réponse écrite au plus tard le %(day)s.")
    return context.by_day(sentence, day, is_sample=Stage.ANSWER in context.names.assumed)


def _of_part(context: LetterContext) -> list[Part]:
    """Say which agency writes, where it answers a part of the complaint."""
    if not context.is_part:
        return []
    agency = context.words(context.names.agency)
    sentence = context.gettext(
        "Ceci concerne la partie de votre plainte confiée à : %(agency)s.", agency=agency
    )
    return [Paragraph(sentence)]


def _how_to_ask(context: LetterContext) -> list[Part]:
    _ = context.gettext
    phone = context.names.phone
    sentence = (
        _("Écrivez-nous sur votre page de suivi, ou appelez le %(phone)s.", phone=phone)
        if phone
        else _("Écrivez-nous sur votre page de suivi.")
    )
    return [Title(_("Vous avez une question?")), Paragraph(sentence)]
