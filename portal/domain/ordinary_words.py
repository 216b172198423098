"""Words around surnames, and surnames that are words as well, in French and English.

Surnames are those that people in Canada have. All is written as it is compared: without accents, in
small letters.
"""

from __future__ import annotations

_ORDINARY = """
    abbe alder ami amour amours ange anges arbour archer argent armes arsenal ash aube avril bacon
    bain baker ball bank banks barber barker baron barre basque bass beach bean bear beau bec beck
    bel bell belle bench berger berry best bien bienvenue bird bishop black blais blanc blanche
    bland bleau bloom blue boat bois bon bond bonhomme booker boot booth boucher boulanger bourg
    bourgeois bouton bow box boxer branch brand bras bref bridge bridges brie bright brise broad
    brook brooks broom brown brun brune buck buisson bull burden bureau burn bush butcher butler
    button cain caisse camion camp canal canard cannon car card cardinal carpenter carre carrier
    carriere carter carver case cash castle cavalier chambers champ champagne chance chandler chapel
    chapelle chapman charette chase chasse chateau chef chemin cheval chevalier choix church clair
    clay clement cliff cloche close coach coffin coin collier compagnon comte conte cook cooper
    copper coq cordier corn cote cotton cour courant court couture couturier couvent crane creek
    croix crook cross crow cruise cure curry cutler dale dame dance dark day dean dear desert deux
    diamond doux dove downs driver droit droite duc duck duke dure eagle early east eau elder enfant
    english faible fair fall falls farmer fast faucon femme fer ferme fermier fern fete feu field
    fields fille fils fin finch fine finger fish fisher flamand fleur fleurs flint flood flower
    flowers foi foin fontaine foot force ford forest forestier foret forge fort foster fou fountain
    fowler fox frais frame franc francais france frank free freeman french friend froid frost fuller
    funk gagne gale game garant garcon garde gardener gardien gates gauche gay genet gentil gift
    gill glace glass glover gold golden good goodman gore grace grand grange grant gras grave graves
    gray green grenier grey gris gros grove guerrier guest hall ham hammer hand hands handy hardy
    hart hatch haut hawk hay head heart hedge heureux hill hills hind hiver hole hollow holly home
    homme hood hook hope horn horne house hunt hunter ice ile inch ivy jardin jeune jewel joie joli
    jolly joly joy judge juste keen key keys kidd kind king kitchen kite knight lac lake lamb land
    lane large lark last law lawless lawn laws leaf lean legal leger lemon lent levesque libre light
    lion lis little livre lock long loup lourd love lovely low loyal luck lundi mace main maire
    maison maitre major maker mal man manly manoir marais march marchand marche marin mark marks
    marquis mars marsh marteau mason masse master masters maxim may mayor mead meadow mean mer
    mercer merchant mercier mercy merry messier meunier midi mieux mignon mild mile miles milieu
    mill miller mills mint moine mole molle monde money monk mont montagne moody moon moor mort moss
    moulin mount mountain mouton moyen mur musique nail neat neige neuf new newman nice night noble
    noir noire noon nord normand north nuit nurse nut oak oiseau olivier only orange ouest page
    paiement paille pain paix palais papier paquet paradis pare parent park parker parks parsons
    part pas pass pastor patience paume pauvre peace peach peak pearl pelle pelletier pen penny
    pepper perle petit petite picard pierre pigeon pike pilon pin pine pink piper pitt place plain
    plante player plein plum poire poirier poisson pole poll pond pont pool poor pope porte porter
    portier post pot potier potter pouce pound power powers prairie preacher price pride priest
    prieur prime prince prior proctor prophet proud pur purse quart quatre queen quick quintal
    racine rage rain raison ram ramp rank raven ray read reader reed renard rest rice rich riches
    rider ring rivers riviere roach road robe roche rocher rock rocks roe roi romain rond rook room
    root rose rosier rouge rough rousse roux royal rude rue ruelle rush sage sailor saint sainte
    salle salmon salt samedi sand sands sans sauvage sauve savage sawyer say school seal sellers
    serre service seul shade shaft sharp shepherd shine ship shoemaker shore short silver simple
    singer sky slack slate slater small smart smith snow sol soldat soleil source sourd south spark
    sparks speed spring square stack stamp star stark steel stern still stock stone storm stout
    strange stream street strong sud summer summers sun sweet swift tailleur tall tanner tard taylor
    teller temple tendre terre terrien tour tower town trap treasure tree tremble trois true turner
    twist vache vaillant val vale vallee verge verger vert vicaire vide vie vif vigne vigneron
    vilain ville vine violette voie voisin vrai wade wait walker wall ward warden warner wash waters
    watt watts way weaver weeks well wells west wheat wheeler white wild wilder will wind winds
    winter winters wise wolf wood woods woodward wool word workman worth wright yard year young
    younger
"""

_FIRST = """
    adam adams alain albert alex alexander alexandre alexis alfred alice alicia allan allen alphonse
    amanda amber ambroise amelie amy andre andrea andrew angela anita ann anna anne annie anthony
    antoine arnaud arthur ashley audrey auguste augustin austin baptiste barry barthelemy
    bartholomew basile bastien beatrice ben benjamin benoit bernard bertrand beth blair blaise blake
    bob brandon brenda brent brian bruce bruno caleb calvin cameron carl carmen carol caroline
    catherine cecile chantal charles charlie charlotte chloe chris christian christine christophe
    claire clara clarence claude claudia clement clifford clovis colette colin connor corey courtney
    craig curtis cyril cyrille daisy dan dana daniel danielle darius darren dave david dean deborah
    denis denise dennis derek diana diane didier dominic dominique don donald donna dora doris
    dorothy doug douglas duncan dylan eddy edgar edmond edouard edward elaine eleanor eli elias elie
    elisabeth elizabeth elliot elliott elsa emile emilie emily emma emmanuel eric erica ernest ernst
    esther ethan etienne eugene eva eve evelyn fabien fabrice felicia felix ferdinand fernand
    florence florent francine francis franck francois frank fred frederic frederick gabriel
    gabrielle gaetan garry gary gaston gavin geoffrey george georges gerald gerard germain gertrude
    gervais gilbert gilles gina ginette gino gordon grace graham greg gregoire gregory guillaume
    gustave guy hannah harold harriet harry harvey heather hector helen helene henri henry herbert
    herve homer honore howard hubert hugh hugo hugues humphrey ian ibrahim irene iris isaac isabelle
    isidore ivan jack jacob jacqueline jacques jake james jamie jan jane janet janice jasmin jason
    jay jean jeanne jeff jeffrey jennifer jeremie jeremy jerome jerry jesse jessica jim jimmy joan
    joanne joe joel johanne john johnny jonas jonathan jordan jose joseph josephine joshua josue
    jude judith jules julia julie julien june justin justine karen karine karl kate katherine
    kathleen keith kelly ken kenneth kevin kim kimberly kurt kyle lambert larry laura laure laurence
    laurent laurie lawrence lea leah lee leo leon leonard leopold leroy leslie lewis liam lilian
    lily linda lionel lisa lise lloyd logan lorraine louis louise luc lucas lucie lucien lucy luke
    lydia lyne madeleine madison malcolm manon manuel marc marcel marcelle margaret maria marie
    marilyn marion marjorie mark marlene martha martin martine mary mathew mathieu mathilde matthew
    maude maurice max maxime megan melanie melissa melvin michael michel michele michelle miguel
    mike mohamed moise monica monique morgan muriel nadia nadine nancy napoleon natalie nathalie
    nathan neil nicholas nicolas nicole nina noah noe noel noelle nora norbert norman normand octave
    odette olga oliver olivia olivier omar oscar oswald owen pascal pascale patricia patrick paul
    paule pauline pedro penelope perry peter phil philip philippe phyllis pierre prosper quentin
    rachel ralph ramon raoul raphael ray raymond real rebecca regis rejean remi renaud rene renee
    rex reynald richard rick rita robert robin roch rodney rodrigue roger roland rolland romain
    roman ronald rosa rosalie rose rosemary ross roxanne ruby rudolph russell ruth ryan sabrina
    sally sam samantha samuel sandra sandy sara sarah scott sean sebastien serge shannon sharon
    shawn sheila shirley sidney simon simone sofia solange sonia sophie stan stanley stella stephane
    stephanie stephen steve steven stuart suzanne sylvain sylvester sylvie tania tara taylor terry
    theodore theresa therese thierry thomas tim timothy tina todd tom tommy tony tracy travis trevor
    tristan tyler valerie vanessa vera vernon veronica veronique vicky victor victoria vincent
    violet virginia virginie vivian viviane walter wanda wayne wendy wesley wilfrid william willie
    xavier yann yolande yvan yves yvette yvon yvonne zachary zoe
"""
_LARGE = """
    april august austin bank beauport beaupre bell black bretagne brossard bureau burlington caisse
    canada chambly champlain charlesbourg church contrecoeur cour court dallas day england english
    france french german granby halifax hall hamilton house houston ireland israel joliette june
    king kingston lachine lake lasalle laval levis lincoln london longueuil lyon maire march may
    mayor mirabel monday montmagny montreal noel normandie ontario outremont paris park parks place
    police post province quebec queen regina richelieu richmond rosemont royal saint school senat
    sherbrooke sorel street sunday tribunal varennes verdun victoria ville washington white windsor
"""
_COURTESY = """
    docteur docteure doctor dr dre drs m madam madame mademoiselle maitre me mesdames messieurs mlle
    mlles mm mme mmes monsieur mr mrs ms mx
"""
_ROLES = """
    adviser advisor agent agente agentes agents ambulancier ambulanciere analyst analyste animateur
    animatrice arpenteur assistant assistante auditeur auditrice avocat avocate brigadier brigadiere
    cadre capitaine captain caseworker chauffeur chauffeuse chef cheffe chief clerk colonel
    commandant commandante commis commissaire commissioner conseiller conseillere constable
    controleur controleuse coordinator coordonnateur coordonnatrice counsellor counselor deputy
    detective directeur director directrice driver employe employee enqueteur enqueteuse enquetrice
    enseignant enseignante evaluateur evaluatrice fonctionnaire garde gardien gardienne gerant
    gerante gestionnaire greffier greffiere guard head huissier huissiere infirmier infirmiere
    ingenieur ingenieure inspecteur inspector inspectrice instructeur instructor instructrice
    intervenant intervenante investigator judge juge lieutenant magistrate maire mairesse manager
    mayor medecin mediateur mediatrice miss nurse officer officers officier officiere ombudsman
    operateur operatrice paramedic patrouilleur patrouilleuse percepteur percepteure physician
    policier policiere prepose preposee president presidente procureur procureure prof professeur
    professeure professor psychologist psychologue ranger receptionist receptionniste repartiteur
    repartitrice representant representante representative responsable secretaire secretary sergeant
    sergent sergente sgt sheriff sir superintendent superviseur superviseure supervisor surveillant
    surveillante teacher technician technicien technicienne travailleur travailleuse trooper
    verificateur verificatrice veterinaire warden worker
"""
_PLACES = """
    academy aeroport allee arena autoroute av avenue blvd boul boulevard bridge building canton
    cegep center centre chemin cir clinic clinique college comte corner county court creek cres
    crescent depanneur district drive ecole eglise garage garderie gare high highway hopital
    hospital hotel immeuble inc institut island lac lake lane ltd ltee metro mont montee mount
    municipalite parc park passage pharmacie place point pont port pub quai quartier rang rd region
    residence restaurant river riviere road rond rue ruelle saint school secteur square station
    street terrasse tour tower town townhouse tunnel universite university val village ville
"""
_OPENINGS = """
    a after again ainsi alors also although and apres as at au aussi avant avec because before but
    by car ce celui cependant cet cette ceux chez comme dans de depuis des donc du elle en encore
    enfin ensuite est et eux finally first for from hier however if il ils in is it jamais je la le
    les lorsque lui maintenant mais malgre meanwhile meme mon ni no non nor notre nous now of on or
    ou our par parce pendant pour pourquoi pourtant puis puisque quand que quel quelle qui quoi sans
    sauf selon si since so soon sous still sur tandis that the their then there they this to today
    toutefois un une until voici voila vous we what when whenever where while who why with without y
    yesterday yet
"""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


ORDINARY_WORDS, FIRST_NAMES = _set(_ORDINARY), _set(_FIRST)
"""Surnames that are words of a language as well; those that are first names as well."""

WRITTEN_LARGE = _set(_LARGE)
"""Surnames that have a capital letter for something else as well: places, days, institutions."""

COURTESY, ROLES = _set(_COURTESY), _set(_ROLES)
"""What a surname is called by: titles that are for people alone, and what somebody is."""

BEFORE_A_SURNAME = COURTESY | ROLES
"""All of these."""

OF_A_PLACE = _set(_PLACES)
"""What makes of a surname beside it the name of a place, or of a firm."""

OPENINGS = _set(_OPENINGS)
"""Words with which sentences begin that are nobody's first name."""
