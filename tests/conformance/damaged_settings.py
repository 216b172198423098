"""Damages to the settings file of the sample agency."""

from __future__ import annotations

from tests.conformance.damage import Damage, settings

TEXT = "Vous avez 30 jours pour le demander."
ENGLISH = "You have 30 days to ask for it."
NEIGHBOUR = """\
schema: 1
agency:
  code: autrui
  name: {fr: Office des quais, en: Quays Office}
  service: {fr: Bureau, en: Office}
  mandate: {fr: Les quais., en: Quays.}
  aliases: [odc]
"""
CLOSED_LOCKS = "Les écluses sont fermées de décembre à mars."
PATTERN = "pattern: '[A-Z]{2}[0-9]{6}'"
HINT = '{fr: "Écrivez les 2 lettres et les 6 chiffres", en: "Enter the 2 letters and 6 digits"}'
EXAMPLE = "Mon bateau attend devant l’écluse depuis ce matin"
LONG = " ".join(["mot"] * 26)
EVERY_SECOND_DAY = ", ".join(
    f"{{on: {month:02}-{day:02}, weekend: stay}}"
    for month in range(2, 12)
    for day in range(2, 29, 2)
    if (month, day) != (6, 24)  # a holiday
)
THREE_WEEKS = ", ".join(f"{{on: 07-{day:02}, weekend: stay}}" for day in range(3, 23))
CLOSURES = "[{on: 12-24, weekend: before, name: {fr: Veille de Noël, en: Christmas Eve}}]"
LEVEL = "  - {to: direction, title: {fr: Direction, en: Director}, within: 10 working days}\n"
MORE_LEVELS = "".join(LEVEL.replace("irect", f"irect{letter}") for letter in "abcde")
NOTICE = """\
  - code: avis_{0}
    kind: information
    title: {{fr: Un avis {0}, en: A notice {0}}}
    text: {{fr: Un avis., en: A notice.}}
"""

WRITING = [
    settings("the-file-can-be-read", ("schema: 1\n", "schema: 1\nschema: 1\n")),
    settings("every-key-is-known", ("  sample: true", "  smaple: true")),
    settings("every-text-is-written-in-both-languages", (", en: Canals Office}", "}")),
    settings("every-length-of-time-can-be-read", ("30 calendar days", "30 calender days")),
    settings("every-code-can-stand-in-an-address", ("{code: photo,", "{code: Photo,")),
    settings("every-link-and-address-can-be-followed", ("https://canaux.example/revision", "ici")),
    settings("the-calendar-can-be-read", ("jurisdiction: CA-QC", "jurisdiction: CA-QB")),
    settings("every-pattern-is-a-regular-expression", (PATTERN, "pattern: '[A-Z'")),
    settings("every-setting-is-there-and-of-its-kind", ("sample: true", "sample: 3")),
    settings("the-code-is-the-name-of-the-file", ("code: exemple", "code: autrui")),
]

HOLDING_TOGETHER = [
    settings(
        "every-code-is-used-once",
        ("units:\n", "units:\n  - {code: terrain, name: {fr: Rives, en: Banks}}\n"),
    ),
    settings(
        "every-name-of-a-category-is-used-once",
        (
            "categories:\n",
            "categories:\n  - {code: porte, name: {fr: Attente à une ecluse, en: Gate},"
            " theme: other, unit: terrain}\n",
        ),
    ),
    settings("every-unit-of-a-category-exists", ("unit: terrain", "unit: terrein")),
    settings(
        "every-notice-speaks-of-categories-that-exist",
        ("categories: [permis]", "categories: [parmis]"),
    ),
    settings(
        "every-notice-waits-for-answers-that-can-be-given",
        (
            "when: {categories: [permis]",
            "when: {answers: [{question: depuis, answer: x}], categories: [permis]",
        ),
    ),
    settings("the-default-category-is-offered", ("default_category: autre", "default_category: x")),
    settings("the-written-path-ends-with-the-top-authority", (", top_authority: true", "")),
    settings(
        "every-written-level-has-its-time",
        ("en: Director}, within: 10 working days}", "en: Director}}"),
    ),
    settings("every-deadline-holds-together", ("10 calendar days", "10 working days")),
    settings(
        "every-written-calendar-has-the-time-zone-of-the-agency",
        ('hours: "09:00-16:00", timezone: America/Toronto', 'hours: "09:00-16:00", timezone: UTC'),
    ),
    settings("every-redirect-holds-together", ("question: depuis", "question: lieu")),
    settings(
        "every-time-of-a-recourse-can-be-counted",
        ("    review: true\n", "    review: true\n    within: 48 hours\n"),
    ),
    settings("common-themes-and-recourses-exist", ("theme: delay", "theme: delays")),
    Damage("no-name-leads-to-another-agency", neighbour=NEIGHBOUR),
    settings(
        "at-most-three-answers-are-required",
        *(
            (f"{{code: {code},", f"{{code: {code}, required: true,")
            for code in ("depuis", "blesse", "recit")
        ),
    ),
    settings("every-question-has-what-its-kind-needs", ("max_length: 80", "minimum: 80")),
    settings("every-written-pattern-has-its-hint", (f"        pattern_hint: {HINT}\n", "")),
    settings("every-written-minimum-is-below-its-maximum", ("minimum: 1,", "minimum: 100,")),
    settings("every-written-question-and-choice-has-its-own-code", ("code: aval", "code: amont")),
    settings(
        "every-letter-is-for-categories-that-exist",
        ("    categories: [permis]\n", "    categories: [parmis]\n"),
    ),
    settings("no-letter-has-two-middles", ("    categories: [permis]\n", "")),
    settings("every-mark-of-a-letter-is-filled-in", ("{category}", "{categorie}")),
    settings("every-text-of-a-letter-is-short", (CLOSED_LOCKS, "Les écluses ferment. " * 60)),
]

FINDING = [
    settings(
        "people-have-a-name-for-it",
        ("  short_name: ODC\n", ""),
        ("  aliases: [canaux publics]\n", ""),
    ),
    settings("each-of-its-names-leads-to-it-first", ("[canaux publics]", "[DE LA]")),
    settings("each-former-name-leads-to-it-first", ("aliases: [CDE]", "aliases: [DE LA]")),
    settings(
        "each-example-belongs-to-one-category",
        (
            "    words: [permis,",
            f"    examples: [{EXAMPLE}]\n    words: [permis,",
        ),
    ),
    settings(
        "each-category-has-words-of-citizens",
        ("    words: [permis, amarrage, refus, permit, mooring]\n", ""),
    ),
    settings("the-facts-were-verified-on-a-day", ("  verified_on: 2026-11-24\n", "")),
    settings(
        "the-day-of-verification-is-past", ("verified_on: 2026-11-24", "verified_on: 2026-11-25")
    ),
    settings("there-is-a-way-without-the-web", (", phone: 418 555-0110", "")),
]

DATES_AND_LEVELS = [
    settings(
        "each-answer-is-promised-within-about-a-year", ("30 calendar days", "500 calendar days")
    ),
    settings(
        "nothing-is-promised-after-the-answer",
        (
            "deadlines:\n",
            "deadlines:\n  first_contact: {within: 90 calendar days, basis: Engagement}\n",
        ),
    ),
    settings(
        "each-sourced-time-names-its-page",
        ("    source: https://canaux.example/engagements\n", ""),
    ),
    settings("most-weekdays-are-working-days", (CLOSURES, f"[{EVERY_SECOND_DAY}]")),
    settings("the-agency-never-closes-for-long", (CLOSURES, f"[{THREE_WEEKS}]")),
    settings("the-agency-is-open-three-hours-a-day", ("08:30-12:00, 13:00-16:30", "09:00-11:30")),
    settings("the-hours-are-those-of-the-day", ("08:30-12:00, 13:00-16:30", "16:00-23:00")),
    settings("each-extra-closure-closes-a-day", (CLOSURES, "[{on: 12-25, weekend: stay}]")),
    settings("there-are-at-most-six-levels", (LEVEL, LEVEL + MORE_LEVELS)),
    settings(
        "silence-reaches-the-top-authority-within-two-years",
        ("en: Director}, within: 10 working days", "en: Director}, within: 3 years"),
    ),
    settings(
        "a-closing-leaves-a-week-to-ask-again",
        ("deadlines:\n", "reopening: {within: 3 calendar days, basis: Engagement}\ndeadlines:\n"),
    ),
    settings(
        "the-last-recourse-is-outside-the-agency",
        ("  - mediation\n", ""),
        ("recourses:\n", "recourses:\n  - mediation\n"),
    ),
]

WORDS = [
    settings(
        "an-ordinary-story-meets-few-notices",
        ("notices:\n", "notices:\n" + "".join(map(NOTICE.format, "abcdef"))),
    ),
    settings(
        "each-decision-points-at-its-own-review", ("categories: [permis]", "categories: [autre]")
    ),
    settings("no-sentence-runs-over-twenty-five-words", (TEXT, LONG)),
    settings("nobody-is-shouted-at", (ENGLISH, "You have 30 days!")),
    settings("nobody-is-addressed-as-officials-do", (ENGLISH, "Please ask for it.")),
    settings("french-signs-keep-to-their-words", (TEXT, "Votre délai : 30 jours.")),
    settings("apostrophes-are-curly", (TEXT, "L'Office attend 30 jours.")),
    settings("no-text-holds-tags", (TEXT, "Vous avez <b>30 jours</b>.")),
]

DAMAGES = [*WRITING, *HOLDING_TOGETHER, *FINDING, *DATES_AND_LEVELS, *WORDS]
