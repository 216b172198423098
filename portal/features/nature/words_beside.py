"""What subjects of letters, and pages beside that of a message, say of what is no complaint."""

from __future__ import annotations

from portal.words.catalogue import to_translate

OF_SUBJECTS: dict[str, str] = {
    "Plainte %(number)s : merci": to_translate("Message %(number)s : merci"),
    "Plainte %(number)s : elle est entre vos mains": to_translate(
        "Message %(number)s : il est entre vos mains"
    ),
    "Plainte %(number)s : la cause est corrigée": to_translate(
        "Message %(number)s : la cause est corrigée"
    ),
    "Plainte %(number)s : la durée de votre rôle change": to_translate(
        "Message %(number)s : la durée de votre rôle change"
    ),
    "Plainte %(number)s : la personne confirme son accord": to_translate(
        "Message %(number)s : la personne confirme son accord"
    ),
    "Plainte %(number)s : la première date est passée": to_translate(
        "Message %(number)s : la première date est passée"
    ),
    "Plainte %(number)s : le guichet décide qui s’en occupe": to_translate(
        "Message %(number)s : le guichet décide qui s’en occupe"
    ),
    "Plainte %(number)s : le transfert n’a pas lieu": to_translate(
        "Message %(number)s : le transfert n’a pas lieu"
    ),
    "Plainte %(number)s : notre réponse est en retard": to_translate(
        "Message %(number)s : notre réponse est en retard"
    ),
    "Plainte %(number)s : nous la reprenons": to_translate(
        "Message %(number)s : nous le reprenons"
    ),
    "Plainte %(number)s : nous l’avons reçue": to_translate(
        "Message %(number)s : nous l’avons reçu"
    ),
    "Plainte %(number)s : nous n’écrirons plus ici": to_translate(
        "Message %(number)s : nous n’écrirons plus ici"
    ),
    "Plainte %(number)s : nouveau code d’accès": to_translate(
        "Message %(number)s : nouveau code d’accès"
    ),
    "Plainte %(number)s : nouvelle date, le %(day)s": to_translate(
        "Message %(number)s : nouvelle date, le %(day)s"
    ),
    "Plainte %(number)s : plus aucun lien": to_translate("Message %(number)s : plus aucun lien"),
    "Plainte %(number)s : quelqu’un l’a faite pour vous": to_translate(
        "Message %(number)s : quelqu’un l’a écrit pour vous"
    ),
    "Plainte %(number)s : remise au bon organisme": to_translate(
        "Message %(number)s : remis au bon organisme"
    ),
    "Plainte %(number)s : retirée après le %(day)s": to_translate(
        "Message %(number)s : retiré après le %(day)s"
    ),
    "Plainte %(number)s : retirée à votre demande": to_translate(
        "Message %(number)s : retiré à votre demande"
    ),
    "Plainte %(number)s : réponse d’ici le %(day)s": to_translate(
        "Message %(number)s : réponse d’ici le %(day)s"
    ),
    "Plainte %(number)s : suivez-la vous-même": to_translate(
        "Message %(number)s : suivez-le vous-même"
    ),
    "Plainte %(number)s : traitée en urgence": to_translate(
        "Message %(number)s : traité en urgence"
    ),
    "Plainte %(number)s : transmise à un palier plus haut": to_translate(
        "Message %(number)s : transmis à un palier plus haut"
    ),
    "Plainte %(number)s : un autre organisme aussi": to_translate(
        "Message %(number)s : un autre organisme aussi"
    ),
    "Plainte %(number)s : un autre organisme s’en occupe": to_translate(
        "Message %(number)s : un autre organisme s’en occupe"
    ),
    "Plainte %(number)s : un autre recours s’ouvre": to_translate(
        "Message %(number)s : un autre recours s’ouvre"
    ),
    "Plainte %(number)s : un délai finit le %(day)s": to_translate(
        "Message %(number)s : un délai finit le %(day)s"
    ),
    "Plainte %(number)s : un lien peut être demandé": to_translate(
        "Message %(number)s : un lien peut être demandé"
    ),
    "Plainte %(number)s : un transfert vous est proposé": to_translate(
        "Message %(number)s : un transfert vous est proposé"
    ),
    "Plainte %(number)s : une partie est demandée": to_translate(
        "Message %(number)s : une partie est demandée"
    ),
    "Plainte %(number)s : une partie est retirée": to_translate(
        "Message %(number)s : une partie est retirée"
    ),
    "Plainte %(number)s : une personne s’en occupe": to_translate(
        "Message %(number)s : une personne s’en occupe"
    ),
    "Plainte %(number)s : une question pour vous": to_translate(
        "Message %(number)s : une question pour vous"
    ),
    "Plainte %(number)s : une question sur votre nom": to_translate(
        "Message %(number)s : une question sur votre nom"
    ),
    "Plainte %(number)s : vos coordonnées ont changé": to_translate(
        "Message %(number)s : vos coordonnées ont changé"
    ),
    "Plainte %(number)s : vos échanges avec l’organisme": to_translate(
        "Message %(number)s : vos échanges avec l’organisme"
    ),
    "Plainte %(number)s : votre code à usage unique": to_translate(
        "Message %(number)s : votre code à usage unique"
    ),
    "Plainte %(number)s : votre demande de révision": to_translate(
        "Message %(number)s : votre demande de révision"
    ),
    "Plainte %(number)s : votre demande d’adaptation": to_translate(
        "Message %(number)s : votre demande d’adaptation"
    ),
    "Plainte %(number)s : votre lien, bon 30 minutes": to_translate(
        "Message %(number)s : votre lien, bon 30 minutes"
    ),
    "Plainte %(number)s : votre plainte est fermée": to_translate(
        "Message %(number)s : votre message est fermé"
    ),
    "Plainte %(number)s : votre preuve est acceptée": to_translate(
        "Message %(number)s : votre preuve est acceptée"
    ),
    "Plainte %(number)s : votre preuve n’est pas acceptée": to_translate(
        "Message %(number)s : votre preuve n’est pas acceptée"
    ),
    "Plainte %(number)s : votre refus est noté": to_translate(
        "Message %(number)s : votre refus est noté"
    ),
    "Plainte %(number)s : votre réponse est prête": to_translate(
        "Message %(number)s : votre réponse est prête"
    ),
    "Plainte %(number)s : votre rôle est terminé": to_translate(
        "Message %(number)s : votre rôle est terminé"
    ),
    "Plainte %(number)s : vous la gardez": to_translate("Message %(number)s : vous le gardez"),
    "Plainte %(number)s reçue : réponse d’ici le %(day)s": to_translate(
        "Message %(number)s reçu : réponse d’ici le %(day)s"
    ),
}

BESIDE: dict[str, str] = {
    "Aucune réponse n’est plus promise : la plainte est retirée.": to_translate(
        "Aucune réponse n’est plus promise : le message est retiré."
    ),
    "Choisir si un lien peut ouvrir ma plainte": to_translate(
        "Choisir si un lien peut ouvrir mon message"
    ),
    (
        "Déconnectez-vous, surtout si d’autres utilisent cet appareil. Le numéro et le code "
        "ouvrent de nouveau la plainte."
    ): to_translate(
        "Déconnectez-vous, surtout si d’autres utilisent cet appareil. Le numéro et le code "
        "ouvrent de nouveau le message."
    ),
    "Faire reprendre ma plainte": to_translate("Faire reprendre mon message"),
    "Faire reprendre ou réviser ma plainte": to_translate("Faire reprendre ou réviser mon message"),
    (
        "Faites-en un nouveau pendant que votre plainte est ouverte ici. Sinon, il faudra "
        "demander un autre lien."
    ): to_translate(
        "Faites-en un nouveau pendant que votre message est ouvert ici. Sinon, il faudra "
        "demander un autre lien."
    ),
    "Garder ma plainte": to_translate("Garder mon message"),
    "La plainte ne peut plus être reprise ni révisée": to_translate(
        "Le message ne peut plus être repris ni révisé"
    ),
    "Laisser la plainte comme elle est": to_translate("Laisser le message comme il est"),
    "Le code d’avant n’ouvre plus votre plainte, ni aucun lien reçu avant.": to_translate(
        "Le code d’avant n’ouvre plus votre message, ni aucun lien reçu avant."
    ),
    "Le délai part de la reprise de la plainte : %(moment)s.": to_translate(
        "Le délai part de la reprise du message : %(moment)s."
    ),
    (
        "Là où la plainte est déjà ouverte, elle se ferme dès que vous obtenez un nouveau code. "
        "Ici, elle reste ouverte."
    ): to_translate(
        "Là où le message est déjà ouvert, il se ferme dès que vous obtenez un nouveau code. "
        "Ici, il reste ouvert."
    ),
    (
        "L’organisme peut reprendre votre plainte. Rien ne part sans vous : le formulaire "
        "s’ouvre, et vous l’envoyez si vous voulez."
    ): to_translate(
        "L’organisme peut reprendre votre message. Rien ne part sans vous : le formulaire "
        "s’ouvre, et vous l’envoyez si vous voulez."
    ),
    "Plainte retirée": to_translate("Message retiré"),
    "Retirer ma plainte": to_translate("Retirer mon message"),
    "Retirer ma plainte : confirmer": to_translate("Retirer mon message : confirmer"),
    (
        "Rien à retirer ici : vous n’avez rien accepté de plus que l’examen de votre plainte, ou "
        "vous avez tout retiré."
    ): to_translate(
        "Rien à retirer ici : vous n’avez rien accepté de plus que l’examen de votre message, ou "
        "vous avez tout retiré."
    ),
    (
        "Un nouveau code s’affiche une seule fois. Celui d’avant n’ouvre plus votre plainte, ni "
        "aucun lien reçu avant."
    ): to_translate(
        "Un nouveau code s’affiche une seule fois. Celui d’avant n’ouvre plus votre message, ni "
        "aucun lien reçu avant."
    ),
    (
        "Un retrait est demandé : tant que votre plainte n’est pas retirée, ses dates restent."
    ): to_translate(
        "Un retrait est demandé : tant que votre message n’est pas retiré, ses dates restent."
    ),
    "Votre demande est notée. Vous pouvez encore garder votre plainte.": to_translate(
        "Votre demande est notée. Vous pouvez encore garder votre message."
    ),
    (
        "Votre plainte a reçu une réponse ou elle est fermée : elle ne peut plus être retirée."
    ): to_translate(
        "Votre message a reçu une réponse ou il est fermé : il ne peut plus être retiré."
    ),
    "Votre plainte est reprise. Elle est de nouveau à l’étude.": to_translate(
        "Votre message est repris. Il est de nouveau à l’étude."
    ),
    "Votre plainte est retirée": to_translate("Votre message est retiré"),
    "Votre plainte est retirée.": to_translate("Votre message est retiré."),
    (
        "Votre plainte n’a ni adresse courriel ni adresse postale où envoyer un lien : seul "
        "votre code l’ouvre. Votre choix vaudra si vous changez vos coordonnées."
    ): to_translate(
        "Votre message n’a ni adresse courriel ni adresse postale où envoyer un lien : seul "
        "votre code l’ouvre. Votre choix vaudra si vous changez vos coordonnées."
    ),
    (
        "Votre plainte s’ouvre avec le dernier code obtenu. Si vous ne l’avez pas, demandez-en "
        "un autre ici."
    ): to_translate(
        "Votre message s’ouvre avec le dernier code obtenu. Si vous ne l’avez pas, demandez-en "
        "un autre ici."
    ),
    "Vous avez demandé que votre plainte soit reprise": to_translate(
        "Vous avez demandé que votre message soit repris"
    ),
    "Vous gardez votre plainte.": to_translate("Vous gardez votre message."),
    "Vous gardez votre plainte. Le retrait est annulé.": to_translate(
        "Vous gardez votre message. Le retrait est annulé."
    ),
    (
        "Vous n’êtes pas d’accord avec la réponse. Quelqu’un qui n’a pas traité votre plainte la "
        "révise, à un palier plus haut."
    ): to_translate(
        "Vous n’êtes pas d’accord avec la réponse. Quelqu’un qui n’a pas traité votre message la "
        "révise, à un palier plus haut."
    ),
    (
        "Vous perdez votre code? Un lien ou un code à usage unique peut être envoyé à l’adresse "
        "de votre plainte. Une personne qui lit vos courriels ou vos lettres peut alors ouvrir "
        "votre plainte."
    ): to_translate(
        "Vous perdez votre code? Un lien ou un code à usage unique peut être envoyé à l’adresse "
        "de votre message. Une personne qui lit vos courriels ou vos lettres peut alors ouvrir "
        "votre message."
    ),
    (
        "Vous pouvez garder votre plainte jusqu’au %(day)s compris : cela annule le retrait, et "
        "vous pourrez la retirer de nouveau plus tard. Sinon, elle est retirée le lendemain, le "
        "%(next)s."
    ): to_translate(
        "Vous pouvez garder votre message jusqu’au %(day)s compris : cela annule le retrait, et "
        "vous pourrez le retirer de nouveau plus tard. Sinon, il est retiré le lendemain, le "
        "%(next)s."
    ),
    "la personne qui agit pour vous a demandé de retirer votre plainte": to_translate(
        "la personne qui agit pour vous a demandé de retirer votre message"
    ),
    "la personne qui agit pour vous garde votre plainte": to_translate(
        "la personne qui agit pour vous garde votre message"
    ),
    "vous avez demandé de retirer votre plainte": to_translate(
        "vous avez demandé de retirer votre message"
    ),
    "vous gardez votre plainte": to_translate("vous gardez votre message"),
    "Retirée": to_translate("Retiré"),
    "On vous a demandé de la retirer?": to_translate("On vous a demandé de le retirer?"),
    "Votre plainte est envoyée": to_translate("Votre message est envoyé"),
    (
        "Gardez ce numéro et ce code : avec les deux, vous suivez votre plainte sans compte."
    ): to_translate(
        "Gardez ce numéro et ce code : avec les deux, vous suivez votre message sans compte."
    ),
    (
        "Gardez ce numéro : avec le code d’accès déjà affiché, vous suivez votre plainte sans "
        "compte."
    ): to_translate(
        "Gardez ce numéro : avec le code d’accès déjà affiché, vous suivez votre message sans "
        "compte."
    ),
    (
        "Aucun message ne vous l’envoie : trop de plaintes ont donné la même adresse en peu de "
        "temps. Votre plainte est reçue."
    ): to_translate(
        "Aucun courriel ne vous l’envoie : la même adresse a été donnée trop souvent en peu de "
        "temps. Votre message est reçu."
    ),
    (
        "Notez le code maintenant : pour protéger votre plainte, il s’affiche seulement ici, "
        "pendant 10 minutes."
    ): to_translate(
        "Notez le code maintenant : pour protéger votre message, il s’affiche seulement ici, "
        "pendant 10 minutes."
    ),
    "Pour protéger votre plainte, le code ne s’affiche plus.": to_translate(
        "Pour protéger votre message, le code ne s’affiche plus."
    ),
    (
        "Pour suivre votre plainte, visez ce code avec l’appareil photo de votre téléphone, ou "
        "écrivez :"
    ): to_translate(
        "Pour suivre votre message, visez ce code avec l’appareil photo de votre téléphone, ou "
        "écrivez :"
    ),
    "L’organisme a reçu votre plainte :": to_translate("L’organisme a reçu votre message :"),
    "Vous avez retiré votre plainte. L’organisme ne vous doit plus de réponse.": to_translate(
        "Vous avez retiré votre message. L’organisme ne vous doit plus de réponse."
    ),
    "Une personne prend votre plainte en charge. Vous recevrez son nom.": to_translate(
        "Une personne prend votre message en charge. Vous recevrez son nom."
    ),
    "Votre plainte est gardée à part de vos autres dossiers.": to_translate(
        "Votre message est gardé à part de vos autres dossiers."
    ),
    (
        "Avec cette preuve, toute personne peut vérifier que votre plainte n’a pas été changée "
        "ni effacée."
    ): to_translate(
        "Avec cette preuve, toute personne peut vérifier que votre message n’a pas été changé ni "
        "effacé."
    ),
    "Merci. C’est compté, sans lien avec votre plainte.": to_translate(
        "Merci. C’est compté, sans lien avec votre message."
    ),
    (
        "Un clic suffit. Seul le nombre de réponses est gardé, sans lien avec votre plainte."
    ): to_translate(
        "Un clic suffit. Seul le nombre de réponses est gardé, sans lien avec votre message."
    ),
    (
        "history.jsonl est l’historique chez l’organisme qui a la plainte : chaque étape y est "
        "liée à la précédente."
    ): to_translate(
        "history.jsonl est l’historique chez l’organisme qui a le message : chaque étape y est "
        "liée à la précédente."
    ),
}
