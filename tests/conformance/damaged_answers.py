"""Damages by a plugin that answers in time and by the right type, but not as an agency must."""

from __future__ import annotations

from tests.conformance.damage import (
    ALLOWANCE,
    CALENDAR,
    CATEGORIES,
    NOTICES,
    PATH,
    PROBLEMS,
    QUESTIONS,
    RECOURSES,
    UNIT,
    Damage,
    answered,
    plugin,
    wrapped,
)

CATEGORY = "Category('{}', Text('{}', '{}'), '{}')"
IN_CATEGORIES = [
    answered("there-is-a-category", CATEGORIES, "[]"),
    wrapped("the-default-category-is-among-those-answered", CATEGORIES, "was[:2]"),
    wrapped(
        "each-category-has-its-own-code",
        CATEGORIES,
        f"[*was, {CATEGORY.format('autre', 'Quais', 'Quays', 'other')}]",
    ),
    wrapped(
        "each-answered-category-has-a-sound-code",
        CATEGORIES,
        f"[*was, {CATEGORY.format('Quais', 'Quais', 'Quays', 'other')}]",
    ),
    wrapped(
        "each-category-has-its-own-name",
        CATEGORIES,
        f"[*was, {CATEGORY.format('quais', 'Autre sujet', 'Quays', 'other')}]",
    ),
    wrapped(
        "each-answered-category-has-a-common-theme",
        CATEGORIES,
        f"[*was, {CATEGORY.format('quais', 'Quais', 'Quays', 'quays')}]",
    ),
    wrapped(
        "no-retired-category-is-offered",
        CATEGORIES,
        f"[*was, {CATEGORY.format('accueil', 'Accueil', 'Reception', 'courtesy')}]",
    ),
    wrapped(
        "each-category-names-a-unit-that-exists",
        CATEGORIES,
        "[replace(was[0], unit='quais'), *was[1:]]",
    ),
]

ONE = "Choice('un', Text('Un', 'One'))"


def asks(check: str, question: str) -> Damage:
    return wrapped(check, QUESTIONS, f"[*was, Question({question})]")


LABEL = "Text('Quoi?', 'What?')"
HINT = "pattern_hint=Text('Écrivez le numéro', 'Enter the number')"
IN_QUESTIONS = [
    asks("each-question-has-its-own-code", f"'quoi', {LABEL}), Question('quoi', {LABEL}"),
    asks("each-question-has-a-sound-code", f"'Quoi?', {LABEL}"),
    wrapped(
        "at-most-three-questions-are-required",
        QUESTIONS,
        f"[*was, *(Question(f'quoi_{{n}}', {LABEL}, required=True) for n in range(4))]",
    ),
    asks(
        "each-choice-offers-two-answers", f"'quoi', {LABEL}, QuestionKind.CHOICE, choices=({ONE},)"
    ),
    asks(
        "each-choice-has-its-own-code",
        f"'quoi', {LABEL}, QuestionKind.CHOICE, choices=({ONE}, {ONE})",
    ),
    asks(
        "only-questions-of-choice-offer-choices",
        f"'quoi', {LABEL}, choices=({ONE}, {ONE.replace('un', 'deux')})",
    ),
    asks(
        "each-question-takes-an-ordinary-answer",
        f"'quoi', {LABEL}, QuestionKind.NUMBER, minimum=9, maximum=5",
    ),
    asks(
        "no-pattern-waits-for-a-space", f"'quoi', {LABEL}, pattern='[0-9]{{3}} [0-9]{{3}}', {HINT}"
    ),
    asks("each-pattern-is-quick", f"'quoi', {LABEL}, pattern='(?=[A-Z])[A-Z]+1', {HINT}"),
    asks("no-pattern-takes-everything", f"'quoi', {LABEL}, pattern='.*', {HINT}"),
    asks("each-pattern-says-what-to-type", f"'quoi', {LABEL}, pattern='[0-9]+'"),
]

ECLUSE = "draft.category == 'ecluse'"
SAY_WHICH = "Text('Dites quelle écluse', 'Say which lock')"
WHICH = f"Problem('lieu', {SAY_WHICH})"
JUNK = "draft.answers.get('dossier') == '?'"
NOTICE = "Notice('quai', NoticeKind.INFORMATION, Text('Le quai', 'The quay'), {})"
COURT = "Redirect(Text('La cour', 'The court'), within=Allowance(30, Unit.CALENDAR_DAYS))"
CLOSED = "Text('Le quai est fermé.', 'The quay is closed.')"
IN_DRAFTS = [
    answered(
        "each-optional-question-may-be-left-empty",
        PROBLEMS,
        f"[Problem('recit', {SAY_WHICH})] if {ECLUSE} else []",
    ),
    answered(
        "each-problem-belongs-to-a-question",
        PROBLEMS,
        f"[Problem('quai', {SAY_WHICH})] if {JUNK} else []",
    ),
    answered(
        "each-problem-says-what-to-do",
        PROBLEMS,
        f"[Problem('dossier', Text('Numéro invalide', 'Number'))] if {JUNK} else []",
    ),
    answered(
        "an-anonymous-complaint-meets-no-problem-of-its-own",
        PROBLEMS,
        f"[{WHICH}] if {ECLUSE} and draft.filed_for is FiledFor.ANONYMOUS else []",
    ),
    answered("each-notice-is-told-once", NOTICES, f"[{NOTICE.format(CLOSED)}] * 2"),
    answered(
        "each-time-limit-of-a-notice-runs-from-something",
        NOTICES,
        f"[replace({NOTICE.format(CLOSED)}, redirects=({COURT},))]",
    ),
    wrapped("no-notice-of-the-settings-is-lost", NOTICES, "[] if 'danger' in draft.story else was"),
    answered(
        "each-link-of-a-notice-is-secure",
        NOTICES,
        f"[replace({NOTICE.format(CLOSED)}, link='http://quai.example')]",
    ),
    answered("each-text-is-in-both-languages", NOTICES, "[" + NOTICE.format("Text('Fermé')") + "]"),
    answered(
        "each-complaint-goes-to-a-unit-that-exists",
        UNIT,
        "'quais' if 'loutre' in draft.story.split() else None",
    ),
]

ANSWERING = "stage is Stage.ANSWER"
FIVE = "Allowance(5, Unit.WORKING_DAYS)"
LONGER = "replace(was, allowance=Allowance(31, Unit.CALENDAR_DAYS))"
PLAN = "Text('Le plan', 'The plan')"
ENDLESS = "replace(was.extension, at_most=Allowance(9999, Unit.YEARS))"
ODD_CALENDAR = """
class Odd(WorkingCalendar):
    def ends_at(self, day):
        return {0}

@hookimpl(wrapper=True)
def working_calendar():
    was = yield
    return Odd(was.jurisdiction, was.timezone, was.hours, was.extra_closures)
"""
IN_DATES = [
    wrapped(
        "each-length-of-time-is-at-least-one",
        ALLOWANCE,
        f"was if {ANSWERING} else replace(was, allowance=Allowance(0, Unit.WORKING_DAYS))",
    ),
    wrapped(
        "each-promise-leads-to-a-date",
        ALLOWANCE,
        f"replace(was, extension={ENDLESS}) if {ANSWERING} else was",
    ),
    plugin(
        "no-date-comes-before-its-receipt",
        ODD_CALENDAR.format("super().ends_at(day - timedelta(days=9))"),
    ),
    plugin(
        "dates-never-go-backwards",
        ODD_CALENDAR.format("super().ends_at(day + timedelta(days=9 * (day.day == 9)))"),
    ),
    plugin(
        "each-date-can-be-stored-with-its-explanation",
        "class Basis(Text):\n    __slots__ = ()\n\n"
        "@hookimpl(wrapper=True)\ndef allowance(complaint, stage):\n    was = yield\n"
        "    return replace(was, basis=Basis(was.basis.fr, was.basis.en))\n",
    ),
    wrapped(
        "each-extension-moves-the-date-ahead",
        ALLOWANCE,
        f"replace(was, extension=replace(was.extension, at_most={FIVE})) if {ANSWERING} else was",
    ),
    wrapped(
        "each-time-that-waits-starts-in-the-end",
        ALLOWANCE,
        f"replace(was, complete_within=Allowance(9, Unit.YEARS)) if {ANSWERING} else was",
    ),
    wrapped(
        "each-pause-ends-in-time",
        ALLOWANCE,
        f"replace(was, pauses=(PauseReason('plan', {PLAN}, Allowance(9, Unit.YEARS)),))"
        f" if {ANSWERING} else was",
    ),
    wrapped(
        "each-pause-is-named-and-has-its-own-code",
        ALLOWANCE,
        f"replace(was, pauses=was.pauses * 2) if {ANSWERING} else was",
    ),
    wrapped(
        "only-the-answer-stands-still",
        ALLOWANCE,
        f"was if {ANSWERING} else replace(was, pauses=(PauseReason('plan', {PLAN}, {FIVE}),))",
    ),
    wrapped(
        "silence-opens-a-recourse-that-is-named",
        ALLOWANCE,
        f"replace(was, silence='quais') if {ANSWERING} else was",
    ),
    wrapped(
        "each-promise-says-what-it-rests-on", ALLOWANCE, "replace(was, basis=Text('Engagement'))"
    ),
    wrapped(
        "a-promise-does-not-move-with-the-status",
        ALLOWANCE,
        f"{LONGER} if {ANSWERING} and complaint.status is Status.ANSWERED else was",
    ),
    wrapped(
        "every-category-counts-in-the-time-zone-of-the-agency",
        CALENDAR,
        "replace(was, timezone='America/Halifax') if category == 'ecluse' else was",
    ),
    wrapped(
        "each-closed-weekday-says-why",
        CALENDAR,
        "replace(was, extra_closures=(replace(was.extra_closures[0], name=Text('Veille')),))"
        " if category is None else was",
    ),
]


def second(check: str, change: str, condition: str = "True") -> Damage:
    """Change the second level of the path."""
    return wrapped(
        check, PATH, f"[was[0], replace(was[1], {change}), was[2]] if {condition} else was"
    )


RENAMED = "title=Text('Autre direction', 'Other director')"
ON_THE_WAY_UP = [
    second("only-the-last-level-is-the-top-authority", "top_authority=True"),
    wrapped(
        "the-first-level-has-no-time-of-its-own",
        PATH,
        "[replace(was[0], within=was[1].within), *was[1:]]",
    ),
    second("each-other-level-has-its-time", "within=None"),
    second("each-level-is-held-by-another-post", "to='presidence'"),
    second("each-post-is-one-of-the-settings", "to='ailleurs'"),
    second("each-step-up-takes-its-time", "within=Allowance(0, Unit.WORKING_DAYS)"),
    second("the-path-stays-the-same-all-its-life", RENAMED, "complaint.status is Status.ANSWERED"),
    second("each-level-has-its-own-title", "title=was[0].title"),
]


def last(check: str, change: str, condition: str = "True") -> Damage:
    """Change the last recourse."""
    return wrapped(check, RECOURSES, f"[was[0], replace(was[1], {change})] if {condition} else was")


IN_RECOURSES = [
    wrapped(
        "there-is-always-a-recourse", RECOURSES, "[] if complaint.status is Status.CLOSED else was"
    ),
    wrapped("each-recourse-is-named-once", RECOURSES, "[was[0], *was]"),
    last("each-link-of-a-recourse-is-secure", "link='http://mediation.example'"),
    last("each-phone-of-a-recourse-can-be-dialled", "phone='appelez'"),
    wrapped(
        "what-is-named-at-first-is-named-at-the-end",
        RECOURSES,
        "was[:1] if moment - complaint.received_at > timedelta(days=99) else was",
    ),
]

ENGLISH = "complaint.language == 'en'"
BY_POST = "complaint.channel is Channel.POST"
DIALLED = "phone='418 555-0111'"
FOR_EVERYBODY = [
    wrapped(
        "the-language-changes-no-promise",
        ALLOWANCE,
        f"{LONGER} if {ANSWERING} and {ENGLISH} else was",
    ),
    second("the-language-changes-no-path", RENAMED, ENGLISH),
    last("the-language-changes-no-recourse", DIALLED, ENGLISH),
    answered("the-language-changes-no-unit", UNIT, "'permis' if draft.language == 'en' else None"),
    answered(
        "the-language-changes-no-notice",
        NOTICES,
        f"[{NOTICE.format(CLOSED)}] if draft.language == 'en' else []",
    ),
    answered(
        "the-language-changes-no-problem",
        PROBLEMS,
        f"[Problem('lieu', {SAY_WHICH})] if {ECLUSE} and draft.language == 'en' else []",
    ),
    answered(
        "an-anonymous-draft-goes-to-the-same-unit",
        UNIT,
        "'permis' if draft.filed_for is FiledFor.ANONYMOUS else None",
    ),
    wrapped(
        "the-channel-changes-no-promise",
        ALLOWANCE,
        f"{LONGER} if {ANSWERING} and {BY_POST} else was",
    ),
    second("the-channel-changes-no-path", RENAMED, BY_POST),
    last(
        "a-moment-is-the-same-in-every-time-zone",
        "deadline=Text(f'Le {moment.date()}', f'On {moment.date()}')",
    ),
]

TOO_LONG = "Text('Le quai est fermé. ' * 500, 'The quay is closed. ' * 500)"
IN_VALUES = [answered("the-portal-takes-every-value", NOTICES, "[" + NOTICE.format(TOO_LONG) + "]")]

DAMAGES = [
    *IN_VALUES,
    *IN_CATEGORIES,
    *IN_QUESTIONS,
    *IN_DRAFTS,
    *IN_DATES,
    *ON_THE_WAY_UP,
    *IN_RECOURSES,
    *FOR_EVERYBODY,
]
