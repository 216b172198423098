"""One letter that tells a member of the staff about several complaints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from portal.words.catalogue import ngettext_in, to_translate
from portal.words.letters.layout import Action, Content, Entry, Items, Link, Paragraph, Part, Title
from portal.words.letters.staff_parts import INFORMATION, promised
from portal.words.letters.telling import Telling

# What each kind of notice is headed by, and what it says where that needs no facts.
_TITLES: dict[str, str] = {
    "passed_to_you": to_translate("À votre palier"),
    "text_came_back": to_translate("Texte qui n’est pas parti"),
    "to_read": to_translate("Réponse à relire"),
    "date_missed": to_translate("Date promise passée"),
    "request_passed_to_you": to_translate("Renseignements demandés, à votre palier"),
    "request_missed": to_translate("Renseignements en retard"),
    "post_vacant": to_translate("Poste vacant"),
    "nobody_in_charge": to_translate("Personne n’en a la charge"),
    "started_by_itself": to_translate("Délai de réponse parti"),
    "resumed_by_itself": to_translate("Délai de réponse reparti"),
    "recommendation_climbed": to_translate("Recommandation sans réponse"),
    "recommendation_missed": to_translate("Date d’une recommandation passée"),
    "warning": to_translate("Échéance à venir"),
}
_SAID: dict[str, str] = {
    "passed_to_you": to_translate("la réponse est en retard"),
    "text_came_back": to_translate("votre texte vous attend au complet"),
    "to_read": to_translate("une réponse attend votre lecture"),
    "date_missed": to_translate("une date promise est passée"),
    "request_passed_to_you": to_translate("personne n’y a répondu à temps"),
    "request_missed": to_translate("la demande est restée sans réponse"),
    "post_vacant": to_translate("un poste du parcours n’a pas de titulaire"),
    "nobody_in_charge": to_translate("aucun membre actif n’a la charge de cette plainte"),
    "started_by_itself": to_translate("le délai de réponse est parti de lui-même"),
    "resumed_by_itself": to_translate("le délai de réponse est reparti de lui-même"),
    "recommendation_climbed": to_translate("une recommandation attend votre réponse"),
}
# What leads to an answer by a day, which is then what is said.
_ANSWER_BY = ("passed_to_you", "started_by_itself", "resumed_by_itself")
_MISSED = ("date_missed", "recommendation_missed")
_LATE = ("passed_to_you", "date_missed")


def digest(told: Telling) -> Content:
    """List complaints with what each needs and by when, then say how many more there are."""
    _ = told.gettext
    count = int(told.params["count"])
    subject = ngettext_in(
        told.language,
        "%(num)s plainte demande votre attention",
        "%(num)s plaintes demandent votre attention",
        count,
    )
    listed = [replace(told, params=each) for each in told.params["listed"]]
    footer = _(
        "Ce courriel ne dit rien des personnes plaignantes. "
        "Connectez-vous pour lire leurs plaintes."
    )
    parts = [*_sections(told, listed), *_others(told, count - len(listed)), *_ways(told, listed)]
    return Content(subject, subject, parts, footer)


def _sections(told: Telling, listed: Sequence[Telling]) -> Iterator[Part]:
    """Yield what is said of each complaint, agency by agency, below what it is about."""
    codes: Mapping[str, int] = told.params["agencies"]
    for code in codes:
        ours = [one for one in listed if one.params["agency"] == code]
        for kind, some in groupby(ours, key=_kind):
            title = told.gettext(_TITLES[kind])
            if len(codes) > 1:
                name = told.words(told.names.agencies[code])
                title = f"{name}, {title[0].lower()}{title[1:]}"
            yield Title(title)
            yield Items([_entry(one) for one in some])


def _entry(one: Telling) -> Entry:
    return Entry(one.number, _said(one), _url(one))


def _url(one: Telling) -> str:
    if _kind(one) == "nobody_in_charge":
        return one.settings_url()
    if one.params.get("recommendation"):
        return one.recommendation_url()
    return one.requests_url() if _is_asked(one) else one.office_url()


def _is_asked(one: Telling) -> bool:
    """Tell whether the reader is asked for information: they may see nothing else of it."""
    is_warned = _kind(one) == "warning" and one.params.get("clock") == INFORMATION
    return is_warned or _kind(one) == "request_passed_to_you"


def _said(one: Telling) -> str:
    _, day, kind, what = one.gettext, one.day("last_day"), _kind(one), promised(one)
    if kind == "request_passed_to_you" and day:
        return _("les renseignements demandés, au plus tard le %(day)s", day=day)
    if kind in _ANSWER_BY and day:
        return _("la réponse, au plus tard le %(day)s", day=day)
    if kind in _MISSED and what:
        return _("la date promise pour %(what)s est passée", what=what)
    if kind == "warning":
        return _warning(one, what, day)
    return _(_SAID[kind])


def _warning(one: Telling, what: str | None, day: str | None) -> str:
    _ = one.gettext
    ran = _("%(share)s du délai est écoulé", share=one.share("percent"))
    if what is None or day is None:
        return ran
    return _("%(what)s, au plus tard le %(day)s (%(ran)s)", what=what, day=day, ran=ran)


def _others(told: Telling, count: int) -> Iterator[Part]:
    if count > 0:
        words = ngettext_in(told.language, "Et %(num)s autre.", "Et %(num)s autres.", count)
        yield Paragraph(words)


def _ways(told: Telling, listed: Sequence[Telling]) -> Iterator[Part]:
    """Yield the button of the agency with the most complaints, and links for the others."""
    counts: Mapping[str, int] = told.params["agencies"]
    first, *others = sorted(counts, key=lambda code: -counts[code])
    kinds = {_kind(one) for one in listed}
    if kinds == {"nobody_in_charge"}:
        settings = replace(told, params={"agency": first}).settings_url()
        yield Action(told.gettext("Ouvrir les réglages"), settings)
        return
    if all(map(_is_asked, listed)):
        asked = replace(told, params={"agency": first}).requests_url()
        yield Action(told.gettext("Ouvrir mes demandes"), asked)
        return
    view = "en-retard" if kinds & set(_LATE) else "equipe"
    yield Action(told.gettext("Ouvrir la liste de travail"), _list_url(told, first, view))
    for code in others:
        name = told.words(told.names.agencies[code])
        words = told.gettext("Liste de travail : %(agency)s", agency=name)
        yield Link(words, _list_url(told, code, view))


def _list_url(told: Telling, code: str, view: str) -> str:
    place = told.page(f"gestion/{code}/file", f"office/{code}/list")
    return f"{place}?vue={view}"


def _kind(one: Telling) -> Any:
    return one.params["kind"]
