"""Releasing who complains, in the office, and what the history tells of it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from portal.agencies.settings.matching import folded
from portal.auth.sign_in import current_actor
from portal.complaints.queries.accounts import names_of
from portal.complaints.queries.staff import Staff
from portal.domain.errors import IncompleteError
from portal.domain.handling.identity import IdentityField, fields_written, way_needed
from portal.domain.history import EntryKind
from portal.domain.permissions import Permission
from portal.domain.typed import is_whole_number
from portal.features.identity_releases.actions import release
from portal.features.identity_releases.actions_asking import ask_how_to_reach, releasing
from portal.features.identity_releases.queries import RELEASES, people_to_tell
from portal.features.identity_releases.rules import IdentityReleased, ReleaseAsked, Releasing
from portal.pages.actions.engine import Act, ActionPage, Form, add_action
from portal.pages.actions.missing import MissingWords, note_missing
from portal.pages.current import current_language, gettext, runtime
from portal.pages.features import Pages
from portal.pages.forms import Problems
from portal.pages.office.actions import COMPLAINT
from portal.pages.office.case import OpenedCase
from portal.pages.office.case.contributions import CasePart, HistoryEntry, Offer, Place, Stage
from portal.pages.office.wording import worded
from portal.pages.telling import UNTOLD
from portal.words.catalogue import to_translate

pages = Pages("office")

FIELDS: dict[str, str] = {
    IdentityField.NAME: to_translate("Nom"),
    IdentityField.EMAIL: to_translate("Courriel"),
    IdentityField.PHONE: to_translate("Téléphone"),
    IdentityField.ADDRESS: to_translate("Adresse"),
    IdentityField.DOCUMENTS: to_translate("Documents"),
}


def _went_up(case: OpenedCase) -> bool:
    """Tell whether anybody may answer it who is not told who complains."""
    return case.complaint.level > 1 or bool(case.file.escalations)


def _said(case: OpenedCase, entry: IdentityReleased) -> str:
    name = case.file.names.get(entry.to or 0, "")
    if entry.agency is not None:
        name = runtime().agencies.agency(entry.agency).name.in_(current_language())
    return gettext("À %(name)s : %(fields)s.", name=name, fields=_words(entry.fields))


def _words(fields: Any) -> str:
    return ", ".join(worded(FIELDS, field).lower() for field in FIELDS if field in fields)


_OF_WHOM: dict[str, str] = {
    Releasing.SERVICE: to_translate("le service des plaintes"),
    Releasing.TOP: to_translate("la plus haute autorité"),
    Releasing.AUDITORS: to_translate("le personnel qui vérifie le portail"),
    Releasing.NOBODY: to_translate(
        "personne ne peut le révéler; avis adressé à qui règle le portail"
    ),
}


def _asked(_case: OpenedCase, entry: ReleaseAsked) -> str:
    what, whom = _words(entry.fields), worded(_OF_WHOM, entry.of)
    return gettext("%(what)s, demandé : %(whom)s.", what=what.capitalize(), whom=whom)


def _is_unreached(case: OpenedCase) -> bool:
    return case.reached_by == UNTOLD and case.complaint.is_open


def _unreached(case: OpenedCase) -> dict[str, Any] | None:
    """Return who can release how to reach the person, where whoever looks does not know it."""
    return _to_ask(case) if _is_unreached(case) else None


def _to_ask(case: OpenedCase) -> dict[str, Any]:
    staff = Staff(case.now).excluding(case.file.excluded)
    agency, assignee_id = case.complaint.agency, case.complaint.assignee_id
    with runtime().reading(current_actor()) as session:
        as_what, members = releasing(session, staff, agency, assignee_id)
        names = names_of(session, (member.user_id for member in members))
    of_kind = (entry for entry in case.file.entries if entry.kind == EntryKind.RELEASE_ASKED)
    asked = max(of_kind, key=lambda entry: entry.seq, default=None)
    return {
        "field": gettext(FIELDS[way_needed(case.complaint.reply_by) or IdentityField.PHONE]),
        "whom": worded(_OF_WHOM, as_what),
        "names": sorted(names.values(), key=folded),
        "is_nobody": as_what is Releasing.NOBODY,
        "asked_at": asked and asked.at,
    }


ADDS = (
    CasePart("unreached", Place.NOTICES, "identity_releases/_unreached.html", _unreached, rank=45),
    Offer(
        "ask_how_to_reach",
        to_translate("Demander comment joindre la personne"),
        Permission.ANSWER,
        _is_unreached,
        rank=324,
        stage=Stage.ASK,
        with_person=True,
    ),
    HistoryEntry(
        EntryKind.RELEASE_ASKED, to_translate("Comment joindre la personne : demandé"), _asked
    ),
    Offer(
        "release_identity",
        to_translate("Révéler l’identité à un palier"),
        Permission.RELEASE_IDENTITY,
        lambda case: _went_up(case) and case.complaint.name_hidden_since is None,
        rank=325,
        stage=Stage.PROTECT,
    ),
    HistoryEntry(EntryKind.IDENTITY_RELEASED, to_translate("Identité révélée"), _said),
    MissingWords("told", "told", to_translate("Choisissez une personne de la liste")),
    MissingWords(
        "fields", "fields", to_translate("Choisissez ce que cette personne ne peut pas déjà lire")
    ),
)


def _there(case: OpenedCase) -> list[IdentityField]:
    """Return what there is to release of who complains."""
    written = fields_written(_texts(case), runtime().agencies.published)
    is_there = {field: _is_known(case, field) or field in written for field in IdentityField}
    is_there[IdentityField.DOCUMENTS] = bool(case.file.documents)
    return [field for field, known in is_there.items() if known]


def _is_known(case: OpenedCase, field: IdentityField) -> bool:
    return any(getattr(person, field, None) for person in case.file.people)


def _texts(case: OpenedCase) -> Iterator[str]:
    """Yield what the complaint says in words, which its levels read masked."""
    yield from (case.complaint.subject, case.complaint.story)
    yield from (message.body for message in case.file.messages)
    yield from (str(answer) for answer in case.complaint.answers.values())


def _release(case: OpenedCase, form: Form, problems: Problems) -> Act | None:
    told = form.get("told", "")
    fields = [field for field in _there(case) if field in form.getlist("fields")]
    missing = {"told": not is_whole_number(told), "fields": not fields}
    if any(missing.values()):
        codes = (code for code, is_missing in missing.items() if is_missing)
        note_missing(problems, IncompleteError(*codes))
        return None
    return partial(release, user_id=int(told), fields=fields)


def _given(case: OpenedCase, form: Form) -> dict[str, Any]:
    """Return who may be told, what of, and what each was told before."""
    people = runtime().read(current_actor(), people_to_tell, case.complaint, case.file.excluded)
    before: dict[int, list[str]] = {}
    for released in case.file.of(RELEASES):
        before.setdefault(released.user_id, []).append(released.field)
    return {
        "people": [(member.user_id, member.name) for member in people],
        "fields": [(str(field), gettext(FIELDS[field])) for field in _there(case)],
        "chosen": form.getlist("fields"),
        "before": [
            (case.file.names.get(user_id, ""), _words(fields)) for user_id, fields in before.items()
        ],
    }


add_action(
    pages,
    ActionPage(
        COMPLAINT,
        "ask_how_to_reach",
        "demander-comment-joindre",
        "ask-how-to-reach",
        Permission.ANSWER,
        to_translate("C’est demandé. L’historique le garde."),
        lambda _case, _form, _problems: ask_how_to_reach,
        given=lambda case, _form: _to_ask(case),
        folder="identity_releases",
        with_person=True,
    ),
)
add_action(
    pages,
    ActionPage(
        COMPLAINT,
        "release_identity",
        "reveler-l-identite",
        "release-identity",
        Permission.RELEASE_IDENTITY,
        to_translate("Identité révélée. L’historique le garde."),
        _release,
        given=_given,
        fields=("told", "fields"),
        folder="identity_releases",
    ),
)
