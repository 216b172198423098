"""Where the head of a complaints service writes why a year was as it was; also for all agencies.

What is written is for everybody to read, under a function and not a name.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, NoReturn

from flask import url_for
from msgspec import Struct

from portal.agencies.agency import Agency
from portal.auth.sign_in import current_actor
from portal.complaints.work import Work
from portal.domain.errors import NotAllowedError, PortalError
from portal.domain.permissions import Permission, may_as_one_of, may_everywhere
from portal.domain.text import Text
from portal.pages.actions.engine import (
    Act,
    ActionPage,
    Form,
    Subject,
    add_action,
    done_at_work,
)
from portal.pages.current import gettext, portal_zone, runtime
from portal.pages.features import Pages
from portal.pages.forms import Problems, typed_line, typed_text
from portal.reporting.annual.explaining import (
    NotAskedError,
    Noted,
    ReportedError,
    take_back_words,
    write_words,
)
from portal.reporting.annual.queries import ALL, Asked, is_reported_whole, newest_request
from portal.words.catalogue import gettext_in, to_translate

pages, overview_pages = Pages("office"), Pages("overview")

BODY, BODY_EN, POST, POST_EN, READ = "body", "body_en", "post", "post_en", "read"
TAKE_BACK = "take_back"
LONGEST, LONGEST_POST = 1500, 120
_POSTS = {
    False: to_translate("Responsable du service des plaintes"),
    True: to_translate("Responsable de l’ensemble des plaintes"),
}
_NOTED: dict[Noted, str] = {
    Noted.TO_BE_SAID: to_translate("C’est noté : le rapport annuel le dira."),
    Noted.ONLY_ANEW: to_translate(
        "C’est noté. Le rapport est déjà publié : il ne le dira que s’il est fait de nouveau, avec "
        "un motif."
    ),
    Noted.TAKEN_BACK: to_translate(
        "Le texte est retiré : le rapport annuel ne le dira pas. Ce qui était écrit est gardé."
    ),
}


@overview_pages.app_context_processor
def _annual_words() -> dict[str, Callable[[], bool]]:
    """Give templates `explains_all()`: whether the person writes for all agencies together."""

    def explains_all() -> bool:
        return may_everywhere(current_actor(), Permission.EXPLAIN_FIGURES)

    return {"explains_all": explains_all}


class OpenedWords(Struct, frozen=True):
    """The words of an agency, or of all where it names none, on the newest year asked about.

    `is_reported` tells of their own report, `are_all_reported` of that of all agencies together.
    """

    agency: str
    asked: Asked | None
    is_reported: bool
    are_all_reported: bool

    @property
    def is_late(self) -> bool:
        """Whether the day by which to write is past."""
        today = runtime().now().astimezone(portal_zone()).date()
        return self.asked is not None and today > self.asked.due_on

    @property
    def url(self) -> str:
        """The address of their page."""
        if self.agency == ALL:
            return url_for("overview.annual_words_of_all")
        return url_for("office.annual_words", agency=self.agency)


def _opened(agency: str, what: str = "") -> OpenedWords:
    if not may_as_one_of(current_actor(), Permission.EXPLAIN_FIGURES, agency):
        raise NotAllowedError(Permission.EXPLAIN_FIGURES)
    return _read_of(runtime().agencies.agency(agency).code)


def _opened_of_all(what: str = "") -> OpenedWords:
    return _read_of(ALL)


def _read_of(agency: str) -> OpenedWords:
    with runtime().reading(current_actor()) as session:
        asked = newest_request(session, agency)
        own, every = (
            asked is not None and is_reported_whole(session, asked.year, code)
            for code in (agency, ALL)
        )
    return OpenedWords(agency, asked, own, every)


def _write(opened: OpenedWords, form: Form, problems: Problems) -> Act | None:
    if opened.asked is None:
        return _not_asked
    if TAKE_BACK in form:
        return partial(take_back_words, year=opened.asked.year)
    text = Text(typed_text(BODY), typed_text(BODY_EN))
    post = Text(typed_line(POST), typed_line(POST_EN))
    if not (text.fr or text.en):
        problems.add(BODY, _lacking(opened))
    for field, words, longest in (
        (BODY, text.fr, LONGEST),
        (BODY_EN, text.en, LONGEST),
        (POST, post.fr, LONGEST_POST),
        (POST_EN, post.en, LONGEST_POST),
    ):
        if len(words) > longest:
            problems.add(field, gettext("Raccourcissez ce texte"))
    if not (post.fr or post.en):
        problems.add(POST, gettext("Écrivez la fonction de qui signe ce texte"))
    if READ not in form:
        problems.add(READ, gettext("Confirmez que rien ne permet de reconnaître une personne"))
    return partial(write_words, year=opened.asked.year, text=text, post=post)


def _not_asked(_work: Work, _agency: str) -> NoReturn:
    raise NotAskedError


def _lacking(opened: OpenedWords) -> str:
    if opened.asked and opened.asked.written and not opened.is_reported:
        return gettext("Écrivez le texte, ou choisissez « Retirer ce texte »")
    return gettext("Écrivez le texte")


def _texts(opened: OpenedWords) -> dict[str, str]:
    """Return what is written by now: whoever writes at the same time sees it beside their own."""
    written = opened.asked.written if opened.asked else None
    return {BODY: written.text.fr, BODY_EN: written.text.en} if written else {}


def _given(opened: OpenedWords, form: Form) -> dict[str, Any]:
    written = opened.asked.written if opened.asked else None
    is_of_all = opened.agency == ALL
    post = _POSTS[is_of_all]
    values = {
        BODY: written.text.fr if written else "",
        BODY_EN: written.text.en if written else "",
        POST: written.function.fr if written else post,
        POST_EN: written.function.en if written else gettext_in("en", post),
    }
    return {
        "agency": _agency(opened),
        "asked": opened.asked,
        "is_reported": opened.is_reported,
        "is_late": opened.is_late,
        "values": values | form.to_dict(),
        "longest": LONGEST,
        "reports": _addresses(opened),
    }


def _agency(opened: OpenedWords) -> Agency | None:
    return None if opened.agency == ALL else runtime().agencies.agency(opened.agency)


def _addresses(opened: OpenedWords) -> tuple[str, str] | None:
    """Return where the published report is and where its figures are: its own, or that of all."""
    if opened.asked is None or not (opened.is_reported or opened.are_all_reported):
        return None
    of_agency = opened.is_reported and opened.agency != ALL
    end, agency = ("_of_agency", opened.agency) if of_agency else ("", None)
    texts, figures = (
        url_for(f"statistics.{view}{end}", year=opened.asked.year, agency=agency)
        for view in ("annual_report", "annual_figures")
    )
    return texts, figures


_REFUSALS: dict[type[PortalError], str] = {
    NotAskedError: to_translate("Aucun mot n’est demandé pour le moment"),
    ReportedError: to_translate("Ce rapport est publié : son texte ne se retire plus"),
}
OF_AGENCY: Subject[OpenedWords] = Subject(
    fr="/gestion/<agency>/rapport-annuel",
    en="/office/<agency>/annual-report",
    opened=_opened,
    change=lambda opened, act, _seen: done_at_work(act, opened.agency),
    url=lambda opened: opened.url,
    refusals=_REFUSALS,
)
OF_ALL: Subject[OpenedWords] = Subject(
    fr="/portrait/rapport-annuel",
    en="/overview/annual-report",
    opened=_opened_of_all,
    change=lambda opened, act, _seen: done_at_work(act, opened.agency),
    url=lambda opened: opened.url,
    refusals=_REFUSALS,
    everywhere=True,
)
for _pages, _subject, _name in (
    (pages, OF_AGENCY, "annual_words"),
    (overview_pages, OF_ALL, "annual_words_of_all"),
):
    add_action(
        _pages,
        ActionPage(
            _subject,
            _name,
            "",
            "",
            Permission.EXPLAIN_FIGURES,
            lambda noted: _NOTED[noted],
            _write,
            given=_given,
            fields=(BODY, BODY_EN, POST, POST_EN, READ),
            texts=_texts,
            folder="overview" if _subject is OF_ALL else "office",
        ),
    )
