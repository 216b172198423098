"""A report put together: its sections, in both languages, from a year and the one before."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from portal.domain.figures.small_cells import TOTAL
from portal.domain.text import LANGUAGES, Language, Text
from portal.reporting.annual import movements, sentences, tables
from portal.reporting.annual.compared import Compared
from portal.reporting.annual.content import Content, Edition, Part, Quote, Section
from portal.reporting.annual.plot import plot
from portal.reporting.annual.sentences import Story
from portal.reporting.annual.wording import Wording


class Explained(Struct, frozen=True):
    """What somebody wrote on why a year was as it was, in one language or both; as whom."""

    text: Text
    function: Text

    def quote(self, language: Language) -> Quote:
        """Return the words in a language, or in the other one where there are none in it."""
        by_language = {"fr": self.text.fr, "en": self.text.en}
        written = language if by_language[language] else next(filter(by_language.get, by_language))
        paragraphs = (part.strip() for part in by_language[written].split("\n\n"))
        function = self.function.en if language == "en" and self.function.en else self.function.fr
        return Quote(tuple(filter(None, paragraphs)), function or self.function.en, written)


class Names(Struct, frozen=True):
    """What agencies and subjects are called, by their codes, and what the portal is called."""

    portal: Text
    agencies: Mapping[str, Text]
    themes: Mapping[str, Text]
    base_url: str
    active: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """The categories that each agency has today."""


def compose(
    compared: Compared, agency: str, names: Names, explained: Explained | None, version: str
) -> Content:
    """Return the report of an agency, or of all where it names none, in both languages."""
    editions = {
        language: _edition(compared, agency, names, explained, version, language)
        for language in LANGUAGES
    }
    now = compared.now
    return Content(now.period.year, agency, now.until, editions)


def _edition(
    compared: Compared,
    agency: str,
    names: Names,
    explained: Explained | None,
    version: str,
    language: Language,
) -> Edition:
    w = Wording(language, names.agencies, names.themes, names.active)
    story = Story(compared, agency or TOTAL, w)
    said = sentences.of_year(story)
    whom = w.name(agency) if agency else w.gettext("Tous les organismes")
    return Edition(
        language=language,
        title=w.gettext("Rapport annuel des plaintes %(year)s", year=compared.now.period.year),
        of_whom=whom,
        covers=_covers(compared, w),
        lead=sentences.lead(said),
        sections=(
            *_texts(story, said, explained),
            _limits(story),
            *_breaks(story),
            _to_verify(story, names, version),
            *_figures(story),
        ),
    )


def _covers(compared: Compared, w: Wording) -> str:
    now = compared.now
    if now.is_whole:
        return w.gettext("Année entière, du 1er janvier au 31 décembre.")
    last = now.period.quarters[now.until - 1]
    return w.gettext(
        "Rapport partiel : l’année n’est publiée que jusqu’au %(quarter)s.",
        quarter=w.period(last),
    )


def _texts(
    story: Story, said: list[sentences.Said], explained: Explained | None
) -> tuple[Section, ...]:
    w, chosen = story.w, sentences.lead(said)
    others = movements.agencies(story) if story.code == TOTAL else []
    told = (
        *(one.words for one in said if one.words not in chosen),
        *movements.subjects(story),
        *others,
    )
    changed = Section("ce-qui-a-change", w.gettext("Ce qui a changé"), Part.TEXT, sentences=told)
    return (*((changed,) if told else ()), _why(w, explained))


def _why(w: Wording, explained: Explained | None) -> Section:
    title = w.gettext("Pourquoi, selon qui en répond")
    if explained is None:
        nothing = w.gettext("Personne n’a écrit de mot sur ces chiffres avant la publication.")
        return Section("pourquoi", title, Part.TEXT, paragraphs=(nothing,))
    quote = explained.quote(w.language)
    note = []
    if quote.language != w.language:
        note = [w.gettext("Ce mot n’existe qu’en une langue, celle dans laquelle il suit.")]
    return Section("pourquoi", title, Part.TEXT, paragraphs=tuple(note), quote=quote)


def _limits(story: Story) -> Section:
    """Say what is compared with what, and what must not be."""
    w, compared = story.w, story.compared
    compares = tables.why_barred(story) or w.gettext(
        "Comparé à %(year)s, trimestre pour trimestre. « Au-delà du hasard » veut dire :"
        " l’erreur de 5 %% est partagée entre tout ce qui est comparé à la fois.",
        year=str(compared.before.period),
    )
    hidden = w.gettext(
        "Pour ne reconnaître personne, un nombre de 1 à 4 est masqué, parfois un autre avec lui."
        " Une part qui parle de 1 à 4 personnes est dite par une tranche. Ce rapport ne dit rien"
        " de plus que les trimestres publiés."
    )
    title = w.gettext("Ce qui se compare, et ce qui ne se compare pas")
    return Section("comparer", title, Part.TEXT, sentences=(compares, hidden))


def _breaks(story: Story) -> tuple[Section, ...]:
    """Name what broke the series between the two years, so that nobody compares across it."""
    w, told = story.w, story.compared.breaks
    of_it = [one for one in told if story.code == TOTAL or one.agency in ("", story.code)]
    if not of_it:
        return ()
    sentences = (
        w.gettext(
            "Ce qui est avant et après une rupture ne se compare pas. Ces ruptures sont notées"
            " d’elles-mêmes, quand une règle, un calendrier, une catégorie ou un organisme change."
        ),
        *(f"{w.breaks.whole(one).removesuffix('.')}." for one in of_it),
    )
    return (Section("ruptures", w.gettext("Ruptures de série"), Part.TEXT, sentences=sentences),)


def _to_verify(story: Story, names: Names, version: str) -> Section:
    """Name the definitions, and say how anybody works the figures out again."""
    w, now = story.w, story.compared.now
    definitions = sorted({*now.definitions, version}, key=lambda one: (len(one), one))
    ways = {"fr": "statistiques/donnees", "en": "statistics/data"}[w.language]
    last = now.period.quarters[max(now.until - 1, 0)]
    address = f"{names.base_url}/{w.language}/{ways}/{last}.json"
    sentences = (
        w.ngettext(
            "Définitions des chiffres : version %(versions)s.",
            "Définitions des chiffres : versions %(versions)s.",
            len(definitions),
            versions=w.listed(definitions),
        ),
        w.gettext(
            "Chacun peut vérifier la signature de chaque trimestre et ses sommes; les données du"
            " dernier : %(address)s. Qui vérifie le portail peut tout recalculer.",
            address=address,
        ),
    )
    return Section("verifier", w.gettext("Vérifier soi-même"), Part.TEXT, sentences=sentences)


def _figures(story: Story) -> tuple[Section, ...]:
    w = story.w
    sections = [
        Section(
            "trimestres",
            w.gettext("Trimestre par trimestre"),
            Part.FIGURES,
            picture=plot(story),
            table=tables.by_quarter(story),
        ),
        Section(
            "conclusions",
            w.gettext("Comment les plaintes ont fini"),
            Part.FIGURES,
            table=tables.outcomes(story),
        ),
        Section(
            "sujets",
            w.gettext("De quoi on s’est plaint"),
            Part.FIGURES,
            table=tables.by_subject(story),
        ),
        Section(
            "criteres", w.gettext("Les six critères"), Part.FIGURES, table=tables.criteria(story)
        ),
    ]
    if story.code == TOTAL:
        title = w.gettext("Qui répond à temps")
        sections.append(Section("organismes", title, Part.AGENCIES, table=tables.by_agency(story)))
    return tuple(sections)
