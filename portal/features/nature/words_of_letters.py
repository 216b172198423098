"""What letters to whoever wrote say of what is no complaint: a message, which accuses nobody."""

from __future__ import annotations

from portal.features.nature.words import TEXTS
from portal.features.nature.words_beside import OF_SUBJECTS
from portal.words.catalogue import to_translate

OF_MESSAGES: dict[str, str] = {
    **TEXTS,
    **OF_SUBJECTS,
    (
        "Ajoutez-y votre preuve, ou apportez-la ou postez-la à l’organisme, avec le numéro de la "
        "plainte."
    ): to_translate(
        "Ajoutez-y votre preuve, ou apportez-la ou postez-la à l’organisme, avec le numéro du "
        "message."
    ),
    (
        "Avant de changer d’organisme, votre plainte devait avoir une réponse au plus tard le "
        "%(day)s. Cette date est passée."
    ): to_translate(
        "Avant de changer d’organisme, votre message devait avoir une réponse au plus tard le "
        "%(day)s. Cette date est passée."
    ),
    (
        "Ce courriel ne contient pas votre code d’accès ni le texte de votre plainte, pour "
        "protéger vos renseignements."
    ): to_translate(
        "Ce courriel ne contient pas votre code d’accès ni le texte de votre message, pour "
        "protéger vos renseignements."
    ),
    (
        "Ce n’est pas réglé? Vous pouvez faire reprendre votre plainte, ou faire réviser la "
        "réponse par une autre personne. Demandez-le sur votre page de suivi, jusqu’au %(day)s."
    ): to_translate(
        "Ce n’est pas réglé? Vous pouvez faire reprendre votre message, ou faire réviser la "
        "réponse par une autre personne. Demandez-le sur votre page de suivi, jusqu’au %(day)s."
    ),
    "Ceci concerne la partie de votre plainte confiée à : %(agency)s.": to_translate(
        "Ceci concerne la partie de votre message confié à : %(agency)s."
    ),
    (
        "Cela vaut pour tous les organismes qui répondent à votre plainte : d’ici là, chacun la "
        "traite; ensuite, tous cessent."
    ): to_translate(
        "Cela vaut pour tous les organismes qui répondent à votre message : d’ici là, chacun le "
        "traite; ensuite, tous cessent."
    ),
    "Cet organisme a maintenant sa partie de votre plainte : %(agency)s.": to_translate(
        "Cet organisme a maintenant sa partie de votre message : %(agency)s."
    ),
    (
        "Cette personne vous laisse lire la plainte, avec le même numéro et le même code."
    ): to_translate(
        "Cette personne vous laisse lire le message, avec le même numéro et le même code."
    ),
    (
        "C’est un délai pour agir vous-même, ailleurs que dans cette plainte. Elle ne l’arrête pas."
    ): to_translate(
        "C’est un délai pour agir vous-même, ailleurs que dans ce message. Il ne l’arrête pas."
    ),
    (
        "Depuis le %(day)s, votre plainte est confiée à : %(agency)s. Cet organisme prend la "
        "place de : %(before)s."
    ): to_translate(
        "Depuis le %(day)s, votre message est confié à : %(agency)s. Cet organisme prend la "
        "place de : %(before)s."
    ),
    (
        "Il ouvre votre plainte une fois, jusqu’au %(day)s. Vous pourrez alors obtenir un "
        "nouveau code d’accès."
    ): to_translate(
        "Il ouvre votre message une fois, jusqu’au %(day)s. Vous pourrez alors obtenir un "
        "nouveau code d’accès."
    ),
    "La cause de votre plainte est corrigée": to_translate(
        "La cause de votre message est corrigée"
    ),
    (
        "La date promise pour votre plainte ne change pas. Vous gardez le même numéro et la même "
        "page."
    ): to_translate(
        "La date promise pour votre message ne change pas. Vous gardez le même numéro et la même "
        "page."
    ),
    (
        "La façon de joindre la personne plaignante a été modifiée sur la page de suivi."
    ): to_translate(
        "La façon de joindre la personne qui a écrit a été modifiée sur la page de suivi."
    ),
    "La personne concernée, ou sa succession, suit maintenant la plainte.": to_translate(
        "La personne concernée, ou sa succession, suit maintenant le message."
    ),
    ("La plus haute autorité de l’organisme ne peut pas s’occuper de votre plainte."): to_translate(
        "La plus haute autorité de l’organisme ne peut pas s’occuper de votre message."
    ),
    "La réponse à votre plainte est prête": to_translate("La réponse à votre message est prête"),
    "Le retrait est annulé : votre plainte est traitée, aux mêmes dates.": to_translate(
        "Le retrait est annulé : votre message est traité, aux mêmes dates."
    ),
    "Le service des plaintes traite votre plainte avant les autres.": to_translate(
        "Le service des plaintes traite votre message avant les autres."
    ),
    "L’organisme a noté que vous demandez de retirer votre plainte.": to_translate(
        "L’organisme a noté que vous demandez de retirer votre message."
    ),
    "L’organisme a noté que vous gardez votre plainte.": to_translate(
        "L’organisme a noté que vous gardez votre message."
    ),
    "L’organisme a vérifié que vous pouvez agir dans cette plainte.": to_translate(
        "L’organisme a vérifié que vous pouvez agir dans ce message."
    ),
    "L’organisme qui a maintenant votre plainte compte son propre délai.": to_translate(
        "L’organisme qui a maintenant votre message compte son propre délai."
    ),
    (
        "L’organisme était fermé à ce moment. Les jours ouvrables sont comptés comme si votre "
        "plainte était arrivée le %(day)s."
    ): to_translate(
        "L’organisme était fermé à ce moment. Les jours ouvrables sont comptés comme si votre "
        "message était arrivée le %(day)s."
    ),
    "Merci : votre plainte y a contribué. Vous n’avez rien à faire.": to_translate(
        "Merci : votre message y a contribué. Vous n’avez rien à faire."
    ),
    "Nous avons reçu votre plainte": to_translate("Nous avons reçu votre message"),
    "Nous avons reçu votre plainte le %(moment)s.": to_translate(
        "Nous avons reçu votre message le %(moment)s."
    ),
    "Nous continuons quand même de traiter votre plainte.": to_translate(
        "Nous continuons quand même de traiter votre message."
    ),
    ("Nous gardons votre plainte. La date promise pour la réponse ne change pas."): to_translate(
        "Nous gardons votre message. La date promise pour la réponse ne change pas."
    ),
    (
        "Nous ne demandons plus de partie de votre plainte à : %(agency)s. La raison est sur "
        "votre page de suivi."
    ): to_translate(
        "Nous ne demandons plus de partie de votre message à : %(agency)s. La raison est sur "
        "votre page de suivi."
    ),
    (
        "Nous ne proposons plus de remettre votre plainte à : %(agency)s. La raison est sur "
        "votre page de suivi."
    ): to_translate(
        "Nous ne proposons plus de remettre votre message à : %(agency)s. La raison est sur "
        "votre page de suivi."
    ),
    "Nous n’avons pas répondu à votre plainte à la date promise.": to_translate(
        "Nous n’avons pas répondu à votre message à la date promise."
    ),
    "Nous prolongeons le délai pour répondre à votre plainte.": to_translate(
        "Nous prolongeons le délai pour répondre à votre message."
    ),
    (
        "Nous proposons de remettre votre plainte à : %(agency)s. La raison est sur votre page "
        "de suivi."
    ): to_translate(
        "Nous proposons de remettre votre message à : %(agency)s. La raison est sur votre page "
        "de suivi."
    ),
    "Nous reprenons votre plainte": to_translate("Nous reprenons votre message"),
    (
        "N’attendez pas la réponse à votre plainte : selon la date que vous nous avez donnée, un "
        "de ces délais finit avant, le %(day)s. Votre page de suivi dit lequel."
    ): to_translate(
        "N’attendez pas la réponse à votre message : selon la date que vous nous avez donnée, un "
        "de ces délais finit avant, le %(day)s. Votre page de suivi dit lequel."
    ),
    "Ouvrir ma plainte": to_translate("Ouvrir mon message"),
    "Seul votre code ouvre votre plainte": to_translate("Seul votre code ouvre votre message"),
    "Si vous ne l’avez pas demandé, gardez votre plainte, et dites-le-nous.": to_translate(
        "Si vous ne l’avez pas demandé, gardez votre message, et dites-le-nous."
    ),
    "Si vous n’avez pas déposé de plainte, avertissez-nous.": to_translate(
        "Si vous ne nous avez pas écrit, avertissez-nous."
    ),
    "Suivre ma plainte moi-même": to_translate("Suivre mon message moi-même"),
    "Un autre organisme s’occupe de votre plainte": to_translate(
        "Un autre organisme s’occupe de votre message"
    ),
    (
        "Une autre personne a déposé une plainte pour vous. Cette plainte est la vôtre."
    ): to_translate("Une autre personne a écrit un message pour vous. Ce message est le vôtre."),
    (
        "Une partie de votre plainte concerne aussi : %(agency)s. Ce que nous lui demandons est "
        "sur votre page de suivi."
    ): to_translate(
        "Une partie de votre message concerne aussi : %(agency)s. Ce que nous lui demandons est "
        "sur votre page de suivi."
    ),
    (
        "Une personne a pris votre plainte en charge. Son nom est sur votre page de suivi."
    ): to_translate(
        "Une personne a pris votre message en charge. Son nom est sur votre page de suivi."
    ),
    "Une personne s’occupe de votre plainte": to_translate(
        "Une personne s’occupe de votre message"
    ),
    "Une plainte a été faite pour vous": to_translate("Un message a été écrit pour vous"),
    "Voici la réponse à votre plainte.": to_translate("Voici la réponse à votre message."),
    "Voici le lien que vous avez demandé. Il ouvre votre plainte une fois.": to_translate(
        "Voici le lien que vous avez demandé. Il ouvre votre message une fois."
    ),
    "Votre code n’ouvre plus la plainte. Ce que vous avez envoyé est gardé.": to_translate(
        "Votre code n’ouvre plus le message. Ce que vous avez envoyé est gardé."
    ),
    (
        "Votre demande est gardée avec votre plainte. La limite prend fin à sa date, ou avant."
    ): to_translate(
        "Votre demande est gardée avec votre message. La limite prend fin à sa date, ou avant."
    ),
    "Votre lien pour ouvrir votre plainte": to_translate("Votre lien pour ouvrir votre message"),
    "Votre plainte est au bon endroit": to_translate("Votre message est au bon endroit"),
    "Votre plainte est au guichet": to_translate("Votre message est au guichet"),
    "Votre plainte est en révision": to_translate("Votre message est en révision"),
    "Votre plainte est fermée avec ces conclusions.": to_translate(
        "Votre message est fermé avec ces conclusions."
    ),
    (
        "Votre plainte est fermée avec cette réponse. Les conclusions et leurs motifs sont sur "
        "votre page de suivi."
    ): to_translate(
        "Votre message est fermé avec cette réponse. Les conclusions et leurs motifs sont sur "
        "votre page de suivi."
    ),
    "Votre plainte est fermée avec cette réponse. Voici ce qui est conclu :": to_translate(
        "Votre message est fermé avec cette réponse. Voici ce qui est conclu :"
    ),
    (
        "Votre plainte est fermée. Les conclusions, leurs motifs et les mesures correctives sont "
        "sur votre page de suivi."
    ): to_translate(
        "Votre message est fermé. Les conclusions, leurs motifs et les mesures correctives sont "
        "sur votre page de suivi."
    ),
    "Votre plainte est maintenant confiée à : %(post)s.": to_translate(
        "Votre message est maintenant confié à : %(post)s."
    ),
    ("Votre plainte est maintenant entre les mains de l’organisme qu’elle concerne."): to_translate(
        "Votre message est maintenant entre les mains de l’organisme qu’il concerne."
    ),
    "Votre plainte est traitée en urgence": to_translate("Votre message est traité en urgence"),
    "Votre plainte est à un palier plus haut": to_translate(
        "Votre message est à un palier plus haut"
    ),
    "Votre plainte reste avec nous": to_translate("Votre message reste avec nous"),
    "Votre rôle dans cette plainte dure jusqu’au %(day)s.": to_translate(
        "Votre rôle dans ce message dure jusqu’au %(day)s."
    ),
    "Votre rôle dans cette plainte dure jusqu’à la fin de la plainte.": to_translate(
        "Votre rôle dans ce message dure jusqu’à la fin du message."
    ),
    "Vous avez demandé de retirer votre plainte.": to_translate(
        "Vous avez demandé de retirer votre message."
    ),
    (
        "Vous avez demandé que votre plainte soit reprise. Elle est de nouveau à l’étude."
    ): to_translate(
        "Vous avez demandé que votre message soit repris. Il est de nouveau à l’étude."
    ),
    (
        "Vous avez demandé une lettre, parce que vous n’avez plus le code d’accès de votre plainte."
    ): to_translate(
        "Vous avez demandé une lettre, parce que vous n’avez plus le code d’accès de votre message."
    ),
    ("Vous avez demandé à savoir quand la cause de votre plainte serait corrigée."): to_translate(
        "Vous avez demandé à savoir quand la cause de votre message serait corrigée."
    ),
    (
        "Vous avez déjà refusé cet organisme : votre plainte n’y part que si vous l’acceptez, au "
        "plus tard le %(day)s. Sans réponse de votre part, elle reste avec nous."
    ): to_translate(
        "Vous avez déjà refusé cet organisme : votre message n’y part que si vous l’acceptez, au "
        "plus tard le %(day)s. Sans réponse de votre part, il reste avec nous."
    ),
    "Vous gardez votre plainte": to_translate("Vous gardez votre message"),
    (
        "Vous ne l’avez pas demandé? Ne l’ouvrez pas et ne le donnez à personne. Votre plainte "
        "reste fermée."
    ): to_translate(
        "Vous ne l’avez pas demandé? Ne l’ouvrez pas et ne le donnez à personne. Votre message "
        "reste fermé."
    ),
    (
        "Vous nous avez dit que vous ne voulez pas que votre plainte soit remise à : %(agency)s. "
        "C’est noté, et elle n’y part pas."
    ): to_translate(
        "Vous nous avez dit que vous ne voulez pas que votre message soit remis à : %(agency)s. "
        "C’est noté, et il n’y part pas."
    ),
    "Vous n’agissez plus dans cette plainte.": to_translate("Vous n’agissez plus dans ce message."),
    "Vous n’avez rien à faire pour que votre plainte continue.": to_translate(
        "Vous n’avez rien à faire pour que votre message continue."
    ),
    (
        "Vous pouvez garder votre plainte jusqu’au %(day)s compris : un bouton de votre page de "
        "suivi annule le retrait. D’ici là, votre plainte est traitée, aux mêmes dates."
    ): to_translate(
        "Vous pouvez garder votre message jusqu’au %(day)s compris : un bouton de votre page de "
        "suivi annule le retrait. D’ici là, votre message est traité, aux mêmes dates."
    ),
    (
        "Vous pouvez refuser : votre plainte reste alors avec nous. Sans réponse de votre part, "
        "elle part après le %(day)s, avec votre récit et vos réponses aux questions."
    ): to_translate(
        "Vous pouvez refuser : votre message reste alors avec nous. Sans réponse de votre part, "
        "il part après le %(day)s, avec votre récit et vos réponses aux questions."
    ),
    "Vous pouvez suivre votre plainte vous-même": to_translate(
        "Vous pouvez suivre votre message vous-même"
    ),
    "Vous suivez maintenant votre plainte": to_translate("Vous suivez maintenant votre message"),
    "une personne prend votre plainte en charge et vous donne son nom.": to_translate(
        "une personne prend votre message en charge et vous donne son nom."
    ),
    "votre plainte est remise à l’organisme qui doit répondre.": to_translate(
        "votre message est remis à l’organisme qui doit répondre."
    ),
    (
        "À partir de votre plainte et d’autres, le service des plaintes a recommandé un "
        "changement. Il est fait, et une autre personne l’a vérifié."
    ): to_translate(
        "À partir de votre message et d’autres, le service des plaintes a recommandé un "
        "changement. Il est fait, et une autre personne l’a vérifié."
    ),
    (
        "Un nouveau code d’accès a été demandé sur votre page de suivi. Le code d’avant ne "
        "l’ouvre plus."
    ): to_translate(
        "Un nouveau code d’accès a été demandé sur votre page de suivi. Le code d’avant n’ouvre "
        "plus votre message."
    ),
    "Cela vaut pour tous les organismes qui répondaient à votre plainte.": to_translate(
        "Cela vaut pour tous les organismes qui répondaient à votre message."
    ),
}
