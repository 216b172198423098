"""What the history says of an entry beside its title: whom, what, why, where to."""

from __future__ import annotations

from datetime import date
from typing import Any

from portal.complaints.queries.case_rows import Entry
from portal.domain.history import EntryKind
from portal.domain.permissions import Permission
from portal.domain.text import Text
from portal.features.contact_limits.words import MEANS
from portal.features.information_requests.history_lines import REQUEST_DETAILS
from portal.features.joint_answers.words import SHARED
from portal.features.recommendations.office.words import STEPS
from portal.features.satisfaction.verdict_words import VERDICTS
from portal.features.transfers.words import TRAVELLING
from portal.pages.current import current_language
from portal.pages.office.case.detail_of_dates import (
    act_by,
    acted,
    level,
    missed,
    new_date,
    paused,
    resumed,
    started,
    taken,
)
from portal.pages.office.case.opened import OpenedCase, category_names
from portal.pages.office.plain_words import hints_words
from portal.pages.office.registering.receipt_words import told_of_receipt
from portal.pages.office.wording import CONTACTS, ORIGINS, worded
from portal.pages.texts import gettext, ngettext
from portal.words.dates import day_words
from portal.words.findings import FINDINGS


def detail_of(case: OpenedCase, entry: Entry) -> str | None:
    """Return the facts of an entry in words, where they say more than its title."""
    worder = _DETAILS.get(entry.kind)
    return worder(case, entry.facts) if worder else None


def _assigned(case: OpenedCase, facts: dict[str, Any]) -> str:
    name = case.file.names.get(facts.get("to", 0), "")
    return gettext("À %(name)s.", name=name)


def _reclassified(case: OpenedCase, facts: dict[str, Any]) -> str:
    names = category_names(case.agency)
    before, after = facts.get("before", ""), facts.get("category", "")
    return gettext(
        "De « %(before)s » à « %(after)s ».",
        before=names[before].in_(current_language()) if before in names else before,
        after=names[after].in_(current_language()) if after in names else after,
    )


def _reported(case: OpenedCase, _facts: dict[str, Any]) -> str | None:
    if case.may(Permission.PROTECT):
        return None
    return gettext(
        "Seules la personne qui dirige le service et la plus haute autorité lisent le texte."
    )


def _recommended(_case: OpenedCase, facts: dict[str, Any]) -> str:
    number, what = facts["recommendation"], worded(STEPS, facts["step"])
    return gettext("Recommandation %(number)s : %(what)s.", number=number, what=what)


def _grouped(_case: OpenedCase, facts: dict[str, Any]) -> str:
    words = gettext("Groupe %(number)s.", number=facts["group"])
    if facts.get("handed_on"):
        return f"{words} " + gettext("Un autre organisme a maintenant la plainte.")
    if facts.get("by_person"):
        return f"{words} " + gettext("La personne a dit que cela lui est arrivé aussi.")
    if not facts.get("suggested"):
        return words
    shared = ngettext(
        "Le portail la proposait pour %(num)s mot en commun; une personne a décidé.",
        "Le portail la proposait pour %(num)s mots en commun; une personne a décidé.",
        facts["common"],
    )
    return f"{words} {shared}"


def _wished(_case: OpenedCase, facts: dict[str, Any]) -> str:
    return gettext("Oui") if facts["wishes"] else gettext("Non")


def _judged(_case: OpenedCase, facts: dict[str, Any]) -> str:
    verdict = worded(VERDICTS, facts["verdict"])
    return gettext("Cela répond-il à la plainte? %(verdict)s.", verdict=verdict)


def _succeeded(_case: OpenedCase, facts: dict[str, Any]) -> str:
    return gettext(
        "De « %(before)s » à « %(after)s ».",
        before=Text(**facts["before_name"]).in_(current_language()),
        after=Text(**facts["agency_name"]).in_(current_language()),
    )


def _handed(_case: OpenedCase, facts: dict[str, Any]) -> str | None:
    if "agency_name" not in facts:
        return None
    to = gettext("À : %(agency)s.", agency=Text(**facts["agency_name"]).in_(current_language()))
    held = [worded(TRAVELLING, each) for each in facts.get("held", ())]
    if not held:
        return to
    return f"{to} " + gettext("Retenu par la personne : %(what)s.", what=", ".join(held))


def _agreed(_case: OpenedCase, facts: dict[str, Any]) -> str:
    names = [worded(TRAVELLING, each) for each in facts["fields"]]
    return gettext("Accepté : %(what)s.", what=", ".join(names) or gettext("rien de plus"))


def _answered(case: OpenedCase, facts: dict[str, Any]) -> str | None:
    """Return what the check of plain language counted, and who read it before it left."""
    said = []
    if facts.get("read_by"):
        name = case.file.names.get(facts["read_by"], "")
        said.append(gettext("Relue par %(name)s.", name=name))
    if "contact" in facts:
        contact = worded(CONTACTS, facts["contact"])
        said.append(gettext("La personne a été jointe : %(contact)s.", contact=contact))
    if "hints" in facts:
        said.append(hints_words(facts["hints"]))
    return " ".join(said) or None


def _linked(case: OpenedCase, facts: dict[str, Any]) -> str | None:
    if facts["other"] not in {one.number for one in case.file.links}:
        return None  # another agency has it by now, or it concerns whoever reads
    return gettext("Avec la plainte %(number)s.", number=facts["other"])


def _let_read(_case: OpenedCase, facts: dict[str, Any]) -> str:
    names = [worded(SHARED, each) for each in facts["fields"]]
    return gettext("Accepté : %(what)s.", what=", ".join(names) or gettext("rien de plus"))


def _begun(case: OpenedCase, facts: dict[str, Any]) -> str:
    return f"{_handed(case, facts)} {_let_read(case, facts)}"


def _part(_case: OpenedCase, facts: dict[str, Any]) -> str | None:
    if "agency_name" not in facts:
        return gettext("Partie %(number)s.", number=facts["part"])
    agency = Text(**facts["agency_name"]).in_(current_language())
    return gettext("Partie %(number)s, %(agency)s.", number=facts["part"], agency=agency)


def _closed(_case: OpenedCase, facts: dict[str, Any]) -> str:
    return gettext("Conclusion : %(finding)s.", finding=worded(FINDINGS, facts.get("finding")))


def _failed(_case: OpenedCase, facts: dict[str, Any]) -> str:
    return gettext("Question « %(hook)s » : les réglages ont répondu.", hook=facts.get("hook", ""))


def _limited(_case: OpenedCase, facts: dict[str, Any]) -> str:
    day = day_words(date.fromisoformat(facts["last_day"]), current_language())
    means = "; ".join(worded(MEANS, one) for one in facts["means"])
    return gettext("%(means)s. Jusqu’au %(day)s.", means=means, day=day)


def _concerned(case: OpenedCase, facts: dict[str, Any]) -> str:
    name = case.file.names.get(facts["who"], "")
    origin = worded(ORIGINS, facts.get("origin"))
    return f"{name}. {origin}." if origin else f"{name}."


_DETAILS = {
    EntryKind.FILED.value: told_of_receipt,
    EntryKind.TAKEN_IN_CHARGE.value: taken,
    EntryKind.ASSIGNED.value: _assigned,
    EntryKind.RECLASSIFIED.value: _reclassified,
    EntryKind.EXTENDED.value: new_date,
    EntryKind.FILE_COMPLETED.value: started,
    EntryKind.PAUSED.value: paused,
    EntryKind.RESUMED.value: resumed,
    EntryKind.ESCALATED.value: level,
    EntryKind.REPRISAL_FLAGGED.value: _reported,
    EntryKind.REPRISAL_ACTED.value: acted,
    EntryKind.DATE_MISSED.value: missed,
    EntryKind.PASSED_TO_TOP.value: level,
    EntryKind.REOPENED.value: new_date,
    EntryKind.REVIEW_ASKED.value: level,
    EntryKind.SUCCEEDED.value: _succeeded,
    EntryKind.RECOMMENDED.value: _recommended,
    EntryKind.RECOMMENDATION_MOVED.value: _recommended,
    EntryKind.NEWS_WISHED.value: _wished,
    EntryKind.ANSWERED.value: _answered,
    EntryKind.ANSWER_JUDGED.value: _judged,
    EntryKind.URGENCY_CONFIRMED.value: act_by,
    EntryKind.CONTACT_LIMITED.value: _limited,
    EntryKind.CONFLICT_NOTED.value: _concerned,
    EntryKind.CONFLICT_LIFTED.value: _concerned,
    EntryKind.GROUPED.value: _grouped,
    EntryKind.UNGROUPED.value: _grouped,
    EntryKind.CLOSED.value: _closed,
    EntryKind.TRANSFER_PROPOSED.value: _handed,
    EntryKind.TRANSFER_TAKEN_BACK.value: _handed,
    EntryKind.TRANSFER_AGREED.value: _agreed,
    EntryKind.ROUTED.value: _handed,
    EntryKind.LINKED.value: _linked,
    EntryKind.UNLINKED.value: _linked,
    EntryKind.PART_ASKED.value: _handed,
    EntryKind.PART_AGREED.value: _let_read,
    EntryKind.PART_BEGUN.value: _begun,
    EntryKind.PART_DECLINED.value: _part,
    EntryKind.PART_KEPT.value: _part,
    EntryKind.PART_CALLED_OFF.value: _part,
    EntryKind.PLUGIN_FAILED.value: _failed,
    **REQUEST_DETAILS,
}
