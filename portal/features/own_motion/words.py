"""What pages of a file without a complainant say where those of a complaint speak of one.

The pages of such a file are those of a complaint. Each sentence that would not be true of it has
another one in its place here, with the same marks. The file is a *dossier*; what it found is a
report, which goes to the top authority.
"""

from __future__ import annotations

from portal.features.own_motion.words_beside import BESIDE
from portal.words.catalogue import to_translate

TEXTS: dict[str, str] = {
    "Plainte reçue": to_translate("Dossier ouvert par le service"),
    "Premier contact fait": to_translate("Dossier pris en charge"),
    "Plainte attribuée": to_translate("Dossier attribué"),
    "Plainte fermée": to_translate("Dossier fermé"),
    "Réponse envoyée": to_translate("Rapport remis"),
    "Nouvelle": to_translate("Nouveau"),
    "Prise en charge": to_translate("Pris en charge"),
    "Fermée": to_translate("Fermé"),
    "Reçue": to_translate("Ouvert"),
    "Plainte %(number)s": to_translate("Dossier %(number)s"),
    "Noter le premier contact": to_translate("Prendre le dossier en charge"),
    "Attribuer la plainte": to_translate("Attribuer le dossier"),
    "Fermer la plainte": to_translate("Fermer le dossier"),
    "Me retirer de cette plainte": to_translate("Me retirer de ce dossier"),
    "Lier à une autre plainte": to_translate("Lier à une plainte ou à un dossier"),
    "Les autres dates de cette plainte": to_translate("Les autres dates de ce dossier"),
    "Répondre": to_translate("Écrire le rapport"),
    "Répondre à la personne.": to_translate("Remettre le rapport."),
    "Répondre à la personne au plus tard le %(day)s.": to_translate(
        "Remettre le rapport au plus tard le %(day)s."
    ),
    (
        "Répondre à la personne : toutes les dates promises sont passées, la première le %(day)s."
    ): to_translate(
        "Remettre le rapport : toutes les dates prévues sont passées, la première le %(day)s."
    ),
    "Rien pour vous. Qui répond à la personne : %(who)s.": to_translate(
        "Rien pour vous. Qui remet le rapport : %(who)s."
    ),
    "Vous répondez une fois la plainte rendue à votre palier.": to_translate(
        "Vous écrivez le rapport une fois le dossier rendu à votre palier."
    ),
    "Sans réponse, la plainte passe ensuite à ce palier : %(who)s.": to_translate(
        "Sans rapport, le dossier passe ensuite à ce palier : %(who)s."
    ),
    (
        "Sans réponse, l’autre recours s’ouvre, et la page de suivi de la personne le dit."
    ): to_translate("Sans rapport, le retard est compté."),
    "Attendre la décision de la plus haute autorité, puis répondre à la personne.": to_translate(
        "Attendre la décision de la plus haute autorité, puis remettre le rapport."
    ),
    "Répondre à la personne selon la décision de la plus haute autorité.": to_translate(
        "Remettre le rapport selon la décision de la plus haute autorité."
    ),
    "Rien pour vous : le service des plaintes répond selon la décision.": to_translate(
        "Rien pour vous : le service des plaintes remet le rapport selon la décision."
    ),
    "Décider de la question posée. Le service des plaintes répond ensuite.": to_translate(
        "Décider de la question posée. Le service des plaintes remet ensuite son rapport."
    ),
    "Fermer la plainte avec une conclusion et ses motifs.": to_translate(
        "Fermer le dossier avec une conclusion et ses motifs."
    ),
    "Fermer la plainte avec une conclusion et ses motifs, au plus tard le %(day)s.": to_translate(
        "Fermer le dossier avec une conclusion et ses motifs, au plus tard le %(day)s."
    ),
    "Rien pour vous : le service des plaintes ferme la plainte avec une conclusion.": to_translate(
        "Rien pour vous : le service des plaintes ferme le dossier avec une conclusion."
    ),
    "Rien. La plainte est terminée.": to_translate("Rien. Le dossier est terminé."),
    (
        "Sinon, le délai de réponse part de lui-même, et la page de suivi de la personne le dit."
    ): to_translate("Sinon, le délai part de lui-même."),
    "%(name)s lit aussi cette plainte (%(when)s).": to_translate(
        "%(name)s lit aussi ce dossier (%(when)s)."
    ),
    "%(name)s travaille aussi à cette plainte (%(when)s).": to_translate(
        "%(name)s travaille aussi à ce dossier (%(when)s)."
    ),
    "Personne n’y peut traiter cette plainte": to_translate("Personne n’y peut traiter ce dossier"),
    "La personne peut en ajouter à partir de sa page de suivi.": to_translate(
        "Le service peut en joindre quand il ouvre le dossier."
    ),
    "de la personne plaignante": to_translate("du service des plaintes"),
    "Réponse à %(who)s": to_translate("Rapport à %(who)s"),
    "la personne plaignante": to_translate("la plus haute autorité"),
    "Sur la page de suivi seulement.": to_translate(
        "Dans le dossier. Un courriel l’annonce à qui le reçoit."
    ),
    "Votre réponse": to_translate("Votre rapport"),
    "Les autres recours sont ajoutés à la fin. Vous verrez la lettre avant l’envoi.": to_translate(
        "Vous verrez le rapport avant de le remettre."
    ),
    "Voir la réponse avant l’envoi": to_translate("Voir le rapport avant de le remettre"),
    "Écrire plutôt une réponse": to_translate("Écrire plutôt le rapport"),
    "La personne plaignante ne la voit jamais.": to_translate("Elle n’est pas dans le rapport."),
    (
        "Visible seulement à l’interne : la personne plaignante ne la voit jamais. Aucun "
        "délai ne bouge."
    ): to_translate("Visible seulement à l’interne. Aucun délai ne bouge."),
    (
        "La personne choisie devient responsable. La personne plaignante ne reçoit rien."
    ): to_translate("La personne choisie devient responsable du dossier."),
    "Plainte attribuée.": to_translate("Dossier attribué."),
    (
        "Vous avez vous-même parlé ou écrit à la personne : un envoi automatique ne compte pas."
    ): to_translate("Quelqu’un du service s’occupe du dossier à partir de maintenant."),
    (
        "La plainte devient « Prise en charge », et vous en devenez responsable si elle "
        "n’est à personne."
    ): to_translate(
        "Le dossier devient « Pris en charge », et vous en devenez responsable s’il n’est à "
        "personne."
    ),
    "Prendre la plainte en charge": to_translate("Prendre le dossier en charge"),
    "Ce qui a été dit": to_translate("Ce qui sera fait"),
    "Premier contact noté. La plainte est prise en charge.": to_translate(
        "Le dossier est pris en charge."
    ),
    (
        "La plainte devient « À l’étude » sur la page de suivi de la personne. Aucun "
        "délai ne bouge."
    ): to_translate("Le dossier devient « À l’étude ». Aucun délai ne bouge."),
    (
        "La personne peut lire la conclusion. Plus rien ne lui est dû ensuite, et aucun "
        "délai ne court. Rien ne part avant que vous ayez vu la lettre."
    ): to_translate(
        "Aucun délai ne court ensuite. Rien n’est fermé avant que vous ayez relu la conclusion."
    ),
    "Dans la langue de la personne : %(language)s.": to_translate(
        "Dans la langue du dossier : %(language)s."
    ),
    "Au moins un si la plainte est fondée, même en partie. La personne les voit.": to_translate(
        "Au moins un si ce qui est examiné est fondé, même en partie."
    ),
    "Voir la lettre avant l’envoi": to_translate("Relire avant de confirmer"),
    "Relire la lettre avant de fermer la plainte": to_translate(
        "Relire la conclusion avant de fermer le dossier"
    ),
    "Envoyez la réponse avant de fermer la plainte": to_translate(
        "Remettez le rapport avant de fermer le dossier"
    ),
    "La réponse n’est pas encore envoyée.": to_translate("Le rapport n’est pas encore remis."),
    "Écrire la réponse": to_translate("Écrire le rapport"),
    (
        "%(name)s a signé la réponse, et la plainte nomme cette personne. Quelqu’un "
        "d’autre doit répondre."
    ): to_translate(
        "%(name)s a signé le rapport, et le dossier nomme cette personne. Quelqu’un d’autre "
        "doit l’écrire."
    ),
    "Plainte fermée.": to_translate("Dossier fermé."),
    (
        "Le lien est noté dans l’historique des deux plaintes. Les personnes plaignantes "
        "ne le voient pas, et aucune date ne change."
    ): to_translate(
        "Le lien est noté dans les deux historiques. Personne à l’extérieur ne le voit, et "
        "aucune date ne change."
    ),
    (
        "La personne reçoit le motif, la nouvelle date et ses autres recours. Rien ne "
        "part avant que vous ayez vu la lettre. Une fois partie, une prolongation ne se "
        "reprend pas."
    ): to_translate(
        "Le motif et la nouvelle date restent dans l’historique. Une fois confirmée, une "
        "prolongation ne se reprend pas."
    ),
    "La personne le lit tel quel. Dans sa langue : %(language)s.": to_translate(
        "L’historique le garde tel quel. Dans la langue du dossier : %(language)s."
    ),
    "Relire la lettre avant de prolonger le délai": to_translate(
        "Relire le motif avant de prolonger le délai"
    ),
    "Prolonger le délai et avertir la personne": to_translate("Prolonger le délai"),
    "Ce que la personne lit dans son suivi": to_translate("Ce que l’historique garde"),
    "Aucune lettre ne part.": to_translate("Aucune lettre ne part à l’extérieur."),
    "La personne plaignante n’en sait rien, sauf si votre réponse le lui dit.": to_translate(
        "Elle est notée dans l’historique du dossier."
    ),
    "Ce que la personne verra de la plainte": to_translate(
        "Ce que cette personne verra du dossier"
    ),
    "N’écrivez rien qui dise qui a porté plainte.": to_translate(
        "N’écrivez que ce qu’il faut pour répondre."
    ),
    "Qui est tenu à l’écart de la plainte n’est pas dans cette liste.": to_translate(
        "Qui est tenu à l’écart du dossier n’est pas dans cette liste."
    ),
    (
        "Rien ne part avant que vous ayez vu la lettre. Les autres recours sont ajoutés à la fin."
    ): to_translate(
        "Votre rapport va à la plus haute autorité. Rien n’est remis avant que vous l’ayez relu."
    ),
    "Relire la réponse avant l’envoi": to_translate("Relire le rapport avant de le remettre"),
    "Envoyer la réponse": to_translate("Remettre le rapport"),
    "Réponse envoyée. Il reste à fermer la plainte.": to_translate(
        "Rapport remis. Il reste à fermer le dossier."
    ),
    "Réponse confirmée. Vous pouvez encore annuler son envoi.": to_translate(
        "Rapport confirmé. Vous pouvez encore le reprendre."
    ),
    "Réponse confiée à la deuxième lecture. Le délai court toujours.": to_translate(
        "Rapport confié à la deuxième lecture. Le délai court toujours."
    ),
    (
        "%(what)s, écrite par %(author)s, attend d’être relue. La personne plaignante ne "
        "voit rien encore, et le délai court toujours."
    ): to_translate(
        "%(what)s, par %(author)s, attend une deuxième lecture. Le délai court toujours."
    ),
    "D’ici là, la personne plaignante ne voit rien.": to_translate(
        "D’ici là, le rapport n’est pas remis."
    ),
    "Une autre personne la relit avant l’envoi : %(names)s.": to_translate(
        "Une autre personne le relit avant qu’il soit remis : %(names)s."
    ),
    (
        "Votre décision va au service des plaintes, qui l’exécute et répond à la "
        "personne. Rien n’est envoyé à la personne par cette page."
    ): to_translate(
        "Votre décision va au service des plaintes, qui l’exécute et remet son rapport."
    ),
    (
        "La plainte passe directement au dernier palier : %(title)s, %(holders)s. Les "
        "paliers entre les deux sont sautés."
    ): to_translate(
        "Le dossier passe directement au dernier palier : %(title)s, %(holders)s. Les paliers "
        "entre les deux sont sautés."
    ),
    "Transmettre la plainte": to_translate("Transmettre le dossier"),
    "Plainte transmise. La date promise reste la même.": to_translate(
        "Dossier transmis. La date prévue reste la même."
    ),
    "Faire partir le délai et avertir la personne": to_translate("Faire partir le délai"),
    (
        "Le délai de %(length)s part maintenant. La personne apprend tout de suite la "
        "date promise :"
    ): to_translate("Le délai de %(length)s part maintenant. La date prévue :"),
    "La personne a choisi l’anglais. Écrivez dans sa langue : « %(passage)s »": to_translate(
        "Ce dossier est en anglais. Écrivez dans cette langue : « %(passage)s »"
    ),
    "La personne a choisi le français. Écrivez dans sa langue : « %(passage)s »": to_translate(
        "Ce dossier est en français. Écrivez dans cette langue : « %(passage)s »"
    ),
    (
        "Texte confirmé par %(name)s, qui n’est pas parti : %(what)s. La personne "
        "plaignante ne l’a pas reçu."
    ): to_translate("Texte confirmé par %(name)s, qui n’est pas parti : %(what)s."),
    "Cette plainte a changé depuis que vous avez ouvert la page": to_translate(
        "Ce dossier a changé depuis que vous avez ouvert la page"
    ),
    "L’état de la plainte ne le permet plus": to_translate("L’état du dossier ne le permet plus"),
    "Cette plainte vise": to_translate("Ce dossier vise"),
    "Après le %(day)s, si aucune réponse": to_translate("Après le %(day)s, sans rapport"),
    "Le délai part de la réponse : %(moment)s.": to_translate(
        "Le délai part du rapport : %(moment)s."
    ),
    "La réponse": to_translate("Le rapport"),
    "La décision qui ferme la plainte": to_translate("La décision qui ferme le dossier"),
    (
        "Elle n’est pas partie : la plainte a changé entre-temps. Votre texte est ici, au complet."
    ): to_translate(
        "Le dossier a changé entre-temps : rien n’est parti. Votre texte est ici, au complet."
    ),
    "Pour une plainte non fondée": to_translate("Si ce qui est examiné n’est pas fondé"),
    **BESIDE,
}
