"""The texts that people let be published: a page for everybody, and a file made as it is asked for.

Nothing of it is frozen: what somebody took back is in no file from the next request on.
"""

from __future__ import annotations

from collections.abc import Iterator

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from portal.auth.access import public
from portal.domain.actor import PORTAL
from portal.features.open_texts.queries import OpenText, open_texts
from portal.pages.current import current_language, gettext, runtime
from portal.pages.features import Pages
from portal.pages.kept import kept
from portal.pages.languages import localized
from portal.reporting import texts
from portal.reporting.exports.as_csv import in_language
from portal.reporting.exports.contents import Row
from portal.reporting.open_data.described import OpenFile
from portal.reporting.vintages.queries import published_periods
from portal.words.catalogue import to_translate

pages = Pages("statistics")

_COLUMNS = {
    to_translate("Période"): to_translate("Le trimestre où la plainte a été fermée."),
    to_translate("Organisme"): to_translate("L’organisme qui l’a traitée."),
    to_translate("Sujet"): to_translate("Le sujet commun de la plainte."),
    to_translate("Langue"): to_translate("La langue du texte : fr ou en."),
    to_translate("Texte"): to_translate(
        "Ce que la personne a écrit, sans ce qui ferait reconnaître quelqu’un."
    ),
}
"""What stands in each column of the file."""
ADDS = (
    OpenFile(
        "statistics.open_texts_csv",
        "texts",
        to_translate("Textes de plaintes, publiés avec l’accord de leur personne"),
        to_translate(
            "Chaque texte a été relu. Ce que la personne reprend n’y est plus dès la demande"
            " suivante."
        ),
        _COLUMNS,
    ),
)
_FR, _EN = "/statistiques/donnees/textes", "/statistics/data/texts"


@localized(pages, fr=_FR, en=_EN)
@public
@kept()
def open_texts_page() -> ResponseReturnValue:
    """Say what the texts are, and lead to the file."""
    return render_template(
        "open_texts/texts.html",
        count=len(_texts()),
    )


@localized(pages, fr=f"{_FR}.csv", en=f"{_EN}.csv")
@public
def open_texts_csv() -> Response:
    """Hand over every text that may be read by now."""
    content = in_language(_rows(_texts()), current_language())
    answer = Response(content, content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f"attachment; filename={gettext('textes')}.csv"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _texts() -> list[OpenText]:
    with runtime().reading(PORTAL) as session:
        return open_texts(session, published_periods(session))


def _rows(found: list[OpenText]) -> Iterator[Row]:
    agencies = runtime().agencies
    themes = {one.code: texts.words_of(one.name.text) for one in agencies.portal.themes}
    yield [gettext(column) for column in _COLUMNS]
    for one in found:
        name = texts.words_of(agencies.agency(one.agency).name)
        yield [one.quarter, name, themes.get(one.theme, one.theme), one.language, one.text]
