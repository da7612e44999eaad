"""Countries, and the words for what belongs to them: "Turkish", "of Turkey" and "Türkiye" are one."""

from __future__ import annotations

from collections.abc import Sequence

from rag.text.normalise import fold

_TABLE = """
afghanistan: afghan | albania: albanian | algeria: algerian | angola: angolan | argentina: argentine,
argentinian, argentine republic | armenia: armenian | australia: australian | austria: austrian |
azerbaijan: azerbaijani, azeri | bahrain: bahraini | bangladesh: bangladeshi | belarus: belarusian,
belorussian, byelorussian, belarussian, byelorussia, belorussia | belgium: belgian | bolivia: bolivian |
bosnia: bosnian, bosnia and herzegovina | brazil: brazilian | bulgaria: bulgarian | burundi: burundian |
cambodia: cambodian | cameroon: cameroonian | canada: canadian | chad: chadian | chile: chilean |
china: chinese, prc, people's republic of china | colombia: colombian | congo: congolese |
costa rica: costa rican | croatia: croatian, croat | cuba: cuban | cyprus: cypriot |
czechia: czech, czech republic | denmark: danish, dane | ecuador: ecuadorian | egypt: egyptian |
eritrea: eritrean | estonia: estonian | ethiopia: ethiopian | finland: finnish | france: french |
gabon: gabonese | georgia: georgian | germany: german | ghana: ghanaian | greece: greek, hellenic |
guinea: guinean | hungary: hungarian | iceland: icelandic | india: indian | indonesia: indonesian |
iran: iranian, islamic republic of iran | iraq: iraqi | ireland: irish | israel: israeli | italy: italian |
japan: japanese | jordan: jordanian | kazakhstan: kazakh, kazakhstani | kenya: kenyan | kuwait: kuwaiti |
kyrgyzstan: kyrgyz, kyrgyz republic, kirghizia, kirgizia | laos: lao, laotian | latvia: latvian |
lebanon: lebanese | libya: libyan | lithuania: lithuanian | luxembourg: luxembourgish |
macedonia: macedonian, north macedonia | madagascar: malagasy | malaysia: malaysian | mali: malian |
malta: maltese | mauritania: mauritanian | mexico: mexican | moldova: moldovan, moldavian |
monaco: monegasque | mongolia: mongolian, mongol | montenegro: montenegrin | morocco: moroccan |
mozambique: mozambican | myanmar: burmese | namibia: namibian | nepal: nepalese, nepali |
netherlands: dutch, holland | new zealand: new zealander | nicaragua: nicaraguan | niger: nigerien |
nigeria: nigerian | north korea: north korean, dprk, democratic people's republic of korea |
norway: norwegian |
oman: omani | pakistan: pakistani | palestine: palestinian, state of palestine | panama: panamanian |
paraguay: paraguayan | peru: peruvian | philippines: philippine, filipino | poland: polish |
portugal: portuguese | qatar: qatari | romania: romanian | russia: russian, russian federation |
rwanda: rwandan | saudi arabia: saudi, saudi arabian | senegal: senegalese | serbia: serbian, serb |
republika srpska: srpska | singapore: singaporean | slovakia: slovak, slovakian |
slovenia: slovenian, slovene |
somalia: somali | south africa: south african, republic of south africa |
south korea: south korean, republic of korea, korea, korean | south ossetia: south ossetian, ossetian |
abkhazia: abkhazian, abkhaz | spain: spanish | sri lanka: sri lankan | sudan: sudanese | sweden: swedish |
switzerland: swiss, swiss confederation | syria: syrian, syrian arab republic | taiwan: taiwanese |
tajikistan: tajik, tajikistani | tanzania: tanzanian | thailand: thai | tunisia: tunisian |
turkey: turkish, turkiye | turkmenistan: turkmen | uganda: ugandan | ukraine: ukrainian |
united arab emirates: emirati, uae | united kingdom: british, britain, uk,
great britain, english, england, united kingdom of great britain and northern ireland |
united states: american, us, u.s., usa, america, united states of america, u.s, u.s.a. | uruguay: uruguayan |
uzbekistan: uzbek, uzbekistani | vatican: holy see | venezuela: venezuelan | vietnam: vietnamese, viet nam |
yemen: yemeni | zambia: zambian | zimbabwe: zimbabwean | soviet union: soviet, ussr | scotland: scottish |
wales: welsh | european union: eu, european | kosovo: kosovar | abu dhabi:
"""

_BY_PHRASE: dict[tuple[str, ...], str] = {}
for _entry in _TABLE.replace("\n", " ").split("|"):
    _name, _, _aliases = _entry.partition(":")
    for _phrase in (_name, *_aliases.split(",")):
        if _phrase.strip():
            _BY_PHRASE[tuple(fold(_phrase).replace("'s", "").split())] = _name.strip()
_LONGEST = max(map(len, _BY_PHRASE))


def take_countries(words: Sequence[str]) -> tuple[frozenset[str], tuple[str, ...]]:
    """The countries that folded words name, and the words that are left."""
    countries: set[str] = set()
    left: list[str] = []
    at = 0
    while at < len(words):
        for length in range(min(_LONGEST, len(words) - at), 0, -1):
            if (country := _BY_PHRASE.get(tuple(words[at : at + length]))) is not None:
                countries.add(country)
                at += length
                break
        else:
            left.append(words[at])
            at += 1
    return frozenset(countries), tuple(left)


def is_country(words: Sequence[str]) -> bool:
    """Whether folded words are a country or what belongs to one, and nothing else."""
    return tuple(words) in _BY_PHRASE
