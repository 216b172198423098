"""Every text that the agency shows, and whether citizens find it by its names and words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from portal.conformance.kit.check import Findings, Subject, Topic, repeated

words = Topic("words")
WORDS_AT_MOST = 25
finding = Topic("being found")


@words.check(
    protects="citizens: each reads everything in their language",
    mend="Give Text both languages: Text(fr=…, en=…).",
)
def each_text_is_in_both_languages(subject: Subject) -> Findings:
    """Every text of every answer is in French and in English."""
    return (
        f'"{text.fr or text.en}" is in one language only'
        for text in subject.asked.texts
        if not text.fr.strip() or not text.en.strip()
    )


@words.check(
    protects="citizens: long sentences are not read to their end",
    mend="Make two sentences of it.",
)
def no_sentence_runs_over_twenty_five_words(subject: Subject) -> Findings:
    """No sentence that is shown has more than 25 words."""
    return (
        f'{len(sentence.split())} words: "{sentence}"'
        for sentence in _sentences(subject)
        if len(sentence.split()) > WORDS_AT_MOST
    )


@words.check(
    protects="citizens: nobody who complains wants to be shouted at",
    mend="End the sentence with a full stop.",
)
def nobody_is_shouted_at(subject: Subject) -> Findings:
    """No text has an exclamation mark."""
    return (f'"{text.fr}"' for text in subject.asked.texts if "!" in text.fr + text.en)


@words.check(
    protects="citizens: the words of officials keep them at a distance",
    mend='Use the imperative: « Écrivez … », "Enter …".',
)
def nobody_is_addressed_as_officials_do(subject: Subject) -> Findings:
    """No text says « veuillez » or "please"."""
    return (
        f'"{text.fr}" / "{text.en}"'
        for text in subject.asked.texts
        if re.search(r"(?i)\bveuillez\b", text.fr) or re.search(r"(?i)\bplease\b", text.en)
    )


@words.check(
    protects="citizens: a sign alone at the beginning of a line is hard to read",
    mend="Put a no-break space before : » % $ and after «, and no space before ; ? and !.",
)
def french_signs_keep_to_their_words(subject: Subject) -> Findings:
    """In French every sign keeps to its word: a no-break space, or none before ; ? and !."""
    return (f'"{text.fr}"' for text in subject.asked.texts if re.search(r" [:;!?%»$]|« ", text.fr))


@words.check(
    protects="citizens: texts look the same on every page",
    mend="Write ’ for the apostrophe.",
)
def apostrophes_are_curly(subject: Subject) -> Findings:
    """Every apostrophe between letters is ’."""
    return (
        f'"{text.fr}" / "{text.en}"'
        for text in subject.asked.texts
        if re.search(r"\w'\w", text.fr + " " + text.en)
    )


@words.check(
    protects="everybody: words are shown as words, never as the code of a page",
    mend="Leave out tags; a link has its own field.",
)
def no_text_holds_tags(subject: Subject) -> Findings:
    """No text holds an HTML tag: it would be shown as it is written."""
    return (
        f'"{text.fr}"'
        for text in subject.asked.texts
        if re.search(r"</?[a-z][^>]*>", text.fr + text.en, re.IGNORECASE)
    )


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
    return (
        finding
        for name in filter(None, (who.name.fr, who.name.en, who.short_name, *who.aliases))
        for finding in _unless_first(subject, name)
    )


@finding.check(
    protects="citizens: many know a body by the name it had",
    mend="Remove a former name that other agencies bear too, or write it in full.",
)
def each_former_name_leads_to_it_first(subject: Subject) -> Findings:
    """The names of the bodies that it replaced lead to this agency first."""
    return (
        finding
        for body in subject.sound.agency.successor_of
        for name in filter(None, (body.name.fr, body.name.en, *body.aliases))
        for finding in _unless_first(subject, name)
    )


@finding.check(
    protects="citizens: one story that stands for two categories leads to neither",
    mend="Write another example in one of the categories.",
)
def each_example_belongs_to_one_category(subject: Subject) -> Findings:
    """No example stands twice in the file."""
    examples = (text for category in subject.sound.categories for text in category.examples)
    return (f'"{text}" stands {n} times' for text, n in repeated(examples))


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
    protects="citizens: they see when the facts on the page were gathered",
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


def _sentences(subject: Subject) -> Iterator[str]:
    return (
        finding
        for text in subject.asked.texts
        for language in (text.fr, text.en)
        for finding in re.split(r"(?<=[.?:])\s+|\n\n", language)
    )


def _unless_first(subject: Subject, name: str) -> Findings:
    if subject.sound.agency.code == subject.portal.portal.intake_desk:
        return  # nobody looks for it: it receives what nobody else has
    suggestions = subject.finder.suggest(name, "fr")
    first = suggestions[0].agency if suggestions else None
    if first != subject.sound.agency.code:
        yield f'"{name}" leads to {first or "no agency"}'
