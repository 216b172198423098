"""One letter that tells a member of the staff about several complaints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from portal.words.catalogue import ngettext_in
from portal.words.letters.layout import Action, Content, Entry, Items, Link, Paragraph, Part, Title
from portal.words.letters.letter import Letter, LetterContext, letter_read
from portal.words.letters.staff_parts import Notice
from portal.words.letters.to_staff import NOBODY_IN_CHARGE

_Listed = tuple[Notice, LetterContext]


@dataclass(frozen=True, slots=True)
class Digest(Letter):
    """Complaints with what each needs and by when: how many of each agency, and the first of them.

    Each that is `listed` is stored as its notice was, with its `kind`.
    """

    code = "digest"
    count: int
    agencies: Mapping[str, int]
    listed: tuple[Mapping[str, Any], ...]

    def content(self, context: LetterContext) -> Content:
        _ = context.gettext
        subject = ngettext_in(
            context.language,
            "%(num)s plainte demande votre attention",
            "%(num)s plaintes demandent votre attention",
            self.count,
        )
        listed = [_read(context, facts) for facts in self.listed]
        footer = _(
            "Ce courriel ne dit rien des personnes plaignantes. "
            "Connectez-vous pour lire leurs plaintes."
        )
        parts = [*self._sections(context, listed), *self._others(context)]
        return Content(subject, subject, [*parts, *self._ways(context, listed)], footer)

    def _sections(self, context: LetterContext, listed: Sequence[_Listed]) -> Iterator[Part]:
        """Yield what is said of each complaint, agency by agency, below what it is about."""
        for code in self.agencies:
            ours = [(notice, about) for notice, about in listed if about.agency == code]
            for title, group in groupby(ours, key=lambda entry: context.gettext(entry[0].title)):
                name = context.words(context.names.agencies[code]) if len(self.agencies) > 1 else ""
                yield Title(f"{name}, {title[0].lower()}{title[1:]}" if name else title)
                yield Items(
                    [
                        Entry(about.number, notice.entry(about), notice.action(about).url)
                        for notice, about in group
                    ]
                )

    def _others(self, context: LetterContext) -> Iterator[Part]:
        others = self.count - len(self.listed)
        if others > 0:
            words = ngettext_in(context.language, "Et %(num)s autre.", "Et %(num)s autres.", others)
            yield Paragraph(words)

    def _ways(self, context: LetterContext, listed: Sequence[_Listed]) -> Iterator[Part]:
        """Yield the button of the agency with the most complaints, and links for the others."""
        first, *others = sorted(self.agencies, key=lambda code: -self.agencies[code])
        notices = [notice for notice, _ in listed]
        if all(notice is NOBODY_IN_CHARGE for notice in notices) or all(
            notice.is_request for notice in notices
        ):
            # Nothing of this is in a work list.
            yield notices[0].action(replace(context, agency=first))
            return
        view = "en-retard" if any(notice.is_late for notice in notices) else "equipe"
        yield Action(context.gettext("Ouvrir la liste de travail"), _list_url(context, first, view))
        for code in others:
            name = context.words(context.names.agencies[code])
            words = context.gettext("Liste de travail : %(agency)s", agency=name)
            yield Link(words, _list_url(context, code, view))


def _read(context: LetterContext, facts: Mapping[str, Any]) -> _Listed:
    notice = letter_read(context.kinds[facts["kind"]], facts)
    assert isinstance(notice, Notice)
    about = replace(context, number=facts["number"], agency=facts["agency"])
    return notice, about


def _list_url(context: LetterContext, code: str, view: str) -> str:
    place = replace(context, agency=code).in_office("file", "list")
    return f"{place}?vue={view}"
