"""The words of the language by which a question is taken apart. No name of any corpus stands here."""

from __future__ import annotations

from rag.understanding.verbs import forms


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


SAYING = forms(
    """say tell speak talk mention state comment remark note reply answer respond explain report declare
    announce describe discuss react claim argue admit acknowledge concede confirm deny promise pledge vow
    assure guarantee warn threaten suggest propose recommend advise urge demand request ask call criticise
    criticize praise thank congratulate greet apologise apologize complain condemn accuse blame defend justify
    stress emphasise emphasize underline highlight address recall remember remind define characterise
    characterize compare predict forecast foresee estimate assess evaluate rate judge cite quote list name
    refer insist maintain assert repeat reiterate agree disagree object reject dismiss refute joke boast wish
    welcome inform brief elaborate outline reveal disclose share express voice convey hint imply signal
    summarise summarize instruct order offer refuse rule write
    mean interpret clarify specify caution allege contend testify vouch"""
)
"""What somebody does by speaking."""

THINKING = forms(
    """think believe consider regard see view feel hope expect want prefer fear doubt worry understand know
    assume suppose plan intend oppose support favour favor approve disapprove endorse let allow trust respect
    appreciate value admire envy regret like dislike care envisage envision anticipate perceive treat
    sympathise sympathize tolerate accept object need stand"""
)
"""What somebody does in the mind, known only by what was said."""

PLAIN = _words(
    """say tell speak talk mention state comment remark note reply answer respond explain report describe
    think believe discuss declare consider know"""
)
"""Those that add nothing to what is asked for: "What did … say about"."""

NOUNS_TOO = _words("state report address order trust need support judge list plan care view note object")
"""Those that stand inside roles as well: "the state secretary"."""

JOINT = _words("agree discuss")
"""Done together: two who agree on something are nobody's words in particular."""

ACTING = forms("meet visit decide sign negotiate award inspect attend gather convene confer")
"""What happens on the occasions that are written down, without anybody's words being asked for."""

LIGHT = forms(
    "give make use offer provide express have take put draw cite raise set find hold deliver voice change"
)
"""Verbs that say something only with a noun of saying: "What figures does he give?"."""

PHRASAL = forms("bring come point speak call single put")
"""Verbs that say something with "up" or "out": "bring up", "come up", "point out"; "put it" is one too."""

STANCES = _words(
    """against worried satisfied happy unhappy sure certain confident ready willing unwilling prepared
    optimistic pessimistic concerned pleased displeased proud surprised afraid convinced sceptical skeptical
    aware sorry grateful angry upset disappointed opposed open glad"""
)
"""What only the person can say of himself: "Is she worried about …?"."""

SAYING_NOUNS = _words(
    """view views opinion opinions position positions stance attitude explanation explanations answer answers
    reply replies response responses reaction reactions remark remarks comment comments statement statements
    words word speech speeches address addresses assessment assessments evaluation promise promises pledge
    proposal proposals suggestion suggestions advice argument arguments forecast forecasts prediction
    predictions estimate estimates thoughts thought idea ideas take account description announcement
    announcements report reports warning warnings criticism praise message messages vision understanding
    interpretation definition justification reasoning quote quotes quotation quotations mention mentions
    conclusion conclusions recommendation recommendations demand demands apology congratulations greetings
    figures figure reason reasons example examples point points expectations hopes concerns doubts
    question questions claim claims admission denial confession story tribute toast joke verdict judgement
    judgment perspective outlook testimony presentation mind commitment commitments
    concern worry fear fears complaint complaints criticisms objection objections request requests belief beliefs"""
)
"""What is said or thought: "the chancellor's position on …"."""

AGENTIVE_NOUNS = _words(
    """view views opinion opinions position positions stance attitude answer answers reply replies response
    responses reaction reactions remark remarks comment comments statement statements words speech speeches
    promise promises pledge proposal proposals suggestion suggestions advice argument arguments forecast forecasts
    prediction predictions thoughts ideas announcement announcements warning warnings message messages vision
    conclusion conclusions recommendation recommendations demand demands apology congratulations concerns
    perspective testimony address explanation explanations expectations hopes doubts fears quotes"""
)
"""Those of which "of X" says who speaks; "criticism of X" does not."""

SPEECH_EVENTS = _words(
    """talks meeting meetings interview interviews conference conferences briefing briefings press-conference
    negotiations summit summits session sessions speech speeches address conversation conversations
    discussion discussions debate debates forum forums statement statements remarks broadcast phone-in
    hearing hearings ceremony congress reception visit talk line"""
)
"""Occasions on which people speak."""

EVENT_NOUNS = SPEECH_EVENTS | _words(
    "line reception rally parade council assembly board club week exhibition festival"
)
"""What the name of an event ends with."""

VIEW_NOUNS = _words("view opinion words judgement judgment eyes mind assessment estimation account")
"""In "in X's view" and "in the words of X"."""

HAPPENINGS = _words(
    """election elections vote voting referendum poll polls fire fires blaze explosion blast crash attack
    attacks accident disaster tragedy war wars revolution coup flood floods earthquake tournament olympics
    games championship championships cup universiade uprising protests protest riots crisis events massacre
    siege battle victory defeat shooting bombing murder killing assassination annexation collapse default"""
)
"""What happens at a time of its own: a date right after one of these belongs to it."""

MEASURES = _words(
    """gdp growth inflation profit profits revenue revenues deficit surplus budget turnover output production
    harvest catch exports imports income incomes earnings sales unemployment mortality births deaths capacity
    consumption spending figures results performance yield salary salaries wages"""
)
"""What is counted by the year: a year right after one of these belongs to it."""

LOCATED = _words(
    """fire fires road roads bridge bridges hospital hospitals school schools stadium stadiums housing metro
    factory factories plant plants airport airports port ports people residents life situation events war
    conflict crisis construction building buildings rubbish waste landfill landfills air ecology traffic
    transport museum university universities clinic clinics attack explosion flood floods disaster tragedy
    accident protest protests rally rallies election elections games olympics championship matches reserves
    base bases troops terrorists population society economy healthcare medicine climate weather tunnel
    kindergartens homes flats prices wages jobs unemployment investment tourism schoolchildren
    students doctors families mayor governor authorities government court courts embassy consulate reforms
    deliveries elderly veterans industry farming agriculture crime corruption demonstrations"""
)
"""What stands, lives or happens somewhere: a place right after one of these belongs to it."""

IMPERATIVES = _words(
    """quote quotes show give find summarise summarize list tell describe explain me us everything anything
    something all what please"""
)
"""Words by which the asker asks, not those of a speaker."""

WH = _words("what which who whom whose when where why how")
DO = _words("do does did")
HAVE = _words("has have had")
BE = _words("is are was were be been being")
MODALS = _words("will would shall should can could may might must")
AUXILIARIES = DO | HAVE | BE | MODALS
DETERMINERS = _words("the a an this that these those some any each every his her its their my our your")
PRONOUNS = _words("i you he she it we they him her them us me one anyone anybody someone somebody nobody")
ADVERBS = _words(
    """ever also really actually already still just exactly once first personally publicly specifically then
    recently later again not never always often else both all each only even once initially himself herself
    themselves explicitly directly even so finally"""
)
TOPIC = _words("about on regarding concerning re over")
"""What stands before the topic."""
CLAUSE = _words("that whether if what why how who which whose when where because as while after before")
"""What begins a clause."""
PREPOSITIONS = _words(
    """of in on at to for from by with about into over under against between among after before during since
    until till through regarding concerning without within towards toward near like as than per via despite
    following across beyond behind upon"""
)
CONJUNCTIONS = _words("and or but nor while because although though")

REACTIONS = _words(
    "agree disagree answer reply respond react object accept confirm deny response reaction objection comment"
)
"""What is said to something that somebody else said."""

RELATIONAL = _words(
    """reason reasons cause causes consequences result results outcome details terms conditions price cost costs
    deadline answer answers reply replies alternative alternatives difference problem problems others rest purpose aim goal
    effect effects response reaction advantages disadvantages exceptions same"""
)
"""Nouns that are of something: "What were the reasons?"."""

TIME_NOUNS = _words(
    """year month week day morning evening season spring summer autumn fall winter time country world century
    decade january february march april may june july august september october november december monday
    tuesday wednesday thursday friday saturday sunday quarter"""
)
"""With "this" they are of the asker's own time and place."""

NAMELESS = _words(
    """and or but not many much more most long often far old big high well anything something nothing
    everything things thing anyone everyone exactly there here first last get gets got go going do doing done
    make made take else happen happened happens such same other others another very too quite rather if less
    true so soon enough"""
)
"""Words that name nothing which a pronoun could stand for."""

TITLES = _words(
    """mr mrs ms miss dr prof professor sir madam lord lady dame hon sheikh comrade president prime minister
    premier chancellor king queen emir prince patriarch pope rabbi governor mayor chairman chairwoman
    secretary general colonel ambassador senator deputy director ceo speaker commissioner academician
    honourable honorable right the"""
)
"""What may stand before a name without changing whose it is."""

GENERIC_EVENT_WORDS = _words(
    """joint working expanded plenary news press first second third final opening closing regular official
    state working-level meeting meetings session sessions conference talks statement statements visit
    ceremony the a an of and with on for following presentation forum summit answers questions media
    interview"""
)
"""Words of titles that single out no event."""
