"""What a complaint carries as it was filed, for whoever reads it again or takes it elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from portal.complaints.entries import Filed
from portal.complaints.queries.followed import AsFiled
from portal.domain.complaint import FiledFor, ReplyBy
from portal.domain.history import EntryKind
from portal.domain.question import Question
from portal.pages.citizen.case_summary import CaseSummary
from portal.pages.citizen.contributions import MoreWritten
from portal.pages.current import gettext, runtime
from portal.pages.features import added
from portal.pages.shown.before_filing import needs_words
from portal.pages.shown.written import WrittenLine, agreement_words, given_answers
from portal.words.catalogue import to_translate

_MEANS: dict[ReplyBy, str] = {
    ReplyBy.EMAIL: to_translate("Courriel"),
    ReplyBy.POST: to_translate("Lettre par la poste"),
    ReplyBy.PHONE: to_translate("Téléphone"),
    ReplyBy.TEXT: to_translate("Texto"),
    ReplyBy.NONE: to_translate("Page de suivi"),
}


def written_lines(summary: CaseSummary, *, shows_where: bool) -> list[WrittenLine]:
    """Return all that was said beside the story, in the order in which it was asked.

    What whoever reads it may not know of it, or was left empty, has no line. The address or number
    stands there only where it is to be taken along (`shows_where`): a page may be seen by others.
    """
    said, kept = summary.complaint.as_filed, summary.complaint.as_filed.answers
    given = given_answers(_questions(summary), kept.get("given", {}))
    lines = [
        *(WrittenLine(label, words, by_person=True) for label, words in given),
        *_whom(said),
        WrittenLine(gettext("Réponse par"), _reply(summary, shows_where)),
        WrittenLine(gettext("Langue de la réponse"), _language(summary)),
        WrittenLine(gettext("Adaptations"), needs_words(said.needs)),
        WrittenLine(gettext("Ce qui est demandé"), kept.get("wish") or "", by_person=True),
        WrittenLine(gettext("Date et lieu"), kept.get("when_where") or "", by_person=True),
        *(line for adding in added(MoreWritten) for line in _added(adding, summary, shows_where)),
    ]
    return [line for line in lines if line.words]


def written_by_person(summary: CaseSummary) -> list[str]:
    """Return the story, then all that its complainant wrote since."""
    history = summary.complaint.history
    since = [entry.text for entry in history if entry.by_complainant and entry.text]
    return [summary.complaint.story, *since]


def _added(adding: MoreWritten, summary: CaseSummary, shows_where: bool) -> Iterator[WrittenLine]:
    yield from adding.lines(summary)
    if shows_where and adding.where is not None:
        yield from adding.where(summary)


def _questions(summary: CaseSummary) -> tuple[Question, ...]:
    """Return what was asked when it was filed, by whom it was sent to and under their rules."""
    entry = summary.complaint.last_text(EntryKind.FILED)
    if entry is None or not summary.complaint.as_filed.answers.get("given"):
        return ()
    filed = Filed.read(entry.facts)
    asking = runtime().agencies.under(filed.agency, filed.release or 0).consult()
    return asking.questions(asking.category(filed.category))


def _whom(said: AsFiled) -> Iterator[WrittenLine]:
    label = gettext("Pour qui")
    if said.filed_for is FiledFor.ANONYMOUS:
        yield WrittenLine(label, gettext("Anonyme"))
    elif said.filed_for is FiledFor.SELF:
        yield WrittenLine(label, said.name)
    else:
        names = {"other": said.other_name, "name": said.name}
        both = gettext("Pour %(other)s, par %(name)s", **names) if all(names.values()) else ""
        yield WrittenLine(label, both or gettext("Pour une autre personne"))
        words = agreement_words(said.agreement) if said.agreement else ""
        yield WrittenLine(gettext("Son accord"), words)


def _reply(summary: CaseSummary, shows_where: bool) -> str:
    contact = summary.complaint.contact
    where = contact.email or contact.phone or ", ".join(contact.address.splitlines())
    means = gettext(_MEANS[contact.reply_by])
    if summary.complaint.as_filed.full_answer_by_email:
        means = means + " " + gettext("(la réponse complète)")
    if where and shows_where:
        return gettext("%(means)s : %(where)s", means=means, where=where)
    return means


def _language(summary: CaseSummary) -> str:
    is_english = summary.complaint.facts.language == "en"
    return gettext("Anglais") if is_english else gettext("Français")
