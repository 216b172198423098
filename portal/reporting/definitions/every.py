"""How each figure is defined: what is counted, among what, in which month."""

from __future__ import annotations

from portal.pages.current import gettext
from portal.reporting.definitions.definition import Definition
from portal.reporting.definitions.of_means import OF_MEANS
from portal.words.catalogue import to_translate

VERSION = "9"

OF_COMPLAINTS = to_translate("Seulement ce dont la nature est « plainte ».")
OF_EVERYTHING = to_translate("Quelle que soit la nature.")


DEFINITIONS = (
    Definition(
        "recues",
        to_translate("Plaintes reçues"),
        to_translate(
            "Chaque plainte compte une fois, dans l’organisme qu’elle concerne."
            " Une plainte remise à un autre organisme y est comptée,"
            " sauf si celui-ci a pris la place du premier."
        ),
        to_translate("Toutes les plaintes déposées, retirées comprises."),
        to_translate("Le mois de la réception, même si la plainte a changé d’organisme ensuite."),
    ),
    Definition(
        "nature",
        to_translate("Nature"),
        to_translate(
            "On ne demande à personne si c’est une plainte. Le service le précise ensuite :"
            " plainte, commentaire, suggestion, félicitations ou signalement d’une situation."
            " Sans précision, c’est une plainte."
            " Ce qui n’en est pas une sort de tous les chiffres des plaintes, avec ses dates"
            " tenues ou dépassées, et se lit ici. Les dossiers que le service ouvre de sa propre"
            " initiative sont à part eux aussi : personne ne les a déposés, et aucun premier"
            " contact n’y est dû. Le filtre « Nature » montre chaque chiffre pour l’un de ces"
            " ensembles : la formule est la même, compté parmi ses seuls dossiers."
            " « Transmises, avec merci » : des mots choisis ont été remis aux personnes concernées,"
            " et qui a écrit a été remercié. « Plainte, dit la personne » : le service n’y voyait"
            " pas une plainte, la personne l’a dit, et c’en est une."
        ),
        to_translate("Tout ce qui est arrivé, parties demandées exceptées."),
        to_translate("Celui de la réception, et celui du dernier jour promis."),
        of_complaints=False,
    ),
    Definition(
        "sujets",
        to_translate("Sujets"),
        to_translate(
            "Les catégories des organismes sont réunies en une liste de sujets communs."
            " Une plainte reclassée compte sous son nouveau sujet."
        ),
        to_translate("Les plaintes reçues."),
        to_translate("Le mois de la réception."),
    ),
    Definition(
        "canaux",
        to_translate("Canal d’arrivée"),
        to_translate(
            "Par où la plainte est arrivée la première fois : le portail, ou un appel, une lettre,"
            " un courriel, une visite que le personnel a saisis. Une plainte garde son canal,"
            " même si elle continue ailleurs."
        ),
        to_translate("Les plaintes reçues."),
        to_translate("Le mois de la réception."),
    ),
    Definition(
        "categories",
        to_translate("Catégories d’un sujet"),
        to_translate(
            "Chaque organisme nomme lui-même ses catégories, et dit de quel sujet chacune est."
            " L’évolution compare deux périodes aussi longues."
            " Si rien n’avait changé, une plainte sur deux serait venue dans chacune : l’évolution"
            " n’est dite que si l’intervalle de Wilson de cette part exclut la moitié."
            " L’erreur de 5 % est partagée entre toutes les catégories comparées."
        ),
        to_translate(
            "Les plaintes reçues, selon leur catégorie d’aujourd’hui."
            " Pour l’évolution, au moins 30 plaintes dans les deux périodes ensemble."
        ),
        to_translate(
            "Le mois de la réception. Pour les réponses dues, celui du dernier jour promis."
        ),
    ),
    Definition(
        "delai",
        to_translate("Délai de réponse"),
        to_translate(
            "Les jours ouvrables de l’organisme entre la réception et la première réponse complète."
            " Le jour de la réception est le jour 0."
            " Une plainte venue d’un autre organisme compte depuis le jour de son arrivée;"
            " pour l’ensemble des organismes, depuis la réception."
            " La médiane et le « 9 sur 10 » sont des délais observés, au rang le plus proche."
        ),
        to_translate(
            "Les plaintes qui ont reçu une première réponse. Une seconde réponse ne compte pas ici."
        ),
        to_translate("Le mois de la première réponse."),
    ),
    Definition(
        "promis",
        to_translate("Réponses dans le délai promis"),
        to_translate(
            "La première réponse est venue avant la fin du dernier jour promis."
            " Une prolongation annoncée à temps déplace ce jour."
            " Un changement de palier ne le déplace pas."
        ),
        to_translate(
            "Toutes les réponses dues : données à temps, données en retard, ou pas encore données"
            " alors que la date est passée. Une plainte retirée avant la date n’est plus due;"
            " retirée après, elle reste comptée en retard."
            " Une plainte fermée sans réponse est en retard."
            " Une plainte remise à un autre organisme après plus de 2 jours ouvrables reste due par"
            " l’organisme qui l’a gardée : à temps si la réponse vient avant la date qu’il avait"
            " promise, d’où qu’elle vienne."
        ),
        to_translate("Le mois du dernier jour promis."),
    ),
    Definition(
        "evolution",
        to_translate("Évolution au-delà du hasard"),
        to_translate(
            "L’écart entre deux parts de réponses à temps, avec l’intervalle de Newcombe."
            " « Amélioré » ou « dégradé » : l’intervalle ne contient pas zéro."
            " L’erreur de 5 % est partagée entre tous les organismes comparés."
        ),
        to_translate(
            "Les organismes qui ont au moins 30 réponses dues dans chaque période, et qu’aucune"
            " rupture de série ne sépare."
        ),
        to_translate("Le mois du dernier jour promis, dans chacune des deux périodes."),
    ),
    Definition(
        "contact",
        to_translate("Premier contact à temps"),
        to_translate(
            "Une personne a joint la personne plaignante avant la date promise, et l’a noté avant"
            " cette date. L’accusé de réception automatique ne compte pas."
            " Un contact noté dit le moyen et le moment. La page de suivi demande à la personne"
            " s’il a eu lieu : elle confirme, dément, ou ne répond pas."
            " Un contact démenti ne compte pas : la date court comme s’il n’était pas noté."
            " Une question ou une réponse écrite est un contact, sans rien demander."
        ),
        to_translate(
            "À temps : les premiers contacts faits, et ceux dont la date a passé."
            " Confirmés, démentis, sans réponse : les contacts notés."
        ),
        to_translate("Le mois du contact, ou celui où la date a passé."),
    ),
    Definition(
        "age",
        to_translate("Âge des plaintes en cours"),
        to_translate("Les jours ouvrables de l’organisme écoulés depuis le jour de la réception."),
        to_translate("Toutes les plaintes qui ne sont ni fermées, ni retirées, à l’instant."),
        to_translate("Aujourd’hui, quelle que soit la période choisie."),
        of_complaints=False,
    ),
    Definition(
        "retard",
        to_translate("Plaintes en retard aujourd’hui"),
        to_translate(
            "Les plaintes sans réponse dont la date a passé, et celles dont une autre date a passé,"
            " comme celle de la fermeture. Un palier de plus n’efface pas le retard."
        ),
        to_translate("Toutes les plaintes qui ne sont ni fermées, ni retirées, à l’instant."),
        to_translate("Aujourd’hui, quelle que soit la période choisie."),
        of_complaints=False,
    ),
    Definition(
        "ouvertes",
        to_translate("Plaintes ouvertes aujourd’hui"),
        to_translate("Les plaintes dont le traitement n’est pas terminé, à tous les paliers."),
        to_translate("Toutes les plaintes qui ne sont ni fermées, ni retirées, à l’instant."),
        to_translate("Aujourd’hui, quelle que soit la période choisie."),
        of_complaints=False,
    ),
    Definition(
        "semblables",
        to_translate("Organismes semblables, et ce qui était attendu"),
        to_translate(
            "Standardisation indirecte. Attendu dans le délai : pour chaque sujet, le nombre de"
            " réponses dues par l’organisme, multiplié par la part à temps de tous les organismes"
            " réunis, lui compris; la somme, divisée par toutes ses réponses dues."
            " Médiane attendue : celle des délais de tous, mélangés selon ses sujets à lui."
            " Rapport : ce qui est observé, divisé par ce qui était attendu, avec l’intervalle de"
            " Wilson de la part, ou celui des rangs autour de la médiane; l’attendu est tenu pour"
            " connu. « Mieux » ou « moins bien » : l’intervalle ne contient pas 1. L’erreur de 5 %"
            " est partagée entre les organismes comparés."
        ),
        to_translate(
            "Les organismes qui ont au moins 30 réponses. Ceux d’une même taille sont ensemble,"
            " selon les plaintes fermées en quatre trimestres : grands à partir de 400, moyens à"
            " partir de 100. Parmi 400, une part se connaît à 5 points près; parmi 100, à 10. Les"
            " réglages ne disent pas de quelle sorte est un organisme. Les sujets sont ceux du"
            " portail; ni la gravité ni la complexité d’une plainte n’y sont."
        ),
        to_translate(
            "Le mois du dernier jour promis; pour le délai, celui de la première réponse."
        ),
    ),
    Definition(
        "ruptures",
        to_translate("Ruptures de série"),
        to_translate(
            "Un jour à partir duquel un chiffre ne dit plus la même chose : une catégorie divisée,"
            " réunie à une autre ou passée à un autre sujet; un délai, un calendrier ou une"
            " définition changés; un organisme remplacé. Le portail les note de lui-même."
            " Deux périodes qu’une rupture sépare ne sont pas comparées : la raison est écrite à la"
            " place de l’écart. Les parties d’une catégorie divisée ou réunie sont comparées toutes"
            " ensemble, avant et après."
        ),
        to_translate(
            "Un délai changé touche les réponses à temps; un calendrier, aussi les jours; un"
            " organisme remplacé, tout ce qu’il compte, sauf si les organismes sont pris tels"
            " qu’ils sont aujourd’hui. Un jour fermé une seule fois n’est pas une rupture."
        ),
        to_translate("Le jour où le changement entre en vigueur."),
        of_complaints=False,
    ),
    Definition(
        "paliers",
        to_translate("Palier atteint"),
        to_translate("Le palier le plus haut qui a eu la plainte avant la première réponse."),
        to_translate("Les plaintes qui ont reçu une première réponse."),
        to_translate("Le mois de la première réponse."),
    ),
    Definition(
        "conclusions",
        to_translate("Conclusions et mesures correctives"),
        to_translate(
            "La conclusion du premier grief, telle qu’elle est écrite à la fermeture."
            " Une mesure corrective compte dès qu’un grief en a une."
            " Une plainte est réglée au premier contact si sa réponse et sa fermeture sont faites"
            " ensemble, sans question posée ni étude commencée avant."
            " Une plainte reprise compte une fois, avec sa dernière conclusion."
        ),
        to_translate("Les plaintes fermées."),
        to_translate("Le mois de la première fermeture."),
    ),
    Definition(
        "retraits",
        to_translate("Plaintes retirées"),
        to_translate(
            "La personne a demandé le retrait, et cinq jours ont passé sans qu’elle l’annule."
            " D’ici là aucune date ne s’arrête. Elle peut dire si quelqu’un le lui a suggéré."
            " Un retrait demandé par téléphone est noté par le personnel."
            " Déjà en retard : la réponse n’était pas venue à sa date."
            " La part suggérée par l’organisme se lit par trimestre, sans filtre, et par une"
            " tranche où elle parle de 1 à 4 personnes : qui l’a dit ne doit pas se deviner."
        ),
        to_translate("Les plaintes retirées pour de bon. Un retrait annulé à temps n’en est pas."),
        to_translate("Le mois où le retrait est devenu définitif, ou celui où il a été annulé."),
    ),
    Definition(
        "reprises",
        to_translate("Plaintes reprises"),
        to_translate(
            "Une plainte fermée que la personne a fait reprendre, ou dont un organisme extérieur"
            " dit qu’il a changé la réponse, même en partie."
            " Elle ne compte pas une seconde fois comme reçue, ni comme fermée."
        ),
        to_translate("Les plaintes fermées, reprises comprises."),
        to_translate("Le mois de la reprise, ou celui où l’organisme extérieur le dit."),
    ),
    Definition(
        "langage",
        to_translate("Langage simple"),
        to_translate(
            "Avant l’envoi, le portail montre les phrases longues, les sigles sans explication et"
            " les mots du métier. Chacun est une remarque, qui n’arrête personne."
            " On compte celles qui restent dans la réponse envoyée."
        ),
        to_translate("Les premières réponses qui ont été vérifiées avant de partir."),
        to_translate("Le mois de la première réponse."),
    ),
    Definition(
        "limites",
        to_translate("Limites de contact"),
        to_translate(
            "Une limite compte chez l’organisme qui l’a décidée, dès qu’elle est en vigueur."
            " Elle est finie à son jour, ou quand la plainte passe à un autre organisme."
            " Elle est levée avant par l’organisme lui-même, ou par la révision demandée."
            " De 1 à 4, le nombre est masqué pour qui ne voit pas les limites elles-mêmes."
        ),
        to_translate("Toutes les limites en vigueur aujourd’hui, ou qui l’ont été."),
        to_translate(
            "Le mois de la décision, de la fin ou de la demande de révision."
            " En vigueur : aujourd’hui, quelle que soit la période choisie."
        ),
        of_complaints=False,
    ),
    Definition(
        "adaptations",
        to_translate("Adaptations demandées"),
        to_translate(
            "Chaque adaptation demandée compte une fois, chez l’organisme qui a la plainte :"
            " gros caractères, braille, audio, langue des signes ou explications."
            " Une adaptation refusée, puis demandée de nouveau, compte deux fois."
            " De 1 à 4, le nombre est masqué pour qui ne voit pas les plaintes."
        ),
        to_translate("Toutes les adaptations demandées dans la période."),
        to_translate("Le mois de la demande. Ce qu’elle est devenue : aujourd’hui."),
        of_complaints=False,
    ),
    Definition(
        "transferts",
        to_translate("Plaintes remises à un autre organisme"),
        to_translate(
            "Une plainte remise compte chez qui l’avait, comme la date promise quand elle a été"
            " envoyée. Chaque organisme répond des jours où il l’a eue : celui qui la reçoit fait"
            " une promesse à lui, qui part de son arrivée."
        ),
        to_translate("Les premières dates tenues, et celles qui ont passé sans réponse."),
        to_translate("Le mois de la remise ou de la réponse, ou celui où la date a passé."),
    ),
    Definition(
        "facilite",
        to_translate("Facilité de porter plainte"),
        to_translate(
            "Une question, au choix, sur la page de ce qui vient d’être envoyé, une fois par envoi."
            " Seuls des nombres sont gardés : par jour et organisme, et à part par jour et langue."
            " Rien ne mène à la plainte ni à la personne."
            " Un nombre de 1 à 4 réponses est masqué, à l’interne aussi."
        ),
        to_translate("Les réponses à cette question."),
        to_translate("Le jour de la réponse, dans le fuseau de l’organisme."),
        of_complaints=False,
    ),
    Definition(
        "satisfaction",
        to_translate("Avis après la fermeture"),
        to_translate(
            "Quatre questions, au choix de la personne, une fois par plainte."
            " Chaque part compte les réponses « Plutôt oui » et « Tout à fait »."
            " Les avis sont gardés à part des plaintes, en nombres seulement."
            " Un nombre de 1 à 4 avis est dit « 1 à 4 », à l’interne aussi."
        ),
        to_translate(
            "Pour le taux de réponse, les plaintes fermées, avec et sans avis."
            " Pour chaque question, les avis qui y répondent."
        ),
        to_translate("Le mois de la première fermeture, même si l’avis vient plus tard."),
        of_complaints=False,
    ),
    Definition(
        "autoevaluation",
        to_translate("Autoévaluation"),
        to_translate(
            "Le portail tire au sort des dossiers fermés d’un trimestre, chaque catégorie selon sa"
            " part, et garde chaque tirage. Quelqu’un qui n’a pas traité le dossier le relit et"
            " donne une note de 1 à 4 pour chacun des six critères. Un dossier sur quatre est lu"
            " aussi par une deuxième personne, qui ne voit pas la première note. La médiane est"
            " celle des premières lectures; « Même note » compte les notes égales des dossiers lus"
            " deux fois. Moins de 5 dossiers lus : les notes ne sont pas montrées."
        ),
        to_translate("Les dossiers tirés dont la lecture est finie."),
        to_translate("Le trimestre de la fermeture."),
        of_complaints=False,
    ),
    Definition(
        "recommandations",
        to_translate("Recommandations"),
        to_translate(
            "Chaque recommandation compte une fois, quel que soit le nombre de plaintes réunies."
            " Acceptée : par la personne à qui elle est adressée,"
            " ou maintenue par la plus haute autorité."
            " Les délais sont en jours ouvrables de l’organisme, depuis l’envoi."
            " La médiane est un délai observé, au rang le plus proche."
        ),
        to_translate(
            "Les recommandations de l’organisme qui a la plainte aujourd’hui."
            " En retard : celles dont la date de réponse ou d’exécution a passé."
        ),
        to_translate(
            "Le mois de chaque étape : l’envoi, la réponse, l’exécution, la vérification."
            " En retard : aujourd’hui, quelle que soit la période choisie."
        ),
        of_complaints=False,
    ),
    Definition(
        "orientations",
        to_translate("Plaintes orientées par le personnel"),
        to_translate(
            "Un employé a dit à la personne de s’adresser au service des plaintes,"
            " ou lui a remis le dépliant de son service. On compte le service, jamais l’employé."
            " Une plainte remise à un autre organisme y compte comme orientée"
            " par un autre organisme."
        ),
        to_translate("Les plaintes reçues par l’organisme."),
        to_translate("Le mois de la réception."),
    ),
    Definition(
        "qualite",
        to_translate("Qualité des données"),
        to_translate(
            "Les plaintes dont la région, la langue ou le sujet n’est pas connu."
            " La région se lit dans les mots de la plainte : elle n’est demandée à personne."
        ),
        to_translate("Toutes les plaintes déposées, retirées comprises."),
        to_translate("Le mois de la réception."),
    ),
    Definition(
        "parties",
        to_translate("Parties demandées à un autre organisme"),
        to_translate(
            "Une partie compte chez l’organisme qui y répond, et jamais comme plainte reçue. "
            "Son délai part du jour où il l’a."
        ),
        to_translate("Les parties dont la date a passé, et celles répondues avant."),
        to_translate("Le mois de la demande, ou celui du dernier jour promis."),
    ),
)


def worded() -> list[Definition]:
    """Return every definition in the language of the page."""
    return [
        Definition(
            definition.anchor,
            gettext(definition.name),
            gettext(definition.counted),
            f"{gettext(definition.among)} {gettext(_nature(definition))}",
            gettext(definition.month),
        )
        for definition in (*DEFINITIONS, *OF_MEANS)
    ]


def _nature(definition: Definition) -> str:
    return OF_COMPLAINTS if definition.of_complaints else OF_EVERYTHING
