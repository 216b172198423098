"""The form of one notice: why it is shown, for what, and what it says."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from typing import Any

from flask import request

from portal.agencies.settings.common import NoticeSettings
from portal.agencies.settings.fields import LINK
from portal.agencies.settings.schema import AgencySettings
from portal.domain.problems import NoticeKind
from portal.pages.current import runtime
from portal.pages.forms import Problems
from portal.pages.settings.forms.english import note_missing_english, pairs_of, typed_in, words_of
from portal.pages.settings.forms.recourse_form import link_problem
from portal.pages.texts import gettext
from portal.pages.typed import chosen, typed_line, typed_text
from portal.words.catalogue import to_translate

KIND_NAMES: dict[NoticeKind, str] = {
    NoticeKind.INFORMATION: to_translate("Bon à savoir"),
    NoticeKind.OUT_OF_SCOPE: to_translate("Hors du mandat de l’organisme"),
    NoticeKind.OWN_REVIEW: to_translate("Décision qui a sa propre révision"),
    NoticeKind.LEGAL_DELAY: to_translate("Délai de la loi que la plainte n’arrête pas"),
    NoticeKind.DANGER: to_translate("Danger : montré en premier"),
}

_LINES = ("title_fr", "title_en", "text_fr", "text_en", "link")


@dataclass(frozen=True, slots=True)
class NoticeForm:
    """The fields as they were typed, in the order of the page; `words` has one on each line."""

    kind: str = ""
    categories: tuple[str, ...] = ()
    words: str = ""
    title_fr: str = ""
    title_en: str = ""
    text_fr: str = ""
    text_en: str = ""
    link: str = ""

    @classmethod
    def of(cls, notice: NoticeSettings) -> NoticeForm:
        """Return the form that a notice fills."""
        when = notice.when
        title_fr, title_en = typed_in(notice.title)
        text_fr, text_en = typed_in(notice.text)
        return cls(
            kind=notice.kind.value,
            categories=when.categories if when else (),
            words="\n".join(when.words) if when else "",
            title_fr=title_fr,
            title_en=title_en,
            text_fr=text_fr,
            text_en=text_en,
            link=notice.link or "",
        )

    @classmethod
    def read(cls, settings: AgencySettings) -> NoticeForm:
        """Read the form of the request; only categories of the agency can be chosen."""
        known = [category.code for category in settings.categories]
        ticked = frozenset(request.form.getlist("categories"))
        return cls(
            kind=chosen("kind", frozenset(KIND_NAMES)),
            categories=tuple(code for code in known if code in ticked),
            words=typed_text("words"),
            **{name: typed_line(name) for name in _LINES},
        )

    @property
    def each_word(self) -> tuple[str, ...]:
        """The words, each once."""
        return tuple(dict.fromkeys(filter(None, map(str.strip, self.words.split("\n")))))

    def problems(self, settings: AgencySettings) -> Problems:
        """Return what there is to correct, in the order of the page."""
        problems = Problems([one.name for one in fields(self)])
        if not self.kind:
            problems.add("kind", gettext("Choisissez pourquoi le citoyen est averti"))
        if not self.title_fr:
            problems.add("title_fr", gettext("Écrivez le titre en français"))
        if not self.text_fr:
            problems.add("text_fr", gettext("Écrivez l’avis en français"))
        note_missing_english(problems, settings, pairs_of(self, "title", "text"))
        if self.link and not re.fullmatch(LINK, self.link):
            problems.add("link", link_problem())
        return problems

    def values(self) -> dict[str, Any]:
        """Return what the form writes in the settings of its notice."""
        when = {"categories": self.categories or None, "words": self.each_word or None}
        return {
            "kind": self.kind,
            "when": when if self.categories or self.each_word else None,
            "title": words_of(self.title_fr, self.title_en),
            "text": words_of(self.text_fr, self.text_en),
            "link": self.link or None,
        }


def own_notices(settings: AgencySettings) -> list[NoticeSettings]:
    """Return the notices of the agency's own file; the portal's go ahead of them."""
    common = runtime().agencies.portal.notices
    return [one for one in settings.notices if one not in common]
