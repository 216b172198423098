"""Filing by another system: the same plan and the same use case as the pages, once a key.

A key makes an entry as an employee's form does: what is sent again finds its receipt, whatever
died in between, since the receipt is written with the complaint.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Any, Literal

from flask import request
from pydantic import BaseModel, Field

from portal.agencies.agency import Agency
from portal.api.agencies import CODE, PromisedDate, Recourse, next_recourse, promised, taking
from portal.api.callers import acting, caller
from portal.api.operations import Operations
from portal.api.problems import FieldProblem, at, problem, to_correct
from portal.api.reading_bodies import Story
from portal.complaints.filed_once import KeyUsedError, entry_under
from portal.complaints.handling.filing import Receipt, file_complaint
from portal.complaints.kept_drafts import DraftContent, code_is_shown, to_send
from portal.complaints.planning import FilingPlan, facts_before, plan_filing
from portal.domain.answers import read_answers
from portal.domain.api_scopes import Scope
from portal.domain.complaint import Channel, Draft, FiledFor, ReplyBy
from portal.domain.errors import DraftGoneError
from portal.domain.number import written_code
from portal.domain.question import Question, QuestionKind
from portal.domain.typed import cleaned
from portal.pages.citizen.reply import reply_problems
from portal.pages.current import current_language, gettext, runtime
from portal.pages.forms import LONGEST_LINE, LONGEST_STORY
from portal.words.catalogue import to_translate

operations = Operations("complaints")

KEY = r"^[!-~]{1,100}$"
"""What a key looks like: printable, without spaces."""

Given = str | bool | int | float | list[str]
_FIELDS = {
    "qui": "filed_for",
    "nom": "name",
    "moyen": "reply_by",
    "courriel": "email",
    "adresse": "address",
    "telephone": "phone",
    "texto": "phone",
    "langue": "reply_language",
}
"""What a field of the page is called here."""


class NewComplaint(BaseModel, extra="forbid"):
    """What somebody complains of, and how they want to be answered."""

    story: Story = Field(
        description=to_translate("Ce qui s’est passé, dans les mots de la personne.")
    )
    category: str | None = Field(
        None, pattern=CODE, description=to_translate("Le sujet; sans lui, le récit y mène.")
    )
    language: Literal["fr", "en"] = Field(
        "fr", description=to_translate("La langue du récit et de la réponse.")
    )
    filed_for: Literal["self", "anonymous"] = Field(
        "self", description=to_translate("Pour qui : soi-même, ou sans dire qui.")
    )
    name: str = Field("", max_length=LONGEST_LINE)
    reply_by: Literal["email", "post", "phone", "none"] = Field(
        "none", description=to_translate("Comment la personne reçoit la réponse.")
    )
    email: str = Field("", max_length=LONGEST_LINE)
    phone: str = Field("", max_length=LONGEST_LINE)
    address: str = Field("", max_length=LONGEST_LINE)
    wish: str = Field(
        "", max_length=LONGEST_STORY, description=to_translate("Ce que la personne souhaite.")
    )
    answers: dict[str, Given] = Field(
        default_factory=dict,
        description=to_translate("Les réponses aux questions de l’organisme, par leur code."),
    )


class FilingHeaders(BaseModel):
    """What goes along with a complaint that is filed."""

    idempotency_key: str | None = Field(
        None,
        alias="Idempotency-Key",
        pattern=KEY,
        description=to_translate("La même clé avec le même contenu a la même réponse."),
    )


class Filed(BaseModel):
    """A complaint that was filed; its access code is told this once."""

    number: str
    access_code: str | None = Field(
        description=to_translate("Le code par lequel la personne suit sa plainte.")
    )
    proof: str = Field(description=to_translate("La preuve de réception."))
    agency: str
    category: str
    dates: list[PromisedDate]
    next_recourse: Recourse | None


@operations.post(
    "/complaints",
    to_translate("Déposer une plainte à l’organisme"),
    scope=Scope.FILE,
    answers={201: Filed},
    refuses=(404, 415),
)
def file_one(header: FilingHeaders, body: NewComplaint) -> Any:
    """File a complaint with the caller's agency; a key that was used finds the same one."""
    outcome = filed(body, header.idempotency_key)
    if not isinstance(outcome, Filed):
        return outcome
    return outcome, 201, {"Location": f"{request.path}/{outcome.number}"}


def filed(body: NewComplaint, key: str | None) -> Any:
    """File what was sent, once a key; return what is told of it, or what there is to correct."""
    agency = taking(caller().agency)
    content = _content(body)
    asked, category = agency.consult(), _category(agency, body)
    chosen = asked.category(category)
    if body.category and chosen.code != body.category:
        return to_correct([at("category", gettext("Ce n’est pas l’un des choix offerts."))])
    questions = tuple(_without_files(one) for one in asked.questions(chosen))
    today = asked.calendar(chosen.code).day_of(runtime().now())
    answers, unusable = read_answers(questions, content.typed, today)
    draft = Draft(
        category=chosen.code,
        story=content.story,
        language=body.language,
        answers=answers,
        filed_for=FiledFor(content.filed_for),
        channel=Channel.API,
        received_at=runtime().now(),
    )
    unknown = body.answers.keys() - {one.code for one in questions}
    errors = [at("answers", gettext("Ce n’est pas l’un des choix offerts."))] if unknown else []
    errors += _reply_errors(content)
    errors += [
        at(f"answers/{one.field}", one.text.in_(current_language()))
        for one in (unusable or asked.problems(draft))
    ]
    if errors:
        return to_correct(errors)
    plan = plan_filing(agency, draft, runtime().now(), asked)
    sent = replace(to_send(content), answers=answers)
    if key is None:
        return _told(plan, draft, _file(None, plan, sent, draft))
    return _once(key, body, plan, sent, draft)


def _once(
    key: str, body: NewComplaint, plan: FilingPlan, content: DraftContent, draft: Draft
) -> Any:
    """File under a key: what was filed under it before is told again, if it was the same."""
    portal, own_key = runtime(), f"{caller().client_id} {key}"
    sent, place = (
        body.model_dump_json(),
        {
            "agency": plan.agency.code,
            "category": plan.category.code,
            "language": draft.language,
        },
    )
    try:
        entry = entry_under(portal.database, own_key, sent, portal.now(), content, place)
        if entry.receipt is None:
            with suppress(DraftGoneError):
                return _told(plan, draft, _file(entry.id, plan, content, draft))
            # Another request with the same key was faster.
            entry = entry_under(portal.database, own_key, sent, portal.now(), content, place)
    except KeyUsedError:
        title = gettext("Cette clé a déjà servi pour un autre contenu")
        return problem(422, "key-used-otherwise", title)
    assert entry.receipt is not None, "it was filed a moment ago"
    receipt = Receipt.read(entry.receipt)
    is_fresh = code_is_shown(portal.database, entry, portal.now())
    return _told(plan, draft, receipt if is_fresh else replace(receipt, code=""))


def _file(entry: str | None, plan: FilingPlan, content: DraftContent, draft: Draft) -> Receipt:
    return file_complaint(runtime(), plan, entry, content, draft, runtime().now(), acting())


def _told(plan: FilingPlan, draft: Draft, receipt: Receipt) -> Filed:
    facts = facts_before(plan.agency, plan.category.code, draft, receipt.received_at)
    recourses = plan.agency.consult().recourses(facts, receipt.received_at)
    return Filed(
        number=receipt.number,
        access_code=written_code(receipt.code) if receipt.code else None,
        proof=receipt.hash,
        agency=plan.agency.code,
        category=plan.category.code,
        dates=promised(plan),
        next_recourse=next_recourse(recourses),
    )


def _category(agency: Agency, body: NewComplaint) -> str | None:
    return body.category or runtime().heard_category(agency.code, body.story, body.language)


def _content(body: NewComplaint) -> DraftContent:
    return DraftContent(
        story=cleaned(body.story).strip(),
        typed={code: values for given in body.answers.items() for code, values in _typed(*given)},
        filed_for=body.filed_for,
        name=" ".join(cleaned(body.name).split()),
        reply_by=ReplyBy(body.reply_by).value,
        email=cleaned(body.email).strip(),
        phone=cleaned(body.phone).strip(),
        address=cleaned(body.address).strip(),
        reply_language=body.language,
        wish=cleaned(body.wish).strip(),
        channel=Channel.API.value,
    )


def _typed(code: str, given: Given) -> list[tuple[str, list[str]]]:
    """Return an answer as the fields of a page have it: a day in three of them."""
    if isinstance(given, bool):
        return [(code, ["yes" if given else "no"])]
    values = [cleaned(str(value)) for value in (given if isinstance(given, list) else [given])]
    year, _, rest = values[0].partition("-") if len(values) == 1 else ("", "", "")
    month, _, day = rest.partition("-")
    return [
        (code, values),
        *(
            (f"{code}-{part}", [value])
            for part, value in (("day", day), ("month", month), ("year", year))
            if day
        ),
    ]


def _without_files(question: Question) -> Question:
    """Return a question as it is asked here: a document is added once there is a complaint."""
    is_file = question.kind is QuestionKind.FILE
    return replace(question, required=False) if is_file else question


def _reply_errors(content: DraftContent) -> list[FieldProblem]:
    return [
        at(_FIELDS.get(one.field_id, one.field_id), one.text) for one in reply_problems(content)
    ]
