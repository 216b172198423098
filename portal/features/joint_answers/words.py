"""The words of a joint answer: each agency's part under its name, then what is still to come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from portal.domain.text import Language, Text
from portal.features.joint_answers.rules import Shared
from portal.words.catalogue import gettext_in, to_translate
from portal.words.dates import day_words


@dataclass(frozen=True, slots=True)
class Joined:
    """A part of another agency: its answer, or the day by which it comes, if one is known."""

    agency: Text
    answer: str | None
    last_day: date | None
    is_late: bool


def joint_words(lead: Text, written: str, parts: Sequence[Joined], language: str) -> str:
    """Return an answer with the parts of other agencies; just as it was where there is none."""
    if not parts:
        return written
    known: Language = "en" if language == "en" else "fr"
    said = [_under(lead, written, known)]
    said += [_under(one.agency, one.answer, known) for one in parts if one.answer is not None]
    awaited = [_to_come(one, known) for one in parts if one.answer is None]
    if awaited:
        title = gettext_in(known, "Ce qui est encore à venir")
        after = gettext_in(known, "Chaque partie vous parvient directement dès qu’elle est prête.")
        said.append("\n".join([title, *awaited, after]))
    return "\n\n".join(said)


def is_heading(line: str) -> bool:
    """Tell whether a line of an answer is one that `joint_words` writes above what follows it."""
    languages: tuple[Language, ...] = ("fr", "en")
    names = (gettext_in(one, "Réponse de : %(agency)s", agency="") for one in languages)
    titles = {gettext_in(one, "Ce qui est encore à venir") for one in languages}
    return line in titles or line.startswith(tuple(names))


def _under(agency: Text, text: str, language: Language) -> str:
    named = gettext_in(language, "Réponse de : %(agency)s", agency=agency.in_(language))
    return f"{named}\n\n{text}"


def _to_come(part: Joined, language: Language) -> str:
    name = part.agency.in_(language)
    if part.last_day is None:
        return gettext_in(
            language, "- %(agency)s : on vous dit la date dès qu’elle est connue.", agency=name
        )
    day = day_words(part.last_day, language)
    if part.is_late:
        return gettext_in(
            language,
            "- %(agency)s : en retard. Nouvelle date : au plus tard le %(day)s.",
            agency=name,
            day=day,
        )
    return gettext_in(language, "- %(agency)s : au plus tard le %(day)s.", agency=name, day=day)


SHARED: dict[str, str] = {
    Shared.STORY: to_translate("le récit"),
    Shared.NAME: to_translate("le nom"),
    Shared.CONTACT: to_translate("les coordonnées"),
    Shared.DOCUMENTS: to_translate("les documents"),
}
