"""The pages of figures: each answers one question, with its figures in their order.

The portrait of those who oversee, that of one agency and the public statistics are made from this
table. A figure stands on one page; one whose code no page names is not shown.
"""

from __future__ import annotations

from msgspec import Struct

from portal.words.catalogue import to_translate


class Question(Struct, frozen=True):
    """A page of figures: what its address and its link say, what it asks, and what answers it.

    `fr` and `en` end its address. Each has a dash, which no code of an agency has: the public page
    of an agency stands beside them. A page that is `served` elsewhere, under this endpoint, has no
    figures and is only led to. One that stands `under` another is led to by rows of that one.
    """

    code: str
    fr: str
    en: str
    name: str
    title: str
    figures: tuple[str, ...] = ()
    served: str = ""
    under: str = ""

    @property
    def view(self) -> str:
        """The name under which its page is served to those who oversee, or to the public."""
        return self.code if self.fr else "index"

    @property
    def endings(self) -> tuple[str, str]:
        """What ends its addresses, in French and in English."""
        return (f"/{self.fr}", f"/{self.en}") if self.fr else ("", "")

    @property
    def view_of_agency(self) -> str:
        """The name under which the public page of one agency is served."""
        return f"{self.code}_of_agency" if self.fr else "agency"

    @property
    def endpoint(self) -> str:
        """Where those who oversee find it."""
        return self.served or f"overview.{self.view}"


FIRST = Question(
    "today",
    "",
    "",
    to_translate("Vue d’ensemble"),
    to_translate("Comment les plaintes sont-elles traitées?"),
)
"""The first page: its numbers, and what each other page found."""

DEFINITIONS_PAGE = Question(
    "definitions",
    "definitions-et-methode",
    "definitions-and-method",
    to_translate("Définitions"),
    to_translate("Comment chaque chiffre est-il compté?"),
    served="overview.definitions",
)
"""What is counted, among what, and in which month."""

SUBJECTS = Question(
    "subjects",
    "sujets-des-plaintes",
    "subjects-of-complaints",
    to_translate("Sujets"),
    to_translate("De quoi se plaint-on, et par où cela arrive-t-il?"),
    ("themes", "natures", "themes_by_month", "channels", "referrals"),
)
"""What complaints are about."""

QUESTIONS = (
    FIRST,
    Question(
        "compare",
        "comparer-les-organismes",
        "compare-agencies",
        to_translate("Comparer"),
        to_translate("Qui répond à temps, et en combien de jours?"),
        ("delays", "kept", "ages"),
    ),
    Question(
        "alike",
        "organismes-semblables",
        "similar-agencies",
        to_translate("Semblables"),
        to_translate("Qui fait mieux qu’attendu, parmi ses semblables?"),
        ("alike",),
    ),
    Question(
        "trends",
        "tendances-et-progres",
        "trends-and-progress",
        to_translate("Tendances"),
        to_translate("Qu’est-ce qui s’améliore, et chez qui?"),
        ("improvement", "trend"),
    ),
    SUBJECTS,
    Question(
        "recourses",
        "paliers-et-recours",
        "levels-and-outcomes",
        to_translate("Paliers et recours"),
        to_translate("Jusqu’où vont les plaintes, et comment finissent-elles?"),
        ("levels", "findings", "withdrawals", "transfers", "parts"),
    ),
    Question(
        "recommendations",
        "recommandations-et-suites",
        "recommendations-and-results",
        to_translate("Recommandations"),
        to_translate("Ce qui est recommandé est-il fait?"),
        ("recommendations",),
    ),
    Question(
        "opinions",
        "avis-et-clarte",
        "opinions-and-plain-language",
        to_translate("Avis reçus"),
        to_translate("Qu’en pensent les gens, et comprennent-ils les réponses?"),
        ("opinions", "self_assessment", "plain_answers"),
    ),
    Question(
        "access",
        "acces-pour-chacun",
        "access-for-everyone",
        to_translate("Accès"),
        to_translate("Chacun peut-il porter plainte sans obstacle?"),
        ("ease", "accommodations", "contact_limits"),
    ),
    Question(
        "criteria",
        "les-six-criteres",
        "the-six-criteria",
        to_translate("Six critères"),
        to_translate("Que disent les six critères?"),
        ("six_criteria", "practices"),
    ),
    Question(
        "means",
        "ce-qui-peut-embellir",
        "what-can-flatter",
        to_translate("Ce qui embellit"),
        to_translate("Qu’est-ce qui peut embellir un chiffre?"),
        ("means", "transfer_pairs", "second_answers"),
    ),
    Question(
        "quality",
        "qualite-des-donnees",
        "data-quality",
        to_translate("Qualité des données"),
        to_translate("Peut-on se fier à ces chiffres?"),
        ("data_quality", "contacts"),
    ),
    DEFINITIONS_PAGE,
)
"""Each page, in the order in which they are led to."""

CATEGORIES = Question(
    "categories",
    "sujets-par-categorie",
    "subjects-by-category",
    to_translate("Catégories d’un sujet"),
    to_translate("Chez qui, et sous quelle catégorie?"),
    ("categories",),
    under="subjects",
)
"""Under a subject: what each agency calls it."""

DETAILS = (CATEGORIES,)
"""The pages under others, for those who oversee."""

EVERYTHING = Question(
    "all",
    "",
    "",
    to_translate("Tous les chiffres"),
    to_translate("Tous les chiffres, d’un coup"),
    tuple(code for question in QUESTIONS for code in question.figures),
)
"""What a file holds where no page is asked for."""


def question_of(code: str) -> Question | None:
    """Return the page of figures of this code; every page at once where none is given."""
    pages = (question for question in (*QUESTIONS, *DETAILS) if not question.served)
    known = (EVERYTHING, *pages)
    return next((question for question in known if question.code == (code or "all")), None)
