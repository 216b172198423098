"""An officer hands praise or a suggestion on, and thanks its person, on one page.

Whom it concerns reads the words on a page of their own: theirs alone, and nothing else of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.complaints.queries.accounts import names_of
from portal.domain.errors import IncompleteError
from portal.domain.history import EntryKind
from portal.domain.nature import Nature
from portal.domain.permissions import Permission
from portal.domain.text import Language
from portal.domain.typed import is_blank
from portal.features.nature.actions_passing_on import (
    THANKS,
    Recipient,
    may_end,
    pass_on,
    recipients_of,
    thanked_in,
)
from portal.features.nature.queries import received_by
from portal.features.nature.rules import NATURES, THANKED_FOR, PassedOn, nature_said
from portal.pages.actions.engine import Act, ActionPage, Form, add_action, kept_fields
from portal.pages.actions.missing import MissingWords, note_missing
from portal.pages.current import current_language, gettext, runtime
from portal.pages.features import Pages
from portal.pages.forms import Problems
from portal.pages.languages import localized
from portal.pages.office.actions import COMPLAINT, tells_complainant
from portal.pages.office.actions.answering import second_reading
from portal.pages.office.case import OpenedCase
from portal.pages.office.case.contributions import (
    CasePart,
    HistoryEntry,
    HistoryText,
    Offer,
    Place,
    Stage,
)
from portal.pages.office.case.naming import is_named_meant, note_named, whom_it_may_name
from portal.words.catalogue import gettext_in, to_translate

pages = Pages("office")


@localized(pages, fr="/gestion/<agency>/mots-transmis", en="/office/<agency>/words-passed-on")
@requires(Permission.INFORM, agency_from="agency")
def words_passed_on(agency: str) -> ResponseReturnValue:
    """List what people wrote that concerns whoever reads, the newest first."""
    where, actor = runtime().agencies.agency(agency), current_actor()
    received = runtime().read(actor, received_by, actor, agency)
    return render_template(
        "nature/received.html",
        agency=where,
        received=[(gettext(NATURES[one.nature]), one) for one in received],
        zone=where.zone,
    )


_THANKS: Mapping[Nature, str] = {
    Nature.PRAISE: to_translate(
        "Merci d’avoir pris le temps de nous écrire. Vos mots font plaisir à celles et ceux qui "
        "ont fait ce travail."
    ),
    Nature.SUGGESTION: to_translate(
        "Merci d’avoir pris le temps de nous écrire. Votre suggestion nous aide à faire mieux."
    ),
}
_LANGUAGES: Mapping[str, Language] = {"en": "en", "fr": "fr"}


def _nature(case: OpenedCase) -> Nature:
    return nature_said(case.file.entries) or Nature.COMPLAINT


def _pass_on(case: OpenedCase, form: Form, problems: Problems) -> Act | None:
    to, words, thanks = form.getlist("passed_on_to"), form.get("words", ""), form.get(THANKS, "")
    missing = [] if _chosen(case, to) else ["passed_on_to"]
    missing += ["passed_on_words"] if is_blank(words) else []
    missing += [THANKS] if is_blank(thanks) else []
    if missing:
        note_missing(problems, IncompleteError(*missing))
    note_named(whom_it_may_name(case.complaint.number), form, problems, words)
    if problems:
        return None
    doing = partial(pass_on, to=to, words=words, thanks=thanks)
    are_the_answer = form.get("ends") == "yes" and _may_end(case)
    return partial(doing, are_the_answer=are_the_answer, is_naming_meant=is_named_meant(form))


def _recipients(case: OpenedCase) -> list[Recipient]:
    agency, language = case.complaint.agency, _LANGUAGES[current_language()]
    with runtime().acting(current_actor()) as work:
        return recipients_of(work, agency, case.path, language)


def _chosen(case: OpenedCase, to: Sequence[str]) -> list[Recipient]:
    return [one for one in _recipients(case) if one.value in to]


def _may_end(case: OpenedCase) -> bool:
    """Tell whether the thanks may be the answer: where a second person reads answers they are not.

    Whoever asks may answer and close it as well.
    """
    may = case.may(Permission.ANSWER) and case.may(Permission.CLOSE)
    return may and may_end(case.complaint) and not case.is_sending and not second_reading(case)


def _form(case: OpenedCase, form: Form) -> dict[str, Any]:
    language = _LANGUAGES[case.complaint.language]
    begun = gettext_in(language, _THANKS.get(_nature(case), _THANKS[Nature.PRAISE]))
    return {
        "choices": [(one.value, _choice_words(one)) for one in _recipients(case)],
        "chosen": form.getlist("passed_on_to"),
        "thanks": form.get(THANKS, begun),
        "may_end": _may_end(case),
        "nature": gettext(NATURES[_nature(case)]),
    }


def _choice_words(recipient: Recipient) -> str:
    if recipient.post is None:
        return recipient.name
    return gettext("Poste : %(title)s", title=recipient.name)


def _preview(case: OpenedCase, form: Form, _problems: Problems) -> dict[str, Any]:
    """Return what each reads, exactly: the people of the agency, and whoever wrote."""
    chosen = _chosen(case, form.getlist("passed_on_to"))
    return {
        "to": [_choice_words(one) for one in chosen],
        "words": form["words"].strip(),
        "thanks": thanked_in(case.complaint, form[THANKS], chosen),
        "ends": form.get("ends") == "yes" and _may_end(case),
        "kept": kept_fields(form),
    }


def _is_offered(case: OpenedCase) -> bool:
    return case.complaint.parent_id is None and _nature(case) in THANKED_FOR


def _told(case: OpenedCase, entry: PassedOn) -> str:
    titles = {step.to: step.title.in_(current_language()) for step in case.path}
    with runtime().reading(current_actor()) as session:
        names = names_of(session, entry.people)
    who = ", ".join([*(titles.get(post, post) for post in entry.posts), *names.values()])
    passed_on = gettext("À : %(who)s.", who=who)
    ended = gettext("Les remerciements sont la réponse.") if entry.are_the_answer else ""
    return f"{passed_on} {ended}".strip()


def _offer_part(case: OpenedCase) -> Mapping[str, Any] | None:
    """Return what tells that nobody was told yet of what should reach them."""
    kinds = {entry.kind for entry in case.file.entries}
    waits = _is_offered(case) and EntryKind.PASSED_ON not in kinds
    return {"nature": gettext(NATURES[_nature(case)])} if waits else None


add_action(
    pages,
    ActionPage(
        COMPLAINT,
        "pass_on",
        "remercier",
        "thank",
        Permission.CONTACT,
        to_translate("C’est transmis, et la personne est remerciée."),
        _pass_on,
        given=_form,
        preview=_preview,
        fields=("passed_on_to", "words", "named", THANKS, "ends"),
        folder="nature",
        tells=tells_complainant,
        with_person=True,
    ),
)
ADDS = (
    Offer(
        "pass_on",
        to_translate("Transmettre aux personnes concernées et remercier"),
        Permission.CONTACT,
        _is_offered,
        rank=174,
        with_person=True,
        stage=Stage.SORT,
    ),
    CasePart("pass_on", Place.AFTER_TASK, "nature/_to_pass_on.html", _offer_part, rank=65),
    MissingWords(
        "passed_on_to", "passed_on_to", to_translate("Choisissez au moins une personne ou un poste")
    ),
    MissingWords("passed_on_words", "words", to_translate("Écrivez les mots à transmettre")),
    MissingWords(THANKS, THANKS, to_translate("Écrivez les remerciements")),
    MissingWords(
        "thanks_read_first",
        "ends",
        to_translate("Une deuxième personne lit les réponses : envoyez-la à part"),
    ),
    HistoryEntry(
        EntryKind.PASSED_ON, to_translate("Transmis aux personnes concernées, et merci"), _told
    ),
    HistoryText(THANKS),
)
