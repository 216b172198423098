"""Whether citizens find the agency: by its names, and otherwise than on the web."""

from __future__ import annotations

from portal.conformance.kit.check import Findings, Topic, repeated
from portal.conformance.kit.subject import Subject

finding = Topic("being found")


@finding.check(
    protects="citizens: they know an agency by what people call it",
    mend="Write the name that people use in short_name or aliases.",
)
def people_have_a_name_for_it(subject: Subject) -> Findings:
    """The agency has a short name or an alias besides its full name."""
    identity = subject.sound.agency
    if not identity.short_name and not identity.aliases:
        yield "agency.short_name and agency.aliases are both empty"


@finding.check(
    protects="citizens: whoever types an agency's name means that agency",
    mend="Choose a name that is no common speech and no other agency's.",
)
def each_of_its_names_leads_to_it_first(subject: Subject) -> Findings:
    """Among all agencies, the full name, the short name and every alias lead to this one first."""
    who = subject.sound.agency
    for name in filter(None, (who.name.fr, who.name.en, who.short_name, *who.aliases)):
        yield from _unless_first(subject, name)


@finding.check(
    protects="citizens: many know a body by the name it had",
    mend="Remove a former name that other agencies bear too, or write it in full.",
)
def each_former_name_leads_to_it_first(subject: Subject) -> Findings:
    """The names of the bodies that it replaced lead to this agency first."""
    for body in subject.sound.agency.successor_of:
        for name in filter(None, (body.name.fr, body.name.en, *body.aliases)):
            yield from _unless_first(subject, name)


@finding.check(
    protects="citizens: one story that stands for two categories leads to neither",
    mend="Write another example in one of the categories.",
)
def each_example_belongs_to_one_category(subject: Subject) -> Findings:
    """No example stands twice in the file."""
    examples = (text for category in subject.sound.categories for text in category.examples)
    yield from (f'"{text}" stands {n} times' for text, n in repeated(examples))


@finding.check(
    protects="citizens: a category without everyday words is found by nobody",
    mend="Write at least one word that citizens type, better ten, in both languages.",
)
def each_category_has_words_of_citizens(subject: Subject) -> Findings:
    """Every category that is offered, but the default one, has words that citizens type."""
    settings = subject.sound
    for category in settings.categories:
        is_passed_over = category.retired or category.code == settings.default_category
        if not category.words and not is_passed_over:
            yield f'category "{category.code}" has no words'


@finding.check(
    protects="citizens: they see when somebody last compared the facts with the agency's own",
    mend="Write the day in agency.verified_on.",
)
def the_facts_were_verified_on_a_day(subject: Subject) -> Findings:
    """The file says when its facts were last verified."""
    if subject.sound.agency.verified_on is None:
        yield "agency.verified_on is missing"


@finding.check(
    protects="citizens: a day that has not come verifies nothing",
    mend="Write the day on which the facts were compared.",
)
def the_day_of_verification_is_past(subject: Subject) -> Findings:
    """The day of verification is today or earlier."""
    day = subject.sound.agency.verified_on
    if day is not None and day > subject.today:
        yield f"agency.verified_on is {day}, which has not come yet"


@finding.check(
    protects="citizens without the web, or who need a person",
    mend="Write a phone number, a postal address or a counter in `channels`.",
)
def there_is_a_way_without_the_web(subject: Subject) -> Findings:
    """Somebody without the web can reach the agency by phone, by post or at a counter."""
    channels = subject.sound.channels
    if not (channels.phone or channels.post or channels.counter):
        yield "channels has no phone, no post and no counter"


def _unless_first(subject: Subject, name: str) -> Findings:
    if subject.sound.agency.code == subject.portal.portal.intake_desk:
        return  # nobody looks for it: it receives what nobody else has
    suggestions = subject.finder.suggest(name, "fr")
    first = suggestions[0].agency if suggestions else None
    if first != subject.sound.agency.code:
        yield f'"{name}" leads to {first or "no agency"}'
