"""What language detection knows: scripts by ranges, letters that tell neighbours apart, the commonest function words.

The words are the everyday ones of school grammars; each list holds about forty, small letters.
"""

from __future__ import annotations

import re

# Alphabets that (nearly) one language uses in news; those shared by several are told apart by letters or words below.
SCRIPTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("latin", re.compile("[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff]")),
    ("han", re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f]")),
    ("kana", re.compile("[\u3041-\u3096\u30a1-\u30fa\u31f0-\u31ff\uff66-\uff9d]")),
    ("hangul", re.compile("[\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3]")),
    ("cyrillic", re.compile("[\u0400-\u052f]")),
    ("arabic", re.compile("[\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff]")),
    ("hebrew", re.compile("[\u05d0-\u05f2]")),
    ("greek", re.compile("[\u0370-\u03ff\u1f00-\u1fff]")),
    ("thai", re.compile("[\u0e01-\u0e4e]")),
    ("devanagari", re.compile("[\u0900-\u097f]")),
    ("bengali", re.compile("[\u0980-\u09ff]")),
    ("tamil", re.compile("[\u0b80-\u0bff]")),
    ("telugu", re.compile("[\u0c00-\u0c7f]")),
    ("gujarati", re.compile("[\u0a80-\u0aff]")),
    ("gurmukhi", re.compile("[\u0a00-\u0a7f]")),
    ("georgian", re.compile("[\u10a0-\u10ff]")),
    ("armenian", re.compile("[\u0531-\u0587]")),
    ("khmer", re.compile("[\u1780-\u17ff]")),
    ("lao", re.compile("[\u0e80-\u0eff]")),
    ("burmese", re.compile("[\u1000-\u109f]")),
    ("mongolian", re.compile("[\u1800-\u18af]")),
    ("tibetan", re.compile("[\u0f00-\u0fff]")),
    ("ethiopic", re.compile("[\u1200-\u137f]")),
)

ONE_LANGUAGE = {
    "kana": "ja",
    "hangul": "ko",
    "hebrew": "he",
    "greek": "el",
    "thai": "th",
    "devanagari": "hi",
    "bengali": "bn",
    "tamil": "ta",
    "telugu": "te",
    "gujarati": "gu",
    "gurmukhi": "pa",
    "georgian": "ka",
    "armenian": "hy",
    "khmer": "km",
    "lao": "lo",
    "burmese": "my",
    "mongolian": "mn",
    "tibetan": "bo",
    "ethiopic": "am",
}

# A syllable sign says as much as two or three letters.
WEIGHT = {"han": 2.5, "kana": 1.5, "hangul": 2.0}

# Letters of Cyrillic and Arabic alphabets that only one of the languages named has (weights: how telling).
LETTERS: dict[str, tuple[tuple[str, str], ...]] = {
    "cyrillic": (
        ("uk", "іїєґІЇЄҐ"),
        ("ru", "ыэёъЫЭЁЪ"),
        ("be", "ўЎ"),
        ("sr", "ђћљњџјЂЋЉЊЏЈ"),
        ("mk", "ѓќѕЃЌЅ"),
        ("kk", "әғқңөұүһӘҒҚҢӨҰҮҺ"),
    ),
    "arabic": (
        ("ar", "ةىأإؤئيك"),
        ("fa", "پچژگیک"),
        ("ur", "ٹڈڑںےہھ"),
    ),
}


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FUNCTION_WORDS: dict[str, frozenset[str]] = {
    "en": _words("""
        the of and to in a is that for on with as was it at by be from are he this have his not but which or had has
        an will they we were been their who would said its after all there also when she her more than about can one
        if what so no you i my our your do did says could into over out up new some other first during between before
        because where while how these those only most should may many must him them such any both each being
    """),
    "de": _words("""
        der die das und in den von zu mit dem nicht ist ein eine auf für im sich des als auch es an er hat aus bei
        sie nach wird einen um am sind noch wie einem über so zum war haben nur oder aber vor zur bis mehr durch man
        dass sein wurde sei einer werden wir ich kann wenn unter gegen vom schon seine diese
    """),
    "fr": _words("""
        de la le et les des en un une du est que dans qui par pour sur au il a plus pas ne ce se avec sont son ou aux
        cette mais elle été nous ont comme ses leur deux même aussi d'un d'une était fait sans être tout après entre
        je vous ils on c'est qu'il selon
    """),
    "es": _words("""
        de la que el en y a los del se las por un para con no una su al lo como más pero sus le ya o este sí porque
        esta entre cuando muy sin sobre también me hasta hay donde quien desde todo nos durante todos uno les ni
        contra otros ha fue son está han es ser según
    """),
    "pt": _words("""
        de a o que e do da em um para é com não uma os no se na por mais as dos como mas foi ao ele das tem à seu sua
        ou ser quando muito há nos já está eu também só pelo pela até isso ela entre era depois sem mesmo aos ter
        seus quem nas são
    """),
    "it": _words("""
        di e il la che in un a per è del una con non i si da le al dei della come sono gli più nel alla anche dal ha
        ma delle lo nella su o degli dalla se questo stato essere loro tra ci era fra ai cui dopo ancora
    """),
    "nl": _words("""
        de van het een en in is dat op te zijn met voor niet die aan er om ook als dan maar hij bij door naar over uit
        wordt nog tot werd heeft was worden hebben deze meer wel geen ze kan ik zich of
    """),
    "sv": _words("""
        och i att det som en på är av för med den till har de inte om ett han var men sig från vi så kan när man under
        också efter år hon eller nu där vid mot ska skulle
    """),
    "da": _words("""
        og i at det er en til på som med af for den de har ikke om et han var men sig fra vi så kan når man efter også
        hun eller nu der ved mod skal blev blive være
    """),
    "no": _words("""
        og i det er som en på til av for med at de har ikke om et han var men seg fra vi så kan når man etter også hun
        eller nå der ved mot skal ble bli være jeg
    """),
    "fi": _words("""
        ja on ei että se oli hän joka mutta myös ovat kun kuin sen tai jos niin voi vain ole olla mukaan jo hänen ollut
        nyt noin siitä sitä tämä vuoden kanssa
    """),
    "pl": _words("""
        w i z na do nie że się jest o to jak po przez a od za dla co jego ale przy tym tego oraz czy już może który
        która które są był była było ich tylko ma być także roku jako pod
    """),
    "cs": _words("""
        a v se na je že s z do o i to za k ve pro po jako jsou by ale od podle který která které byl bylo jeho si také
        má jen při ze už nebo před být však jsem
    """),
    "sk": _words("""
        a v sa na je že s z do o i to za k vo pre po ako sú by ale od podľa ktorý ktorá ktoré bol bolo jeho si tiež má
        len pri zo už alebo pred byť však som
    """),
    "hu": _words("""
        a az és hogy nem is egy ez meg van volt de mint csak már el még vagy szerint után között lesz ki azt ha be
        fel pedig nagyon minden kell
    """),
    "ro": _words("""
        de și a în la că cu pe nu o un din care mai este pentru sau dar al ale au fost ca lui prin după sunt cele
        acest această fi ei am
    """),
    "tr": _words("""
        ve bir bu da de için ile olarak çok daha en olan gibi ne kadar sonra ama var her o ki değil mi olduğu göre
        tarafından ise yeni dedi oldu
    """),
    "vi": _words("""
        và của là có cho không các được với một trong những người này đã khi để về từ đến như tại cũng ra vào ông
        theo trên sẽ năm nhiều
    """),
    "id": _words("""
        yang dan di itu dengan untuk tidak ini dari dalam akan pada juga ke karena ada tersebut bisa oleh saya sudah
        mereka atau telah kata lebih seperti adalah kami menjadi tahun
    """),
    "hr": _words("""
        i u je na se da za su od o s to kao što ne iz koji koja koje bi ali po nije sve do će biti samo bio bila zbog
        nakon prije više
    """),
    "sl": _words("""
        in je v na se da za so ki s z pri kot ne po pa bi tudi iz do še bil bila ali ob od že med lahko ter
    """),
    "et": _words("""
        ja on et ei oli see ta kui ka mis oma aga kes selle või pole nii veel mida ning välja eesti olid
    """),
    "lv": _words("""
        un ir ka no par ar uz kas tas arī bet pēc lai to nav bija vai kā tika gan pie tā viņš
    """),
    "lt": _words("""
        ir kad yra į iš su tai bet buvo kaip apie po nuo už jis dėl taip ar tik jau per ne prie kurie
    """),
    "ca": _words("""
        de la que i el en a els per un del amb les una al és no es ha dels més com però també va ser aquest aquesta
        entre són molt
    """),
    "sw": _words("ya na wa kwa ni katika za la kuwa hiyo alisema pia baada huo watu yake hii"),
    "tl": _words("ang ng sa na mga ay at si ni para kay ito nang hindi siya may sinabi kanyang"),
    "af": _words("die van en in is het dat nie vir op te met sy ook as aan wat hy was om sal deur kan"),
    "ru": _words("""
        и в не на что с по как это для от из за но он к о у также его был была были которые который при до после
        сказал года или все
    """),
    "uk": _words("""
        і в не на що з по як це для від із за але він до про у також його був була були які який при після та й року
        або все
    """),
    "bg": _words("""
        и в не на че с по как това за от из но той към о у също му беше са които който при до след каза или се да
        ще със
    """),
    "be": _words("і ў не на што з па як гэта для ад за але ён да пра у таксама яго быў была былі якія які пры пасля"),
    "sr": _words("и у је на се да за су од о с то као што не из који која које би али по није све до ће"),
    "mk": _words("и во е на се да за од со то како што не кој која кои би но по сите до ќе"),
}
