"""What sentence splitting knows of languages: abbreviations by what may follow them, words that begin sentences.

Written from common style guides and dictionaries of the languages; without the final full stop, in small letters.
"""

from __future__ import annotations

from dataclasses import dataclass


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Abbreviations:
    """Abbreviations of a language.

    `titles` never end a sentence; `numbered` do not before a number; `open_ended` end one when a
    word that begins sentences follows (`starters`; where that set is empty, they never do).
    """

    titles: frozenset[str]
    numbered: frozenset[str]
    open_ended: frozenset[str]
    starters: frozenset[str]


ENGLISH = Abbreviations(
    titles=_words("""
        mr mrs ms mx dr drs prof profs gen col lt maj capt cpt cmdr cdr sgt cpl pvt pfc adm brig rear vice-adm sen sens
        rep reps gov govs pres vp rev fr hon supt insp det asst atty amb messrs mme mlle msgr ald coun cllr st ste sts
        ft mt mts rt v vs
    """),
    numbered=_words("""
        no nos nr vol vols pp p fig figs art arts sec secs sect ch chap chaps para paras approx ca c cir app ver pt
        ext tel lot ref max min avg est jan feb mar apr jun jul aug sep sept oct nov dec
    """),
    open_ended=_words("""
        inc ltd co corp cos bros plc llc llp pty mfg assn assoc dept depts univ inst intl natl govt admin
        jr sr esq ph.d m.d b.a m.a etc et al e.g i.e eg ie cf viz a.k.a ave blvd rd bldg hwy sq dist
        ala ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev okla ore
        pa tenn tex va vt wash wis wyo ont que
        mon tue tues wed thu thur thurs fri sat sun u.s u.k u.n e.u u.s.a u.a.e d.c l.a n.y p.m a.m b.c a.d
        sq.km km kg cm mm ft oz lb lbs mph kph yd yds tsp tbsp min hr hrs sec
    """),
    starters=_words("""
        the a an this that these those it its he his she her they their we our you your i my there here in on at by
        for from with without as but and or so yet if when while whereas although though however after before since
        because until unless despite according to of during among between under over through under about against
        meanwhile moreover furthermore nevertheless nonetheless therefore thus hence otherwise instead then now today
        yesterday tomorrow later earlier also still even just only not no yes nor what why how who where which whose
        whether another other others some many most several few each every both all any one two three first second
        third last next such once again already perhaps maybe indeed finally recently currently previously following
        officials police people experts analysts critics residents reporters asked speaking
    """),
)

GERMAN = Abbreviations(
    titles=_words("dr prof hr hrn fr frl st ing dipl med phil jur rer nat hl gebr kard bf"),
    numbered=_words("nr art abs s bd kap ziff abb tel ca vgl jh"),
    open_ended=_words("""
        z.b z b u.a u d.h d h bzw usw etc ggf evtl inkl exkl zzgl mio mrd tsd str inc ltd co corp o.ä s.o s.u v.a i.d.r
        jan feb mär apr jun jul aug sep sept okt nov dez geb gest verh sog allg bes urspr max min std min sek
    """),
    starters=_words("""
        der die das ein eine einer ein dies diese dieser es er sie wir ihr man in im am an auf bei nach vor mit von zu
        zum zur aus für und aber oder doch denn wenn als während weil obwohl seit bis so auch nur noch dann da dort hier
        damit dazu außerdem allerdings jedoch zudem laut
    """),
)

FRENCH = Abbreviations(
    titles=_words("m mm mgr dr pr me st ste"),
    numbered=_words("no nos p pp art vol fig chap env av tél"),
    open_ended=_words("etc cf ex j.-c c.-à-d janv févr avr juil sept oct nov déc inc ltd co corp bd"),
    starters=_words("""
        le la les l' un une des ce cette ces il elle ils elles on nous vous je en à au aux dans sur pour par avec sans
        mais et ou donc or ni car si quand lorsque comme selon après avant depuis pendant alors ainsi cependant
    """),
)

RUSSIAN = Abbreviations(
    titles=_words("им тов гр г-н г-жа св акад проф доц ген полк ул пр просп пл пер наб обл оз о р-н д пос с ст м"),
    numbered=_words("стр с рис табл гл ст п пп ч т вып изд разд №"),
    open_ended=_words("""
        г гг в вв н.э т.е т.к т.д т.п т.н т д п др пр проч см ср напр руб коп тыс млн млрд трлн долл кв куб км м см мм
        кг мин сек ч час чел экз янв февр апр авг сент окт нояб дек и.о и англ лат нем франц исп итал яп кит рус укр
    """),
    starters=_words("""
        в на по при с со из к ко от до за о об для у но и а или как если когда хотя пока после перед это эта этот эти
        он она они оно мы вы я его её ее их тогда теперь там здесь так также однако кроме согласно между не ни что
    """),
)

UKRAINIAN = Abbreviations(
    titles=_words("ім тов гр п св акад проф доц ген полк вул пр просп пл пров наб обл оз о р-н с смт ст м"),
    numbered=_words("стор с рис табл гл ст п пп ч т вип вид розд №"),
    open_ended=_words("""
        р рр ст н.е т.зв тзв т зв напр див пор грн коп тис млн млрд трлн дол кв куб км м см мм кг хв сек год осіб січ
        лют берез квіт трав черв лип серп верес жовт листоп груд ін тощо д англ лат нім франц рос укр
    """),
    starters=_words("""
        в у на по при з зі із до від за о об для але і й та а або як якщо коли хоча поки після перед це ця цей ці він
        вона вони воно ми ви я його її їх тоді тепер там тут так також однак крім згідно між не ні що
    """),
)

ARABIC = Abbreviations(
    titles=_words("د أ م ص ب ا.د أ.د هـ"),
    numbered=_words("ص رقم"),
    open_ended=_words("إلخ الخ ق.م هـ م"),
    starters=frozenset(),
)

PLAIN = Abbreviations(
    titles=_words("dr prof mr mrs ms sr sra st"),
    numbered=_words("no nr art p pp"),
    open_ended=_words("etc inc ltd co corp"),
    starters=ENGLISH.starters,
)

BY_LANGUAGE = {
    "en": ENGLISH,
    "de": GERMAN,
    "fr": FRENCH,
    "ru": RUSSIAN,
    "uk": UKRAINIAN,
    "ar": ARABIC,
}

# Titles that stand unchanged in texts of other languages.
ANYWHERE = _words("mr mrs ms dr prof st jr")

# First words of questions; a question mark in a sentence that begins otherwise may be a middle dot that was lost.
ASKING = _words("""
    who what when where why how which whose whom is are was were am do does did has have had can could will would shall
    should may might must isn't aren't wasn't weren't don't doesn't didn't hasn't haven't can't won't
    wouldn't and but so
""")

MONTHS = _words("jan feb mar apr jun jul aug sep sept oct nov dec")

SPEECH_VERBS = _words("""
    said says say asked asks told tells added adds wrote writes tweeted replied replies answered explained recalled
    shouted exclaimed insisted continued declared admitted joked demanded warned noted reported
""")
