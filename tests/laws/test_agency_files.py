"""What holds for every file of agency_configs/, besides what the conformance kit asks of it."""

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import get_args

import pytest
from pydantic import BaseModel

from portal.agencies.settings.reader import read_agency
from portal.agencies.settings.schema import AgencyFile, AgencySettings
from portal.agencies.settings.shared import PortalSettings
from portal.domain.letter import LetterUse
from portal.domain.question import QuestionKind
from portal.plugin_api import portal_hookspecs
from tests.laws.agency_texts import CODES, FILES, FOLDER, ROOT, agencies, configuration, texts_of

# Real contacts of real bodies, and the public page that gives each. Nothing else may be real.
SOURCED_CONTACTS = {
    "1 800 463-5070": "protecteurducitoyen.qc.ca",
    "1 866 410-0901": "protecteurducitoyen.qc.ca",
    "1 866 902-7130": "protecteurducitoyen.qc.ca",
    "protecteur@protecteurducitoyen.qc.ca": "protecteurducitoyen.qc.ca",
    "1 888 528-7741": "cai.gouv.qc.ca/a-propos/politique-traitement-plaintes-qualite-services",
    "qualiteservices@cai.gouv.qc.ca": (
        "cai.gouv.qc.ca/a-propos/politique-traitement-plaintes-qualite-services"
    ),
    "communications@tat.gouv.qc.ca": "tat.gouv.qc.ca/menu-utilitaire/actualites",
    "514 873-0211": "tat.gouv.qc.ca/menu-utilitaire/actualites",
    "1 877 767-2227": "protecteurducitoyen.qc.ca/en/health-complaints-commissioner",
    "514 872-8999": "beta.ombudsmandemontreal.com/comment-porter-plainte",
    "1 800 442-5437": "dshs.wa.gov/faq/what-dcs-conference-board",
    "1 800 361-6477": "ccq.org/fr-CA/annexes/lr/plainte-cdpdj",
    "1 800 363-9010": "sosviolenceconjugale.ca",
    "1 800 267-1427": (
        "omvq.qc.ca/protection-public/recours-disciplinaires/demarche-plusieurs-etapes.html"
    ),
    "1 800 363-6048": "oiiq.org/demandes-du-public/faq",
    "1 800 424-3512": "ccq.org/fr-CA/loi-r20/signalement-non-conformite",
    "1 800 442-2342": "inspection.canada.ca (Complaints and Appeals Office, report of 2012–2013)",
    "1 800 463-4315": "flhlmq.com/fr/node/746",
    "1 844 264-6289": "quebec.huffingtonpost.ca (1 844 ANIMAUX, 30 juin 2014)",
    "1 844 541-8722": "newswire.ca (Commissaire à la lutte contre la corruption, 9 décembre 2020)",
    "1 844 838-0808": "ccq.org/fr-CA/annexes/lr/plainte-cnesst",
    "1 866 680-1857": "taq.gouv.qc.ca/plaintes-commentaires-et-suggestions",
    "1 877 885-8848": "fedphoneline.com/blog/en_US/the-correctional-investigator",
    "1 888 335-5550": "amp.quebec/fr/actualites/porter-plainte",
    "1 888 731-9420": "beta.otstcfq.org/public/demande-d-enquete-faq",
    "1 888 842-7245": "todaysnorthumberland.ca (avis de VIA Rail, 13 février 2020)",
    "1 888 873-2452": "Régie de l’énergie, Your Complaint to the Régie de l’énergie, 2015",
    "514 748-7480": "bspquebec.ca/en/6/lodging-a-complaint",
    "819 563-7352": "ombudsmansherbrooke.ca/faq",
    "1 833 420-5233": "cssdlj.gouv.qc.ca/plaintes",
    "1 866 463-2824": "conseildelamagistrature.qc.ca/porter-plainte/formulaire",
    "1 866 586-3839": "canada.ca/fr/ombudsman-contribuables (rapport annuel 2021-2022)",
    "1 877 225-0446": "giocanada.org/helpyou",
    "1 888 222-2592": "otc-cta.gc.ca/eng/publication/need-help-with-a-problem",
    "1 888 294-2202": "catsa-acsta.gc.ca/en/about-us/catsa-s-accessibility-plan",
    "1 888 489-2287": "santemontreal.qc.ca/en/public/news/news/world-elder-abuse-awareness-day",
    "1 800 799-7233": "ovc.ojp.gov/news/grantee-news (National Domestic Violence Hotline)",
    "1 888 495-8501": "antifraudcentre-centreantifraude.ca/scams-fraudes/victim-victime-fra.htm",
    "1 888 873-6202": "oqlf.gouv.qc.ca/francisation/respect/faq.html",
    "514 864-7053": (
        "quebec.ca/gouvernement/ministeres-et-organismes/curateur-public/plaintes-signalements"
    ),
}

# Where children in danger are reported, region by region.
YOUTH_PROTECTION = "cdpdj.qc.ca/fr/droits-de-la-jeunesse/Pages/DPJ.aspx"
SOURCED_CONTACTS |= dict.fromkeys(
    (
        "1 800 463-4834",
        "1 800 361-5310",
        "1 888 975-4884",
        "1 800 361-8665",
        "1 800 665-1414",
        "1 800 461-9331",
        "1 800 567-6810",
        "1 800 463-1029",
        "1 800 567-8520",
        "1 800 463-9188",
        "1 800 463-9009",
        "1 800 567-6405",
        "1 800 463-8547",
        "514 896-3100",
        "514 935-6196",
    ),
    YOUTH_PROTECTION,
)

# Of each kind of settings, the keys that a release has said from its first day on, set or not. Any
# other key with a default is left out while it is unset: a release stays what it was.
ALWAYS_WRITTEN = {
    "AgencySettings": "units recourses notices criteria letters channels",
    "AlarmSettings": "rising_theme rising_everywhere founded missed_dates recommendations",
    "Attachments": "max_each_mb max_all_mb max_count types",
    "CalendarChangeSettings": "jurisdiction extra_closures hours",
    "CalendarSettings": "extra_closures",
    "CategorySettings": ("description unit words examples calendar deadlines questions retired"),
    "Channels": "web email phone relay fax post counter hours",
    "ClosureSettings": "weekend name",
    "CommonRecourse": "link phone review",
    "CriterionSettings": "finding",
    "DeadlineSettings": (
        "confidence source extension silence starts complete_within complete_confidence"
    ),
    "Deadlines": "acknowledge first_contact answer",
    "Elsewhere": "link",
    "FormerBody": "aliases",
    "GroupingSettings": "propose complaints days",
    "HandingOnSettings": "intake transfer arbitration",
    "Identity": (
        "short_name not_handled aliases successor_of languages plugin two_to_publish sample"
        " verified_on website"
    ),
    "JargonSettings": "instead",
    "LetterSettings": "categories",
    "NoticeSettings": "when link redirects",
    "NoticeWhen": "categories words",
    "PauseSettings": "times confidence",
    "PortalIdentity": "phone relay hours email post",
    "PortalSettings": "topics recourses notices elsewhere attachments",
    "QuestionSettings": (
        "hint kind required choices pattern pattern_hint minimum maximum future max_length"
    ),
    "RecourseSettings": "link phone review",
    "RedirectSettings": "form within since question confidence source",
    "RepresentationSettings": "proof categories answers_without",
    "SecondReaderSettings": "answers categories",
    "StepSettings": "within top_authority basis confidence",
    "TimeSettings": "confidence source",
    "When": "categories words",
    "Words": "en",
}

# The hooks of plugins that serve every agency.
EVERY_AGENCY = {
    name for name, value in vars(portal_hookspecs).items() if hasattr(value, "portal_spec")
}

# Numbers that no one has: 555-01xx in North America, 020 7946 0xxx in the United Kingdom.
INVENTED = re.compile(r"(\d{1,3} )?(\d{3} )?555-01\d\d|020 7946 0\d{3}|[^@]+@[^@]+\.example")
CONTACT = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?:\d{1,3}[ .-])?\d{3}[ .-]\d{3,4}[ .-]\d{4}")

for_every_agency = pytest.mark.parametrize("settings", CODES, indirect=True)
for_every_file = pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])


@pytest.fixture
def settings(request: pytest.FixtureRequest) -> BaseModel | None:
    """Return the settings in the file of that name."""
    name = request.param
    return configuration().portal if name == "_portal" else configuration().agencies[name]


def plugin_of(settings: AgencySettings) -> ModuleType | None:
    name = settings.agency.plugin
    return import_module(f"plugins.{name}") if name else None


def test_no_file_has_a_mistake():
    assert [str(mistake) for mistake in configuration().mistakes] == []
    assert {file.stem for file in FILES} == {"_portal", *configuration().agencies}


def test_every_file_is_complete_in_both_languages():
    assert [str(note) for note in configuration().notes] == []


@for_every_agency
def test_it_says_that_it_is_a_sample_and_when_it_was_verified(settings: AgencySettings):
    assert settings.agency.sample
    assert settings.agency.verified_on is not None


@for_every_agency
def test_every_category_has_everyday_words_and_examples_of_its_own(settings: AgencySettings):
    examples = [text for category in settings.categories for text in category.examples]
    assert len(set(examples)) == len(examples)
    for category in settings.categories:
        assert len(category.words) >= 6 or category.code == settings.default_category
        assert len(category.words) == len(set(category.words))
        assert 2 <= len(category.examples) <= 4


@for_every_agency
def test_there_is_a_recourse_with_a_deadline_and_a_means_to_reach_it(settings: AgencySettings):
    assert settings.recourses
    assert all(recourse.deadline.fr and recourse.how.en for recourse in settings.recourses)


def test_every_bundled_plugin_serves_its_agency_or_all_and_says_what_it_is_for():
    names = [file.stem for file in (ROOT / "plugins").glob("[a-z]*.py")]
    bundled = {name: import_module(f"plugins.{name}") for name in names}
    for_all = {name for name, plugin in bundled.items() if EVERY_AGENCY & set(vars(plugin))}
    assert set(bundled) - for_all == {each.agency.plugin for each in agencies()} - {None}
    assert all(plugin.__doc__ for plugin in bundled.values())


def test_no_name_or_former_name_leads_to_two_agencies():
    leads: dict[str, set[str]] = {}
    for settings in agencies():
        identity = settings.agency
        former = [name for body in identity.successor_of for name in body.aliases]
        for name in (identity.code, *identity.aliases, *former):
            leads.setdefault(name.casefold(), set()).add(identity.code)
    assert {name: codes for name, codes in leads.items() if len(codes) > 1} == {}


def test_every_theme_is_used_so_that_organisations_can_be_compared():
    themes = {theme.code for theme in configuration().portal.themes}
    assert {category.theme for each in agencies() for category in each.categories} == themes


def test_every_kind_of_question_is_asked_somewhere():
    questions = [q for each in agencies() for c in each.categories for q in c.questions]
    assert {question.kind for question in questions} == set(QuestionKind)


@for_every_file
def test_every_contact_is_invented_or_sourced(file: Path):
    found = set(CONTACT.findall(file.read_text("utf-8")))
    real = {contact for contact in found if not INVENTED.fullmatch(contact)}
    assert real <= set(SOURCED_CONTACTS)


def test_every_sourced_contact_is_still_used():
    written = "".join(file.read_text("utf-8") for file in FILES)
    assert [contact for contact in SOURCED_CONTACTS if contact not in written] == []


@pytest.mark.parametrize("settings", ["_portal", *CODES], indirect=True)
def test_its_words_keep_the_tone_and_the_typography(settings: BaseModel):
    french = " ".join(words.fr for words in texts_of(settings))
    english = " ".join(words.en or "" for words in texts_of(settings))
    assert re.findall(r"[^ ]* [:;!?%»$]|« |[a-z]'[a-z]|!|(?i:veuillez)", french) == []
    assert re.findall(r"[a-z]'[a-z]|!|(?i:\bplease\b)", english) == []


@pytest.mark.parametrize("kind", ["fr", "en"])
def test_no_text_runs_over_twenty_five_words_a_sentence(kind: str):
    texts = [getattr(words, kind) for each in agencies() for words in texts_of(each)]
    sentences = [part for text in texts for part in re.split(r"(?<=[.?:])\s+|\n\n", text)]
    assert [part for part in sentences if len(part.split()) > 25] == []


def kinds_in(kind: type[BaseModel]) -> set[type[BaseModel]]:
    """Return a kind of settings, and every kind that stands in it, however deep."""
    inner = {model for field in kind.model_fields.values() for model in models_in(field.annotation)}
    return {kind}.union(*map(kinds_in, inner))


def written_unset(kind: type[BaseModel]) -> set[str]:
    """Return the keys that are stored although nothing was said of them."""
    optional = {name: field for name, field in kind.model_fields.items() if not field.is_required()}
    return {
        name
        for name, field in optional.items()
        if field.exclude_if is None
        or not field.exclude_if(field.get_default(call_default_factory=True))
    }


def test_what_a_release_does_not_say_is_left_out_unless_it_always_stood_there():
    kinds = kinds_in(AgencySettings) | kinds_in(PortalSettings)
    written = {kind.__name__: unset for kind in kinds if (unset := written_unset(kind))}
    assert written == {name: set(keys.split()) for name, keys in ALWAYS_WRITTEN.items()}


def keys_of(kind: type[BaseModel]) -> Iterator[str]:
    """Yield every key that settings of this kind may have, however deep."""
    for name, field in kind.model_fields.items():
        yield field.alias or name
        for inner in models_in(field.annotation):
            yield from keys_of(inner)


def models_in(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from models_in(inner)


@pytest.mark.parametrize("kind", [AgencyFile, PortalSettings])
def test_the_readme_explains_every_key(kind: type[BaseModel]):
    explained = (FOLDER / "README.md").read_text("utf-8")
    language_codes = {"fr", "en"}
    assert {key for key in keys_of(kind) if f"`{key}`" not in explained} <= language_codes


def test_the_example_of_the_readme_is_sound():
    [example] = re.findall(r"(?s)```yaml\n(.*?)```", (FOLDER / "README.md").read_text("utf-8"))
    settings, mistakes = read_agency(example, configuration().portal)
    assert [str(mistake) for mistake in mistakes] == []
    assert settings is not None


def test_several_agencies_have_models_to_answer_and_to_ask_by():
    uses = {
        code: {letter.use for letter in agency.letters if letter.use.is_model}
        for code, agency in configuration().agencies.items()
    }
    assert sum(LetterUse.ANSWER in models for models in uses.values()) >= 8
    assert sum(LetterUse.ASK in models for models in uses.values()) >= 5
