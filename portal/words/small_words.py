"""The small words of both languages: they tell which one a text speaks, and nothing of its subject.

They are compared as the finder and the index compare all words: without accents and capitals.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from portal.domain.text import Language

# The last lines are what people who complain write whatever the agency is: they would only lead
# astray.
_FRENCH = """
afin ai aie aient ailleurs ainsi aller allé allée alors an année années ans août appeler appelé
appelle après as assez au aucun aucune aucunement aujourd auprès auquel aura aurai aurait auront
aussi autour autre autres aux auxquels avaient avais avait avant avec avez aviez avions avoir
avons avril ayant beaucoup bien bientôt bon bonne ce ceci cela celle celles celui cependant ces
cest cet cette ceux chacun chacune chaque chez chose choses chu chui ci cinq combien comme
comment contre ça dans de dedans dehors demain depuis derrière des dessous dessus deux devait
devant devez devoir dès décembre déjà dimanche dire dis disait disent dit dites doit doivent
donc donne donner donné dont dos du durant dû eh elle elles en encore enfin ensuite entre envers
essaie essayé est et eu eue eurent eus eut eux étaient étais était étant été êtes être faire
fais faisait fait faites fallait faudrait faut fera février fin finalement fois font fut heure
heures hier hors hui huit ici il ils jai jamais janvier javais jetais je jeudi jme jour journée
jours jsuis juillet juin jusqu jusque juste la laquelle là le lendemain lequel les lesquelles
lesquels leur leurs lors lorsque lui lundi ma mai maintenant mais malgré mardi mars matin me
mercredi mes mettre même mêmes midi mieux mille minute minutes mis mise moi moins mois mon na ne
neuf ni non nos notre nous nouveau nouvelle novembre nôtre octobre on ont onze or ou oui où par
parce parfois parle parler parlé parmi partout pas passe passer passé pendant pense penser
personne peu peut peuvent peux pis plus plusieurs plutôt pour pourquoi pourtant pouvait pouvez
pouvoir prend prendre presque près pris pu puis puisque qu quand quant quatre que quel quelle
quelles quelqu quelque quelques quels qui quil quinze quoi quoique quon recevoir reçois reçoit
reçu reçue reste rester rien sa sais sait samedi sans sauf savoir se selon semaine semaines
semble sept septembre sera serait seront ses seul seule seulement si six soi soir sois soit sont
sous souvent su suis suite sur surtout ta tandis tant tard te tel telle tellement tels temps
tenir tes toi toujours tous tout toute toutes très trois trop trouve trouver trouvé tsé tu un
une va vais vas vendredi venir venu vers veulent veut veux vient vingt voici voilà voir vos
votre voudrais voulais voulait vouloir voulu vous vôtre vraiment vu ya yont

bonjour demande demandes demandé déposer dossier insatisfait insatisfaite madame
merci mécontent mécontente monsieur organisme plaindre plainte plaintes porter problème
problèmes question questions répondre répondu réponse réponses signaler situation svp
"""
_ENGLISH = """
able about above across after again against ago all almost along already also although always am
among an and another any anybody anymore anyone anything anyway anywhere april are aren around
as ask asked asking at august away back be became because become been before behind being below
best better between both by call called came can cannot cant come could couldn day days december
did didn didnt do does doesn doesnt doing done dont down during each eight either else enough
etc even ever every everybody everyone everything except far february few first five for four
friday from further gave get gets getting give given gives go goes going gone got had hadn has
hasn have haven having he hed her here hers herself hes him himself his hour hours how however
id if ill im in instead into is isn isnt it its itself ive january july june just keep keeps
kept knew know known last later least less let lets like likely ll long lots made make makes
making many march may maybe me mean meanwhile might minute minutes monday month months more most
much must my myself need needs neither never new next nine no nobody none nor not nothing
november now nowhere october of off often ok on one ones only onto or other others our ours
ourselves out over own per perhaps put quite rather re really said same saturday saw say saying
says second see seem seems seen sent september set seven several shall she should shouldn show
since six so some somebody someone something sometimes somewhere soon still such sunday take
taken takes taking tell telling tells ten than that thats the their theirs them themselves then
there theres these they theyre thing things think third this those though thought three through
thursday time times to today together told tomorrow too took toward tried try trying tuesday
twelve twenty twice two under until up upon us use used using ve very want wanted wants was wasn
wasnt way we wednesday week weeks well went were weren what whatever when where whether which
while who whole whom whose why will with within without won wont would wouldn year years yes
yesterday yet you your yours yourself

agency answer answered answers complain complained complaining complaint complaints dissatisfied
hello issue issues madam please problem problems question questions replied reply request
requests sir situation thank thanks unhappy
"""

_ACCENTS = re.compile("[\u0300-\u036f]")
_WORD = re.compile(r"[^\W_]+")
_TELLS_AT_LEAST = 5
"""How many small words of the other language there are in a text of two sentences."""
_SMALL_SHARE = 2


def unaccented(text: str) -> str:
    """Return `text` without accents and capitals, and its ligatures as two letters."""
    plain = text.casefold().replace("œ", "oe").replace("æ", "ae")
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", plain))


FRENCH_WORDS = frozenset(unaccented(_FRENCH).split())
ENGLISH_WORDS = frozenset(unaccented(_ENGLISH).split())
"""The small words of each language; some stand in both."""
SMALL_WORDS = FRENCH_WORDS | ENGLISH_WORDS
_ONLY = {"fr": FRENCH_WORDS - ENGLISH_WORDS, "en": ENGLISH_WORDS - FRENCH_WORDS}


def language_of(words: Sequence[str], otherwise: str) -> str:
    """Return the language that words without accents and capitals are of.

    It is `otherwise` where there are as many small words of one language as of the other.
    """
    french, english = _small_words_in(words, "fr"), _small_words_in(words, "en")
    if french == english:
        return otherwise
    return "fr" if french > english else "en"


def foreign_passage(text: str, language: Language) -> str:
    """Return the first paragraph that is not in `language`, if the text as a whole is not.

    A text in both languages, or one that quotes the other, is in both: it is not where the other
    has more than twice the words. So short a text that nothing tells its language is in any.
    """
    own, other = _own_and_other(text, language)
    if other < _TELLS_AT_LEAST or other <= own * _SMALL_SHARE:
        return ""
    paragraphs = [line.strip() for line in text.splitlines() if line.strip()]
    return next(paragraph for paragraph in paragraphs if _is_foreign(paragraph, language))


def _is_foreign(paragraph: str, language: Language) -> bool:
    own, other = _own_and_other(paragraph, language)
    return other > own


def _own_and_other(text: str, language: Language) -> tuple[int, int]:
    words = _WORD.findall(unaccented(text))
    other = "fr" if language == "en" else "en"
    return _small_words_in(words, language), _small_words_in(words, other)


def _small_words_in(words: Sequence[str], language: str) -> int:
    return sum(map(_ONLY[language].__contains__, words))
