"""Where an administrator of an agency adds words to its breaks in series.

The portal notes breaks by itself and says what changed; why is known to people alone. What they
write stands wherever the break is marked, for everybody to read.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from msgspec import Struct

from portal.agencies.agency import Agency
from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.domain.actor import PORTAL
from portal.domain.errors import UnknownSettingError
from portal.domain.figures.breaks import Break
from portal.domain.permissions import Permission
from portal.domain.text import Text
from portal.pages.actions.engine import Act, ActionPage, Form, Subject, add_action
from portal.pages.current import gettext, runtime
from portal.pages.features import Pages
from portal.pages.forms import Problems, typed_text
from portal.pages.languages import localized
from portal.releases.breaks import word_break
from portal.releases.queries_breaks import breaks_of
from portal.reporting.tables.breaks import said_words
from portal.words.catalogue import to_translate

pages = Pages("settings")

FRENCH, ENGLISH = FIELDS = "words_fr", "words_en"
LONGEST = 300
"""What stands under a plot beside other breaks: a sentence or two, in characters."""


class OpenedBreak(Struct, frozen=True):
    """A break of an agency, as it was when its page was asked for."""

    agency: Agency
    found: Break

    @property
    def texts(self) -> dict[str, str]:
        """What is written by now, by the fields of the form."""
        words = self.found.words or Text("")
        return {FRENCH: words.fr, ENGLISH: words.en}


@localized(pages, fr="/reglages/<agency>/ruptures", en="/settings/<agency>/breaks")
@requires(Permission.CONFIGURE, agency_from="agency")
def breaks(agency: str) -> ResponseReturnValue:
    """List the breaks of an agency, the last first, with what is written about each."""
    known = runtime().agencies.agency(agency)
    return render_template(
        "settings/breaks.html",
        agency=known,
        breaks=[(one, said_words(one)) for one in reversed(_breaks(known.code))],
    )


def _breaks(agency: str) -> list[Break]:
    """Return the breaks of the agency alone: those of all are nobody's to explain."""
    every = runtime().read(PORTAL, breaks_of, [agency])
    return [one for one in every if one.agency == agency]


def _opened(agency: str, break_id: int, what: str) -> OpenedBreak:
    known = runtime().agencies.agency(agency)
    for one in _breaks(known.code):
        if one.id == break_id:
            return OpenedBreak(known, one)
    raise UnknownSettingError(str(break_id))


def _written(_opened: OpenedBreak, _form: Form, problems: Problems) -> Act:
    fr, en = (" ".join(typed_text(field).split()) for field in FIELDS)
    if en and not fr:
        problems.add(FRENCH, gettext("Écrivez-le aussi en français"))
    problems.check_line(FRENCH, fr, LONGEST)
    problems.check_line(ENGLISH, en, LONGEST)
    return partial(word_break, words=Text(fr, en), user_id=current_actor().user_id)


def _change(opened: OpenedBreak, act: Act, _seen: int) -> None:
    with runtime().transaction() as session:
        if not act(session, opened.agency.code, opened.found.id):
            raise UnknownSettingError(str(opened.found.id))


def _given(opened: OpenedBreak, form: Form) -> dict[str, Any]:
    return {"values": opened.texts | form.to_dict(), "longest": LONGEST}


BREAKS: Subject[OpenedBreak] = Subject(
    fr="/reglages/<agency>/ruptures/<int:break_id>",
    en="/settings/<agency>/breaks/<int:break_id>",
    opened=_opened,
    change=_change,
    url=lambda opened: url_for("settings.breaks", agency=opened.agency.code),
    shared=lambda opened: {
        "agency": opened.agency,
        "found": opened.found,
        "said": said_words(opened.found),
    },
)
add_action(
    pages,
    ActionPage(
        BREAKS,
        "word_break",
        "",
        "",
        Permission.CONFIGURE,
        to_translate("C’est noté : ces mots sont sous les courbes et dans leurs tableaux."),
        _written,
        given=_given,
        fields=FIELDS,
        texts=lambda opened: opened.texts,
        folder="settings",
    ),
)
