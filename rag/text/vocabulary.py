"""The words of the language by which a question is taken apart. No name of any corpus stands here."""

from __future__ import annotations

from rag.text.verbs import forms
from rag.text.wordlists import word_set

SAYING = forms(
    """say tell speak talk mention state comment remark note reply answer respond explain report declare
    announce describe discuss react claim argue admit acknowledge concede confirm deny promise pledge
    vow assure guarantee warn threaten suggest propose recommend advise urge demand request ask call
    criticise criticize praise thank congratulate greet apologise apologize complain condemn accuse
    blame defend justify stress emphasise emphasize underline highlight address recall remember remind
    define characterise characterize compare predict forecast foresee estimate assess evaluate rate
    judge cite quote list name refer insist maintain assert repeat reiterate agree disagree object
    reject dismiss refute joke boast wish welcome inform brief elaborate outline reveal disclose share
    express voice convey hint imply signal summarise summarize instruct order offer refuse rule write
    present unveil demonstrate mean interpret clarify specify caution allege contend testify vouch"""
)
"""What somebody does by speaking."""

THINKING = forms(
    """think believe consider regard see view feel hope expect want prefer fear doubt worry understand know
    assume suppose plan intend oppose support favour favor approve disapprove endorse let allow trust
    respect appreciate value admire envy regret like dislike care envisage envision anticipate perceive
    treat sympathise sympathize tolerate accept object need stand"""
)
"""What somebody does in the mind, known only by what was said."""

ADDRESSING = word_set(
    """tell ask answer promise thank congratulate inform assure warn remind advise urge order instruct
    offer greet welcome criticise criticize praise blame brief invite accuse request"""
)
"""Those that name whom they are said to: "tell X in Sochi that …"."""

PLAIN = word_set(
    """say tell speak talk mention state comment remark note reply answer respond explain report describe
    think believe discuss declare consider know"""
)
"""Those that add nothing to what is asked for: "What did … say about"."""

NOUNS_TOO = word_set("state report address order trust need support judge list plan care view note object")
"""Those that stand inside roles as well: "the state secretary"."""

JOINT = word_set("agree discuss")
"""Done together: two who agree on something are nobody's words in particular."""

ACTING = forms("meet visit decide sign negotiate award inspect attend gather convene confer")
"""What happens on the occasions that are written down, without anybody's words being asked for."""

LIGHT = forms(
    "give make use offer provide express have take put draw cite raise set find hold deliver voice change"
)
"""Verbs that say something only with a noun of saying: "What figures does he give?"."""

PHRASAL = forms("bring come point speak call single put")
"""Verbs that say something with "up" or "out": "bring up", "come up", "point out"; "put it" is one too."""

STANCES = word_set(
    """against worried satisfied happy unhappy sure certain confident ready willing unwilling prepared
    optimistic pessimistic concerned pleased displeased proud surprised afraid convinced sceptical
    skeptical aware sorry grateful angry upset disappointed opposed open glad wary cautious suspicious
    keen reluctant hopeful enthusiastic doubtful eager critical supportive dismissive tired scared
    anxious"""
)
"""What only the person can say of himself: "Is she worried about …?"."""

SAYING_NOUNS = word_set(
    """view views opinion opinions position positions stance attitude explanation explanations answer
    answers reply replies response responses reaction reactions remark remarks comment comments
    statement statements words word speech speeches address addresses assessment assessments evaluation
    promise promises pledge proposal proposals suggestion suggestions advice argument arguments forecast
    forecasts prediction predictions estimate estimates thoughts thought idea ideas take account
    description announcement announcements report reports warning warnings criticism praise message
    messages vision understanding interpretation definition justification reasoning quote quotes
    quotation quotations mention mentions conclusion conclusions recommendation recommendations demand
    demands apology congratulations greetings figures figure reason reasons example examples point
    points expectations hopes concerns doubts question questions claim claims admission denial
    confession story tribute toast joke verdict judgement judgment perspective outlook testimony
    presentation mind commitment commitments concern worry fear fears complaint complaints criticisms
    objection objections request requests belief beliefs offer offers appeal appeals invitation threat
    threats accusation accusations refusal rejection assurance assurances instruction instructions order
    orders call calls"""
)
"""What is said or thought: "the chancellor's position on …"."""

AGENTIVE_NOUNS = word_set(
    """view views opinion opinions position positions stance attitude answer answers reply replies response
    responses reaction reactions remark remarks comment comments statement statements words speech
    speeches promise promises pledge proposal proposals suggestion suggestions advice argument arguments
    forecast forecasts prediction predictions thoughts ideas announcement announcements warning warnings
    message messages vision conclusion conclusions recommendation recommendations demand demands apology
    congratulations concerns perspective testimony address explanation explanations expectations hopes
    doubts fears quotes offer offers appeal appeals invitation threat threats accusation accusations
    assurances instructions"""
)
"""Those of which "of X" says who speaks; "criticism of X" does not."""

SPEECH_EVENTS = word_set(
    """talks meeting meetings interview interviews conference conferences briefing briefings press-
    conference negotiations summit summits session sessions speech speeches address conversation
    conversations discussion discussions debate debates forum forums statement statements remarks
    broadcast phone-in hearing hearings ceremony congress reception visit talk line"""
)
"""Occasions on which people speak."""

EVENT_NOUNS = SPEECH_EVENTS | word_set(
    "line reception rally parade council assembly board club week exhibition festival"
)
"""What the name of an event ends with."""

VIEW_NOUNS = word_set("view opinion words judgement judgment eyes mind assessment estimation account")
"""In "in X's view" and "in the words of X"."""

HAPPENINGS = word_set(
    """election elections vote voting referendum poll polls fire fires blaze explosion blast crash attack
    attacks accident disaster tragedy war wars revolution coup flood floods earthquake tournament
    olympics games championship championships cup universiade uprising protests protest riots crisis
    events massacre siege battle victory defeat shooting bombing murder killing assassination annexation
    collapse default"""
)
"""What happens at a time of its own: a date right after one of these belongs to it."""

MEASURES = word_set(
    """gdp growth inflation profit profits revenue revenues deficit surplus budget turnover output
    production harvest catch exports imports income incomes earnings sales unemployment mortality births
    deaths capacity consumption spending figures results performance yield salary salaries wages"""
)
"""What is counted by the year: a year right after one of these belongs to it."""

LOCATED = word_set(
    """fire fires road roads bridge bridges hospital hospitals school schools stadium stadiums housing
    metro factory factories plant plants airport airports port ports people residents life situation
    events war conflict crisis construction building buildings rubbish waste landfill landfills air
    ecology traffic transport museum university universities clinic clinics attack explosion flood
    floods disaster tragedy accident protest protests rally rallies election elections games olympics
    championship matches reserves base bases troops terrorists population society economy healthcare
    medicine climate weather tunnel kindergartens homes flats prices wages jobs unemployment investment
    tourism schoolchildren students doctors families mayor governor authorities government court courts
    embassy consulate reforms deliveries elderly veterans industry farming agriculture crime corruption
    demonstrations"""
)
"""What stands, lives or happens somewhere: a place right after one of these belongs to it."""

IMPERATIVES = word_set(
    """quote quotes show give find summarise summarize list tell describe explain me us everything anything
    something all what please"""
)
"""Words by which the asker asks, not those of a speaker."""

WH = word_set("what which who whom whose when where why how")
DO = word_set("do does did")
HAVE = word_set("has have had")
BE = word_set("is are was were be been being")
MODALS = word_set("will would shall should can could may might must")
AUXILIARIES = DO | HAVE | BE | MODALS
DETERMINERS = word_set("the a an this that these those some any each every his her its their my our your")
PRONOUNS = word_set("i you he she it we they him her them us me one anyone anybody someone somebody nobody")
ADVERBS = word_set(
    """ever also really actually already still just exactly once first personally publicly specifically
    then recently later again not never always often else both all each only even once initially himself
    herself themselves explicitly directly even so finally"""
)
TOPIC = word_set("about on regarding concerning re over")
"""What stands before the topic."""
CLAUSE = word_set("that whether if what why how who which whose when where because as while after before")
"""What begins a clause."""
PREPOSITIONS = word_set(
    """of in on at to for from by with about into over under against between among after before during
    since until till through regarding concerning without within towards toward near like as than per
    via despite following across beyond behind upon"""
)
CONJUNCTIONS = word_set("and or but nor while because although though")

REACTIONS = word_set(
    "agree disagree answer reply respond react object accept confirm deny response reaction objection comment"
)
"""What is said to something that somebody else said."""

RELATIONAL = word_set(
    """reason reasons cause causes consequences result results outcome details terms conditions price cost
    costs deadline answer answers reply replies alternative alternatives difference problem problems
    others rest purpose aim goal effect effects response reaction advantages disadvantages exceptions
    same"""
)
"""Nouns that are of something: "What were the reasons?"."""

TIME_NOUNS = word_set(
    """year month week day morning evening season spring summer autumn fall winter time country world
    century decade january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday quarter"""
)
"""With "this" they are of the asker's own time and place."""

NAMELESS = word_set(
    """and or but not many much more most long often far old big high well anything something nothing
    everything things thing anyone everyone exactly there here first last get gets got go going do doing
    done make made take else happen happened happens such same other others another very too quite
    rather if less true so soon enough"""
)
"""Words that name nothing which a pronoun could stand for."""

TITLES = word_set(
    """mr mrs ms miss dr prof professor sir madam lord lady dame hon sheikh comrade president prime
    minister premier chancellor king queen emir prince patriarch pope rabbi governor mayor chairman
    chairwoman secretary general colonel ambassador senator deputy director ceo speaker commissioner
    academician honourable honorable right the"""
)
"""What may stand before a name without changing whose it is."""

DESCRIBING = word_set(
    "annual joint big news press plenary working expanded state official final opening closing recent phone"
)
"""What an occasion without a name may be: "at the annual news conference"."""

KINDS_OF_PLACES = word_set(
    "region territory republic district area island city town village square street palace airport bridge"
)
"""What the name of a place may end with and is no name by itself."""

NO_PLACES = word_set(
    """english russian french german public private parliament general particular detail person writing
    response reply answer return favour turn fact advance short full total office"""
)
"""What may follow "say in" and is no place."""

GENERIC_EVENT_WORDS = word_set(
    """joint working expanded plenary news press first second third final opening closing regular official
    state working-level meeting meetings session sessions conference talks statement statements visit
    ceremony the a an of and with on for following presentation forum summit answers questions media
    interview"""
)
"""Words of titles that single out no event."""

NOBODY = frozenset(
    {
        "the speakers",
        "speakers",
        "people",
        "participants",
        "the participants",
        "the meeting",
        "the group",
        "who",
    }
)
"""Subjects that name nobody."""

INTERJECTIONS = word_set("ok okay yes yeah no thanks thank hm hmm well right fine great ah oh interesting")

REQUEST = word_set(
    """more details detail elaborate examples example continue any tell me give please some the further
    what can could you explain go on about"""
)
"""The words of "Tell me more", "Any details?", "Can you elaborate?" …"""

MORE = word_set("more details detail elaborate examples example continue")
"""… and those of them that ask for more."""

SAME = word_set("topic question thing issue subject day time place event meeting occasion matter point")
"""What is meant by "the same …" when it was named before."""
