"""What the pages beside such a file say: requests, recommendations, links and who is kept out."""

from __future__ import annotations

from portal.words.catalogue import to_translate

BESIDE: dict[str, str] = {
    "La réponse à la plainte est donnée.": to_translate("Le rapport est remis."),
    "La plainte est terminée.": to_translate("Le dossier est terminé."),
    "Qui devait répondre est à l’écart de la plainte.": to_translate(
        "Qui devait répondre est à l’écart du dossier."
    ),
    (
        "La personne choisie répond sur le portail. Sans réponse à la date prévue, la demande "
        "passe au palier suivant, puis à la plus haute autorité. Aucun délai de la plainte ne "
        "s’arrête."
    ): to_translate(
        "La personne choisie répond sur le portail. Sans réponse à la date prévue, la demande "
        "passe au palier suivant, puis à la plus haute autorité. Aucun délai du dossier ne "
        "s’arrête."
    ),
    (
        "Une recommandation demande à l’organisme de corriger ce qui a causé la plainte. La "
        "personne choisie l’accepte avec une date, ou la refuse avec un motif. Un refus va à la "
        "plus haute autorité."
    ): to_translate(
        "Une recommandation demande à l’organisme de corriger ce que le dossier a montré. La "
        "personne choisie l’accepte avec une date, ou la refuse avec un motif. Un refus va à la "
        "plus haute autorité."
    ),
    "Autres plaintes qui ont la même cause": to_translate("Plaintes qui ont la même cause"),
    (
        "Cette personne ne voit plus rien de la plainte : ni dans les listes, ni dans les "
        "recherches, ni dans les avis. Elle ne peut ni la traiter, ni décider, ni y répondre, ni "
        "remplacer quelqu’un pour elle."
    ): to_translate(
        "Cette personne ne voit plus rien du dossier : ni dans les listes, ni dans les "
        "recherches, ni dans les avis. Elle ne peut ni le traiter, ni décider, ni en écrire le "
        "rapport, ni y remplacer quelqu’un."
    ),
    (
        "Si elle seule travaille à ce palier, la plainte passe au palier suivant. La date promise "
        "reste la même."
    ): to_translate(
        "Si elle seule travaille à ce palier, le dossier passe au palier suivant. La date prévue "
        "reste la même."
    ),
    (
        "Vous ne verrez plus rien de cette plainte. Seule une autre personne pourra vous la "
        "rouvrir."
    ): to_translate(
        "Vous ne verrez plus rien de ce dossier. Seule une autre personne pourra vous le rouvrir."
    ),
    "Lier les plaintes": to_translate("Lier"),
    "Numéro de l’autre plainte": to_translate("Numéro de la plainte ou de l’autre dossier"),
    "Une plainte que vous pouvez voir. Exemple : %(number)s": to_translate(
        "Une plainte ou un dossier que vous pouvez voir. Exemple : %(number)s"
    ),
    "Écrivez le numéro d’une autre plainte que vous pouvez voir, pas encore liée": to_translate(
        "Écrivez le numéro d’une plainte ou d’un autre dossier que vous pouvez voir, pas encore lié"
    ),
    "Revenir à la plainte": to_translate("Revenir au dossier"),
    "Aucun lien à défaire : cette plainte n’est liée à aucune autre.": to_translate(
        "Aucun lien à défaire : ce dossier n’est lié à aucun autre."
    ),
    "Personne n’est tenu à l’écart de cette plainte.": to_translate(
        "Personne n’est tenu à l’écart de ce dossier."
    ),
    "Rouvrir la plainte à cette personne": to_translate("Rouvrir le dossier à cette personne"),
    "Tenu à l’écart de cette plainte": to_translate("Tenu à l’écart de ce dossier"),
    "Nom trouvé dans la plainte": to_translate("Nom trouvé dans le dossier"),
    "Personne tenue à l’écart de la plainte": to_translate("Personne tenue à l’écart du dossier"),
    (
        "Cette personne ne sait pas que la plainte existe. Prévenez-la vous-même, puis notez-le."
    ): to_translate(
        "Cette personne ne sait pas que le dossier existe. Prévenez-la vous-même, puis notez-le."
    ),
}
