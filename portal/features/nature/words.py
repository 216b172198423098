"""What the pages of whoever wrote say of what is no complaint: a message, which accuses nobody."""

from __future__ import annotations

from portal.features.nature.words_beside import BESIDE
from portal.words.catalogue import to_translate

TEXTS: dict[str, str] = {
    **BESIDE,
    "A-t-il été simple de porter plainte?": to_translate("A-t-il été simple d’écrire?"),
    "Cela répond-il à la plainte? %(verdict)s.": to_translate(
        "Cela répond-il au message? %(verdict)s."
    ),
    "Cela répond-il à votre plainte?": to_translate("Cela répond-il à votre message?"),
    ("Cela vaut aussi pour les autres organismes qui répondent à votre plainte :"): to_translate(
        "Cela vaut aussi pour les autres organismes qui répondent à votre message :"
    ),
    (
        "Ces délais courent contre vous, ailleurs que dans cette plainte. Porter plainte ne les "
        "arrête pas."
    ): to_translate(
        "Ces délais courent contre vous, ailleurs que dans ce message. Porter plainte ne les "
        "arrête pas."
    ),
    "Cette plainte est terminée": to_translate("Ce message est terminé"),
    (
        "C’est au plus tard la date promise quand vous avez envoyé votre plainte, le %(day)s."
    ): to_translate(
        "C’est au plus tard la date promise quand vous avez envoyé votre message, le %(day)s."
    ),
    (
        "C’est la date de l’organisme qui l’a maintenant. Celle promise quand vous avez envoyé "
        "votre plainte reste comptée : le %(day)s."
    ): to_translate(
        "C’est la date de l’organisme qui l’a maintenant. Celle promise quand vous avez envoyé "
        "votre message reste comptée : le %(day)s."
    ),
    "C’est la date promise avant que votre plainte change d’organisme.": to_translate(
        "C’est la date promise avant que votre message change d’organisme."
    ),
    (
        "C’est toujours la même plainte, avec le même numéro et le même historique. Vous aurez "
        "une nouvelle date de réponse."
    ): to_translate(
        "C’est toujours le même message, avec le même numéro et le même historique. Vous aurez "
        "une nouvelle date de réponse."
    ),
    "Dans l’ensemble, votre plainte a-t-elle été bien traitée?": to_translate(
        "Dans l’ensemble, votre message a-t-il été bien traité?"
    ),
    "Déposer une autre plainte": to_translate("Écrire de nouveau"),
    "D’ici là, rien ne s’arrête : votre plainte est traitée, aux mêmes dates.": to_translate(
        "D’ici là, rien ne s’arrête : votre message est traité, aux mêmes dates."
    ),
    (
        "Ensuite, elle n’est plus traitée et aucune réponse ne vous est plus due. Vous pourrez "
        "déposer une autre plainte."
    ): to_translate(
        "Ensuite, il n’est plus traité et aucune réponse ne vous est plus due. Vous pourrez "
        "déposer une plainte ou un autre message."
    ),
    (
        "Examiner votre plainte et vous répondre ne dépend d’aucun de ces choix. Rien n’est "
        "publié qui dise qui vous êtes."
    ): to_translate(
        "Examiner votre message et vous répondre ne dépend d’aucun de ces choix. Rien n’est "
        "publié qui dise qui vous êtes."
    ),
    (
        "Il est gardé à part de votre plainte. Personne de l’organisme ne peut le voir."
    ): to_translate(
        "Il est gardé à part de votre message. Personne de l’organisme ne peut le voir."
    ),
    (
        "Il y a du nouveau, ou une mesure promise n’est pas appliquée. Le service reprend votre "
        "plainte depuis le premier palier."
    ): to_translate(
        "Il y a du nouveau, ou une mesure promise n’est pas appliquée. Le service reprend votre "
        "message depuis le premier palier."
    ),
    "La plainte devait être fermée à cette date.": to_translate(
        "Le message devait être fermé à cette date."
    ),
    (
        "La plainte est devant la plus haute autorité. Un autre recours vous est ouvert."
    ): to_translate(
        "Le message est devant la plus haute autorité. Un autre recours vous est ouvert."
    ),
    (
        "La suite des étapes chez l’organisme qui a votre plainte, liées l’une à l’autre, se "
        "vérifie aussi."
    ): to_translate(
        "La suite des étapes chez l’organisme qui a votre message, liées l’une à l’autre, se "
        "vérifie aussi."
    ),
    (
        "Le guichet n’a pas remis votre plainte à un organisme à cette date. Le retard est compté."
    ): to_translate(
        "Le guichet n’a pas remis votre message à un organisme à cette date. Le retard est compté."
    ),
    (
        "Le palier suivant : %(title)s. Une personne qui a déjà traité votre plainte ne peut pas "
        "y répondre."
    ): to_translate(
        "Le palier suivant : %(title)s. Une personne qui a déjà traité votre message ne peut pas "
        "y répondre."
    ),
    "Les autres dates de cette plainte": to_translate("Les autres dates de ce message"),
    "Les dates de cette plainte": to_translate("Les dates de ce message"),
    "Liens qui ouvrent ma plainte": to_translate("Liens qui ouvrent mon message"),
    (
        "L’organisme ferme la plainte. Il vous dit alors ce qui est conclu, pour quels motifs, "
        "et ce qui sera corrigé."
    ): to_translate(
        "L’organisme ferme le message. Il vous dit alors ce qui est conclu, pour quels motifs, "
        "et ce qui sera corrigé."
    ),
    (
        "L’organisme qui a votre plainte la lit, même si c’est le guichet qui la lui a remise."
    ): to_translate(
        "L’organisme qui a votre message le lit, même si c’est le guichet qui le lui a remis."
    ),
    "Merci. C’est noté dans votre plainte.": to_translate("Merci. C’est noté dans votre message."),
    "Numéro de plainte": to_translate("Numéro du message"),
    "Pas de réponse à cette date? La plainte passe d’elle-même à ce palier :": to_translate(
        "Pas de réponse à cette date? Le message passe de lui-même à ce palier :"
    ),
    "Plainte %(number)s": to_translate("Message %(number)s"),
    "Plainte %(number)s : %(state)s": to_translate("Message %(number)s : %(state)s"),
    "Plainte fermée": to_translate("Message fermé"),
    "Plainte prise en charge": to_translate("Message pris en charge"),
    "Plainte reçue": to_translate("Message reçu"),
    "Plainte transmise au palier suivant": to_translate("Message transmis au palier suivant"),
    "Plainte transmise à la plus haute autorité": to_translate(
        "Message transmis à la plus haute autorité"
    ),
    "Plainte à l’étude": to_translate("Message à l’étude"),
    (
        "Pour contester une décision, le délai court déjà : n’attendez pas la réponse à votre "
        "plainte."
    ): to_translate(
        "Pour contester une décision, le délai court déjà : n’attendez pas la réponse à votre "
        "message."
    ),
    (
        "Quand vous avez envoyé votre plainte, une réponse était promise pour le %(day)s."
    ): to_translate(
        "Quand vous avez envoyé votre message, une réponse était promise pour le %(day)s."
    ),
    "Qui traite votre plainte lit ce que vous écrivez ici.": to_translate(
        "Qui traite votre message lit ce que vous écrivez ici."
    ),
    (
        "Qui traite votre plainte ne lit pas cette réponse. Si c’est l’organisme, la direction "
        "du service des plaintes ou l’autorité au-dessus l’apprend."
    ): to_translate(
        "Qui traite votre message ne lit pas cette réponse. Si c’est l’organisme, la direction "
        "du service des plaintes ou l’autorité au-dessus l’apprend."
    ),
    "Qu’avez-vous pensé du traitement de votre plainte?": to_translate(
        "Qu’avez-vous pensé du traitement de votre message?"
    ),
    "Qu’est-ce qui ouvre votre plainte?": to_translate("Qu’est-ce qui ouvre votre message?"),
    "Suivre ma plainte": to_translate("Suivre mon message"),
    "Relire ma plainte": to_translate("Relire mon message"),
    "Responsable de votre plainte": to_translate("Responsable de votre message"),
    "Répondre est facultatif. Qui traite votre plainte ne le sait pas.": to_translate(
        "Répondre est facultatif. Qui traite votre message ne le sait pas."
    ),
    (
        "Seules les personnes qui traitent votre plainte, ou qui vérifient ce travail, liront ce "
        "message."
    ): to_translate(
        "Seules les personnes qui traitent votre message, ou qui vérifient ce travail, liront ce "
        "message."
    ),
    (
        "Si un organisme de ce portail doit répondre, le guichet lui remet votre plainte et vous "
        "dit lequel. Sinon, le guichet vous répond lui-même, pour vous dire à qui vous adresser."
    ): to_translate(
        "Si un organisme de ce portail doit répondre, le guichet lui remet votre message et vous "
        "dit lequel. Sinon, le guichet vous répond lui-même, pour vous dire à qui vous adresser."
    ),
    (
        "Si votre plainte est remise à un autre organisme, vos signalements suivent : c’est "
        "alors à cet organisme d’agir, et celui-ci ne le peut plus."
    ): to_translate(
        "Si votre message est remis à un autre organisme, vos signalements suivent : c’est alors "
        "à cet organisme d’agir, et celui-ci ne le peut plus."
    ),
    "Sujet de la plainte changé": to_translate("Sujet du message changé"),
    (
        "Un fait nouveau peut faire l’objet d’une autre plainte. Donnez-y le numéro de celle-ci "
        ": %(number)s."
    ): to_translate(
        "Un fait nouveau peut faire l’objet d’une plainte. Donnez-y le numéro de ce message : "
        "%(number)s."
    ),
    (
        "Une page à lire ou à imprimer : la plainte, l’historique, les réponses et les "
        "conclusions, et comment chaque date a été comptée."
    ): to_translate(
        "Une page à lire ou à imprimer : le message, l’historique, les réponses et les "
        "conclusions, et comment chaque date a été comptée."
    ),
    ("Une plainte n’arrête pas ces délais, ni celui pour contester une décision."): to_translate(
        "Un message n’arrête pas ces délais, ni celui pour contester une décision."
    ),
    (
        "Vos réponses sont gardées à part de votre plainte, en nombres seulement. Personne de "
        "l’organisme ne voit qui a répondu, ni quoi."
    ): to_translate(
        "Vos réponses sont gardées à part de votre message, en nombres seulement. Personne de "
        "l’organisme ne voit qui a répondu, ni quoi."
    ),
    ("Votre plainte est de nouveau en cours. Vous n’avez rien d’autre à demander."): to_translate(
        "Votre message est de nouveau en cours. Vous n’avez rien d’autre à demander."
    ),
    "Votre plainte est fermée": to_translate("Votre message est fermé"),
    "Votre plainte est prise en charge": to_translate("Votre message est pris en charge"),
    "Votre plainte est reçue": to_translate("Votre message est reçu"),
    "Votre plainte est transférée": to_translate("Votre message est transféré"),
    "Votre plainte est à l’étude": to_translate("Votre message est à l’étude"),
    "Vous pouvez changer d’avis tant que la plainte n’est pas fermée.": to_translate(
        "Vous pouvez changer d’avis tant que le message n’est pas fermé."
    ),
    "Étapes de votre plainte": to_translate("Étapes de votre message"),
    "Reçue": to_translate("Reçu"),
    "Prise en charge": to_translate("Pris en charge"),
    "Fermée": to_translate("Fermé"),
    "Transférée": to_translate("Transféré"),
    "Aucun : je suivrai ma plainte ici": to_translate("Aucun : je suivrai mon message ici"),
    (
        "Ce que vous avez écrit peut aider à comprendre ce qui ne va pas. Si vous l’acceptez, "
        "une personne de l’organisme relit votre texte et en ôte les noms. Il paraît dans les "
        "données ouvertes une fois publiés les chiffres du trimestre où votre plainte a été "
        "fermée. Avec lui paraissent l’organisme, le sujet, le trimestre et la langue dans "
        "laquelle vous avez écrit."
    ): to_translate(
        "Ce que vous avez écrit peut aider à comprendre ce qui ne va pas. Si vous l’acceptez, "
        "une personne de l’organisme relit votre texte et en ôte les noms. Il paraît dans les "
        "données ouvertes une fois publiés les chiffres du trimestre où votre message a été "
        "fermé. Avec lui paraissent l’organisme, le sujet, le trimestre et la langue dans "
        "laquelle vous avez écrit."
    ),
    (
        "C’est permis d’avance, tant que vous ne le retirez pas. Une personne qui lit vos "
        "courriels ou vos lettres peut en demander un et ouvrir la plainte."
    ): to_translate(
        "C’est permis d’avance, tant que vous ne le retirez pas. Une personne qui lit vos "
        "courriels ou vos lettres peut en demander un et ouvrir le message."
    ),
    "Demande de reprendre la plainte": to_translate("Demande de reprendre le message"),
    (
        "Dites ce qui s’est passé depuis votre plainte, ou ce que vous craignez : quand, où, et "
        "qui est en cause."
    ): to_translate(
        "Dites ce qui s’est passé depuis votre message, ou ce que vous craignez : quand, où, et "
        "qui est en cause."
    ),
    (
        "Elle vous redemande comment vous allez après 30 jours, puis après 90 jours, même si "
        "votre plainte est fermée."
    ): to_translate(
        "Elle vous redemande comment vous allez après 30 jours, puis après 90 jours, même si "
        "votre message est fermé."
    ),
    "Laisser publier le texte de ma plainte, sans nom": to_translate(
        "Laisser publier le texte de mon message, sans nom"
    ),
    "Le délai part de la fermeture de la plainte : %(moment)s.": to_translate(
        "Le délai part de la fermeture du message : %(moment)s."
    ),
    (
        "L’organisme qui a votre plainte lit alors ces coordonnées, même si vous les aviez "
        "retenues : lui seul peut vous écrire ou vous appeler."
    ): to_translate(
        "L’organisme qui a votre message lit alors ces coordonnées, même si vous les aviez "
        "retenues : lui seul peut vous écrire ou vous appeler."
    ),
    "La plainte": to_translate("Le message"),
    "Personne plaignante": to_translate("Personne qui a écrit"),
    "Personne plaignante, à : %(agency)s": to_translate("Personne qui a écrit, à : %(agency)s"),
    "Porter plainte ne peut pas vous faire perdre un service ni un droit.": to_translate(
        "Écrire ne peut pas vous faire perdre un service ni un droit."
    ),
    "Premier geste pour une plainte urgente": to_translate("Premier geste pour un message urgent"),
    "Publier le texte de ma plainte": to_translate("Publier le texte de mon message"),
    (
        "Qui le relit peut être la personne qui a traité votre plainte. Elle peut seulement ôter "
        "des mots, jamais en changer ni en ajouter."
    ): to_translate(
        "Qui le relit peut être la personne qui a traité votre message. Elle peut seulement ôter "
        "des mots, jamais en changer ni en ajouter."
    ),
    "Retrait de la plainte": to_translate("Retrait du message"),
    "Ensuite, la plainte est retirée d’elle-même.": to_translate(
        "Ensuite, le message est retiré de lui-même."
    ),
    "Rien ne dépend de votre choix : ni l’examen de votre plainte, ni vos recours.": to_translate(
        "Rien ne dépend de votre choix : ni l’examen de votre message, ni vos recours."
    ),
    (
        "Seulement la personne qui dirige le service des plaintes et la plus haute autorité. "
        "Personne d’autre ne sait qu’il y a un signalement, pas même la personne qui traite "
        "votre plainte."
    ): to_translate(
        "Seulement la personne qui dirige le service des plaintes et la plus haute autorité. "
        "Personne d’autre ne sait qu’il y a un signalement, pas même la personne qui traite "
        "votre message."
    ),
    (
        "Si votre plainte est remise à un autre organisme, le signalement suit. Là-bas, seules "
        "la personne qui dirige le service des plaintes et la plus haute autorité peuvent le "
        "lire. L’organisme d’avant ne peut plus agir."
    ): to_translate(
        "Si votre message est remis à un autre organisme, le signalement suit. Là-bas, seules la "
        "personne qui dirige le service des plaintes et la plus haute autorité peuvent le lire. "
        "L’organisme d’avant ne peut plus agir."
    ),
    "Un seul fichier à remettre à l’organisme qui examinera votre plainte ensuite.": to_translate(
        "Un seul fichier à remettre à l’organisme qui examinera votre message ensuite."
    ),
    "Votre plainte": to_translate("Votre message"),
    "Appelez le 911, jour et nuit. Une plainte est lue aux heures d’ouverture.": to_translate(
        "Appelez le 911, jour et nuit. Un message est lu aux heures d’ouverture."
    ),
}

TEXTS_OF_THANKS: dict[str, str] = {
    **TEXTS,
    "Demande de reprendre la plainte": to_translate("Dire que c’est une plainte"),
    "Fermeture, avec ce qui est conclu": to_translate("Fermeture"),
}
"""Of what was closed with thanks: nothing was concluded, and it is a complaint or stays closed."""
OF_THANKS_LOOKED_FOR: dict[str, str] = {
    "Aucun organisme de ce portail ne semble en répondre": to_translate(
        "Nous ne savons pas encore à quel organisme écrire"
    ),
    "Continuer sans choisir": to_translate("Écrire sans choisir"),
    (
        "Déposez votre plainte sans choisir. Le guichet du portail la remet au bon organisme et "
        "vous dit lequel. Vous n’aurez pas à recommencer."
    ): to_translate(
        "Écrivez sans choisir. Le guichet du portail remet votre message au bon organisme et "
        "vous dit lequel. Vous n’aurez pas à recommencer."
    ),
    "Essayez avec d’autres mots, ou déposez votre plainte sans choisir.": to_translate(
        "Dites qui ou quel service, ou écrivez sans choisir."
    ),
    "Porter plainte": to_translate("Écrire"),
    "Que s’est-il passé?": to_translate("Qui ou quel service?"),
    "Quel organisme peut vous répondre?": to_translate("À quel organisme écrire?"),
}
"""What the page that proposes agencies says to whoever looks for a way to thank or to suggest."""
