"""What everybody may ask of agencies: what each is complained about, asks and promises."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from pydantic import BaseModel, Field

from portal.agencies.agency import Agency as Known
from portal.api.callers import caller
from portal.api.operations import Operations
from portal.complaints.planning import FilingPlan, facts_before, plan_filing
from portal.domain.api_scopes import Scope
from portal.domain.category import Category as KnownCategory
from portal.domain.complaint import Channel, Draft
from portal.domain.errors import UnknownAgencyError, UnknownSettingError
from portal.domain.handling.notices import Recourse as KnownRecourse
from portal.domain.question import Question as KnownQuestion
from portal.domain.text import Text
from portal.domain.time.clock import ClockKind
from portal.domain.time.promise import Confidence
from portal.pages.current import current_language, runtime
from portal.words.catalogue import to_translate

operations = Operations("agencies")

CODE = r"^[a-z0-9_-]{1,60}$"
"""What a code looks like: of an agency, a category or a question."""


class AgencyPath(BaseModel):
    """Which agency an address names."""

    agency: str = Field(pattern=CODE, description=to_translate("Le code de l’organisme."))


class CategoryPath(AgencyPath):
    """Which category of an agency an address names."""

    category: str = Field(pattern=CODE, description=to_translate("Le code de la catégorie."))


class OwnAccess(BaseModel):
    """What the token that was sent opens."""

    client_id: str
    agency: str
    scopes: list[Scope]


class Agency(BaseModel):
    """An organisation that takes complaints."""

    code: str
    name: str
    is_sample: bool = Field(description=to_translate("Une configuration d’exemple."))


class Agencies(BaseModel):
    """Every organisation that takes complaints now."""

    agencies: list[Agency]


class Choice(BaseModel):
    """One of the answers that a question offers."""

    code: str
    label: str


class Question(BaseModel):
    """Something that an agency asks about a category."""

    code: str
    label: str
    hint: str | None
    kind: str
    required: bool
    choices: list[Choice]


class Category(BaseModel):
    """What an agency may be complained to about."""

    code: str
    name: str
    description: str | None
    theme: str
    questions: list[Question]


class Categories(BaseModel):
    """Every category that an agency offers now, in its own order."""

    categories: list[Category]


class PromisedDate(BaseModel):
    """A date that is promised: by when, and on which rule it rests."""

    kind: ClockKind
    last_day: date | None = Field(description=to_translate("Le dernier jour, dans son calendrier."))
    due_at: datetime | None
    within: str = Field(description=to_translate("Le délai, comme « 20 working days »."))
    is_sample: bool = Field(description=to_translate("Un délai d’exemple, que rien ne confirme."))


class Recourse(BaseModel):
    """Where to turn when the agency's answer is not enough."""

    code: str
    body: str
    how: str
    deadline: str
    link: str | None
    phone: str | None


class Dates(BaseModel):
    """What an agency promises for a complaint that it would receive now."""

    agency: str
    category: str
    dates: list[PromisedDate]
    next_recourse: Recourse | None


@operations.get(
    "/client",
    to_translate("Ce que le jeton permet"),
    scope=Scope.READ,
    answers={200: OwnAccess},
)
def own_access() -> OwnAccess:
    """Tell a client what it is to which agency."""
    client = caller()
    return OwnAccess(client_id=client.client_id, agency=client.agency, scopes=list(client.scopes))


@operations.get(
    "/agencies",
    to_translate("Les organismes qui reçoivent des plaintes"),
    answers={200: Agencies},
)
def agencies() -> Agencies:
    """List every agency that takes complaints now."""
    taking = runtime().agencies.taking_complaints(runtime().now())
    return Agencies(
        agencies=[
            Agency(code=one.code, name=said(one.name), is_sample=one.settings.agency.sample)
            for one in taking
        ]
    )


@operations.get(
    "/agencies/<agency>/categories",
    to_translate("Les sujets de plainte d’un organisme, et ses questions"),
    answers={200: Categories},
    refuses=(404,),
)
def categories(path: AgencyPath) -> Categories:
    """List what an agency may be complained to about."""
    asked = taking(path.agency).consult()
    return Categories(
        categories=[_category(one, asked.questions(one)) for one in asked.categories()]
    )


@operations.get(
    "/agencies/<agency>/categories/<category>/dates",
    to_translate("Les dates qu’un organisme promettrait maintenant"),
    answers={200: Dates},
    refuses=(404,),
)
def dates(path: CategoryPath) -> Dates:
    """Tell what an agency would promise for a complaint about a category, received now."""
    agency, now = taking(path.agency), runtime().now()
    asked, draft = agency.consult(), Draft(path.category, "", channel=Channel.API)
    if path.category not in {one.code for one in asked.categories()}:
        raise UnknownSettingError(path.category)
    plan = plan_filing(agency, draft, now, asked)
    facts = facts_before(agency, plan.category.code, draft, now)
    return Dates(
        agency=agency.code,
        category=plan.category.code,
        dates=promised(plan),
        next_recourse=next_recourse(asked.recourses(facts, now)),
    )


def taking(code: str) -> Known:
    """Return an agency that takes complaints now, or raise UnknownAgencyError."""
    for agency in runtime().agencies.taking_complaints(runtime().now()):
        if agency.code == code:
            return agency
    raise UnknownAgencyError(code)


def promised(plan: FilingPlan) -> list[PromisedDate]:
    """Return the dates of a plan as they are told."""
    return [
        PromisedDate(
            kind=clock.kind,
            last_day=clock.due.last_day,
            due_at=clock.due.due_at,
            within=str(clock.promise.allowance),
            is_sample=clock.promise.confidence is Confidence.ASSUMED,
        )
        for clock in plan.clocks
    ]


def next_recourse(recourses: Sequence[KnownRecourse]) -> Recourse | None:
    """Return the first of the other recourses as it is told."""
    for one in recourses:
        return Recourse(
            code=one.code,
            body=said(one.body),
            how=said(one.how),
            deadline=said(one.deadline),
            link=one.link_in(current_language()),
            phone=one.phone,
        )
    return None


def said(text: Text) -> str:
    """Return a text in the caller's language."""
    return text.in_(current_language())


def _category(category: KnownCategory, questions: tuple[KnownQuestion, ...]) -> Category:
    return Category(
        code=category.code,
        name=said(category.name),
        description=said(category.description) if category.description else None,
        theme=category.theme,
        questions=[_question(question) for question in questions],
    )


def _question(question: KnownQuestion) -> Question:
    return Question(
        code=question.code,
        label=said(question.label),
        hint=said(question.hint) if question.hint else None,
        kind=question.kind.value,
        required=question.required,
        choices=[Choice(code=one.code, label=said(one.label)) for one in question.choices],
    )
