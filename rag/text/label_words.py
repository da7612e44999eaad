"""The words by which a printed label is told apart: what people are, what they belong to, where from.

A person's name is an open class, and so is found by elimination: whatever is capitalised and is none
of these. The lists hold words of the language, not labels of any one collection.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _phrases(text: str) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(phrase.split()) for phrase in text.split(","))


GENERIC = _words(
    """question questions answer answers reply replies response responses remark remarks comment comments
    voice voices exclamation exclamations interjection shout shouts q a audience everyone all chorus
    вопрос вопросы ответ реплика реплики голос голоса возглас"""
)
"""Labels behind which stand different people."""

AUDIENCE = _words(
    "audience crowd floor hall room place seat phone telephone video videolink screen camera microphone зала"
)
"""Where a voice nobody knows comes from."""

ROLES = _words(
    """president vice-president premier minister vice-premier chancellor king queen emir sultan prince
    princess emperor pope patriarch metropolitan archbishop bishop rabbi mufti imam lama priest archpriest
    chaplain abbot chairman chairwoman chairperson chair co-chair co-chairman co-chairperson speaker
    secretary director director-general head chief ceo cfo coo manager governor governor-general mayor
    envoy ambassador consul commissioner ombudsman ombudswoman aide adviser advisor assistant deputy
    member senator mp representative delegate negotiator commander commander-in-chief general colonel
    captain admiral marshal officer sergeant lieutenant warrant private soldier sailor pilot navigator
    cosmonaut astronaut test-cosmonaut instructor-test-cosmonaut instructor rector vice-rector dean provost
    professor academician doctor physician paediatrician surgeon cardiologist oncologist nurse paramedic
    scientist researcher physicist chemist biologist historian economist mathematician philosopher fellow
    engineer technician technologist mechanic electrician operator worker foreman miner driver welder
    builder turner farmer agronomist fisherman teacher tutor lecturer student pupil schoolboy schoolgirl
    schoolchild cadet graduate postgraduate journalist correspondent reporter editor editor-in-chief
    anchor anchorman anchorwoman presenter host hostess co-host moderator interviewer columnist observer
    commentator blogger publisher photographer writer author poet playwright actor actress artist singer
    composer conductor musician pianist producer filmmaker architect designer sculptor coach trainer
    champion medallist medalist athlete player footballer swimmer skater boxer judoka gymnast referee
    winner finalist laureate nominee volunteer mentor searcher entrepreneur businessman businesswoman
    owner founder co-founder leader coordinator organiser organizer activist veteran pensioner resident
    villager mother father son daughter wife husband widow brother sister grandmother grandfather
    grandson granddaughter girl boy woman man child participant guest visitor viewer listener caller
    interpreter translator prosecutor judge lawyer attorney notary auditor treasurer accountant banker
    employee specialist expert analyst consultant inspector curator librarian custodian spokesman
    spokeswoman spokesperson trustee partner shareholder investor contractor hero announcer narrator
    person people men women children girls boys students pupils workers journalists volunteers participants
    members guests soldiers cadets athletes veterans doctors teachers winners hosts presenters
    ведущий ведущая корреспондент журналист президент министр председатель"""
)
"""What a person is: the heart of every label with a role."""

SURNAMES_TOO = _words(
    """king bishop dean pope prince judge major law church post head young west north day english turner
    farmer singer player driver fellow hero cup house fund"""
)
"""Words that are surnames as well: Larry King, Julie Bishop."""

NAMES_TOO = _words("will may an he so do can you long")
"""Words of speech that are names as well: Theresa May, Will Smith, He Lifeng."""

BODIES = _words(
    """ministry department committee council commission chamber duma assembly parliament senate congress
    court office service agency administration bureau centre center institute institution university
    academy college school lyceum gymnasium faculty hospital clinic museum theatre theater library gallery
    conservatory circus garden gardens foundation fund union association federation confederation league
    society club party movement front faction fraction group holding corporation company concern plant
    works factory shipyard mill bank exchange board directorate headquarters staff forces army navy fleet
    brigade regiment battalion division detachment district region territory republic area okrug oblast
    krai city town village settlement municipality province states kingdom emirates organisation
    organization project programme program forum festival conference summit session sessions ceremony award
    awards prize prizes newspaper magazine gazette daily weekly outlet times news tv television channel
    radio broadcasting studio media press website portal network community diocese mosque synagogue
    monastery cathedral team squad olympics games championship cup complex facility facilities station
    airport port railway railways airlines airways industry industries trade affairs development sciences
    science education culture sport sports health healthcare finance defence defense interior justice
    labour labor energy transport agriculture resources environment ecology communications technology
    technologies construction utilities rights relations security policy cooperation integration
    emergencies relief tourism youth families engineering mechanics physics chemistry biology mathematics
    medicine oncology economics law history communities initiatives situations supervision monitoring
    markets market programmes programs projects shopping collection house branch campaign election
    elections world national federal state regional municipal international central executive presidential
    parliamentary governmental government cabinet first second third deputy acting former honorary senior
    junior young special general chief plenipotentiary extraordinary permanent public private joint open
    north south east west northern southern eastern western northwestern far new old great day year
    january february march april june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday
    gazeta pravda novosti vesti россии федерации республики правительства
    american russian chinese french british english italian spanish japanese indian european asian african
    soviet ukrainian belarusian olympic paralympic orthodox muslim jewish"""
)
"""What a person belongs to or what describes it. No part of a name."""

OPENING = _words(
    """world national federal state regional municipal international central executive presidential
    parliamentary governmental first second third deputy acting former honorary senior junior young special
    chief plenipotentiary extraordinary permanent public private joint open north south east west northern
    southern eastern western northwestern far new old great american russian chinese french british english
    italian spanish japanese indian european asian african soviet ukrainian belarusian olympic paralympic
    orthodox muslim jewish"""
)
"""Those of `BODIES` that describe what follows: a phrase does not end with them."""

COUNTRIES = _phrases(
    """afghanistan,albania,algeria,andorra,angola,argentina,armenia,australia,austria,azerbaijan,bahamas,
    bahrain,bangladesh,barbados,barbuda,belarus,belgium,belize,benin,bhutan,bolivia,bosnia,botswana,brazil,
    brunei,brunei darussalam,bulgaria,burkina faso,burundi,cambodia,cameroon,canada,cape verde,chad,chile,
    china,colombia,comoros,congo,costa rica,croatia,cuba,cyprus,czechia,denmark,djibouti,dominica,ecuador,
    egypt,el salvador,eritrea,estonia,eswatini,ethiopia,fiji,finland,france,gabon,gambia,georgia,germany,
    ghana,greece,grenada,guatemala,guinea,guinea-bissau,guyana,haiti,herzegovina,honduras,hungary,iceland,
    india,indonesia,iran,iraq,ireland,israel,italy,jamaica,japan,jordan,kazakhstan,kenya,kuwait,kyrgyzstan,
    laos,latvia,lebanon,lesotho,liberia,libya,liechtenstein,lithuania,luxembourg,macedonia,madagascar,
    malawi,malaysia,maldives,mali,malta,mauritania,mauritius,mexico,moldova,monaco,mongolia,montenegro,
    morocco,mozambique,myanmar,namibia,nepal,netherlands,nicaragua,niger,nigeria,norway,oman,pakistan,
    palestine,panama,paraguay,peru,philippines,poland,portugal,qatar,republika srpska,romania,russia,rwanda,
    samoa,san marino,saudi arabia,senegal,serbia,seychelles,sierra leone,singapore,slovakia,slovenia,
    somalia,korea,ossetia,spain,sri lanka,sudan,suriname,sweden,switzerland,syria,taiwan,tajikistan,
    tanzania,thailand,tobago,togo,tunisia,turkey,turkiye,turkmenistan,uganda,ukraine,uruguay,uzbekistan,
    vanuatu,vatican,venezuela,vietnam,viet nam,yemen,yugoslavia,zambia,zealand,zimbabwe,abkhazia,europe,
    asia,africa,america,britain,kosovo,scotland,wales,england"""
)
"""A country ends the phrase that began with "of" or "South": what follows is the name, however long."""

TITLES = _words(
    """father brother sister mother rabbi imam lama mufti king queen emperor sultan prince princess pope
    patriarch metropolitan archbishop bishop"""
)
"""Roles that are part of a name of one word: "Patriarch Kirill", "King Abdullah II"."""

ADDRESS = _words("mr mrs ms miss dr prof sir madam hon lord lady dame sheikh sheikha")
"""What stays with any name and is no role: "Mr Putin", "Sheikh Tamim bin Hamad Al Thani"."""

PARTICLES = _words(
    """bin ibn bint al el ul ur de da das do dos del della di du des la le las los van von der den ter ten zu
    af av y e ben abu oglu ogly uulu kyzy st"""
)
"""Small words inside a name: "Mohammed bin Salman", "Alexander Van der Bellen"."""

LINKS = _words("of the for and at in to on with by from under a an & – — -")
"""Words that tie a body to a role, and that no name contains."""

SENTENCE = _words(
    """i me my mine we us our ours you your yours he him his she her hers it its they them their theirs
    this that these those who whom whose which what when where why how is are was were be been being am
    has have had having do does did done will would shall should can could may might must let lets let's
    let’s not no yes if because so but or nor there here then than though although while until unless
    however therefore just only also too very much many more most less least such same other another any
    some each every both either neither few several again once now today yesterday tomorrow finally
    firstly secondly thirdly lastly always never ever still yet already perhaps maybe please thank
    thanks dear hello good well okay ok say says said tell told ask asked asks answered replied adds
    added think know want need like see look mean means regarding met meets held holds gave gives took
    takes visited spoke attended chaired congratulated presented discussed received arrived informed
    briefed reported signed opened toured launched addressed sent made concerning about according apart
    including namely especially example instance conclusion"""
)
"""Words of running speech: no label contains one."""

ABBREVIATIONS = _words("st mr mrs ms dr prof gen col lt capt maj sgt adm jr sr no hon rev fr rt vs")
"""Words that may end in a full stop inside a label."""
