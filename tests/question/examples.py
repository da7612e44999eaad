"""Questions with known readings, over a small corpus.

The questions were written before the rules were run on them, and their readings are what a reader
takes them to ask for. Each line: question, speakers, since, until, place; in `FOLLOWUPS` and `ALONE`
the previous question stands first. `MISREAD` are those that the rules are known to get wrong.
"""

from __future__ import annotations

from rag.question.readings import Event, Known
from rag.records import SpeakerCount, Understood

PUTIN = "Vladimir Putin"
GREF = "German Gref"
MILLER = "Alexei Miller"
LUKASHENKO = "Alexander Lukashenko"
ERDOGAN = "Recep Tayyip Erdogan"
SKVORTSOVA = "Veronika Skvortsova"
SILUANOV = "Anton Siluanov"
MEDVEDEV = "Dmitry Medvedev"
KURZ = "Sebastian Kurz"
BELLEN = "Alexander Van der Bellen"
ASSAD = "Bashar al-Assad"
XI = "Xi Jinping"
MODI = "Narendra Modi"
KELLY = "Megyn Kelly"
NABIULLINA = "Elvira Nabiullina"
BORISSOV = "Boyko Borissov"
TRUMP = "Donald Trump"
ROUHANI = "Hassan Rouhani"
BARKINDO = "Mohammed Barkindo"
LIKHACHEV = "Alexei Likhachev"

SPEAKERS = (
    SpeakerCount(PUTIN, ("President of Russia",), 1782),
    SpeakerCount(KELLY, (), 121),
    SpeakerCount(SKVORTSOVA, ("Minister of Healthcare", "Healthcare Minister"), 22),
    SpeakerCount("Dmitry Peskov", ("Presidential Press Secretary",), 22),
    SpeakerCount("Sergei Chemezov", ("Rostec State Corporation CEO",), 22),
    SpeakerCount(MEDVEDEV, ("Prime Minister",), 17),
    SpeakerCount("Alexander Bastrykin", ("Investigative Committee Chairman",), 16),
    SpeakerCount(SILUANOV, ("Finance Minister", "First Deputy Prime Minister and Finance Minister"), 14),
    SpeakerCount(ERDOGAN, ("President of the Republic of Turkey", "President of Turkey"), 12),
    SpeakerCount("Denis Manturov", ("Industry and Trade Minister", "Minister of Industry and Trade"), 11),
    SpeakerCount("Sergei Ivanov", ("ALROSA CEO",), 11),
    SpeakerCount("Oleg Belozerov", ("Head of Russian Railways",), 11),
    SpeakerCount("Alexander Novak", ("Minister of Energy", "Energy Minister"), 10),
    SpeakerCount(GREF, ("Sberbank CEO and Chairman of the Board",), 8),
    SpeakerCount("Anna Kuznetsova", ("Commissioner for Children’s Rights",), 8),
    SpeakerCount(MILLER, ("Gazprom CEO",), 7),
    SpeakerCount(ROUHANI, ("President of the Islamic Republic of Iran",), 7),
    SpeakerCount("Viktor Sadovnichy", ("Rector of Lomonosov Moscow State University",), 6),
    SpeakerCount("Sergei Tsivilev", ("Kolmar CEO", "Acting Governor of the Kemerovo Region"), 6),
    SpeakerCount(BORISSOV, ("Prime Minister of Bulgaria",), 6),
    SpeakerCount(KURZ, ("Federal Chancellor of the Republic of Austria",), 5),
    SpeakerCount("Ella Pamfilova", ("Central Election Commission Chairperson",), 5),
    SpeakerCount("Dmitry Rogozin", ("Deputy Prime Minister",), 5),
    SpeakerCount(LIKHACHEV, ("Rosatom CEO",), 4),
    SpeakerCount("Arkady Dvorkovich", ("Deputy Prime Minister",), 4),
    SpeakerCount("Sergei Sobyanin", ("Moscow Mayor",), 4),
    SpeakerCount(BELLEN, ("Federal President of the Republic of Austria",), 4),
    SpeakerCount("Sergei Shoigu", ("Defence Minister",), 4),
    SpeakerCount("Olga Golodets", ("Deputy Prime Minister",), 3),
    SpeakerCount("Patriarch Kirill", ("Patriarch",), 3),
    SpeakerCount("Valentina Matviyenko", ("Speaker of the Federation Council",), 3),
    SpeakerCount("Viktor Orban", ("Prime Minister of Hungary",), 3),
    SpeakerCount("Vladimir Kolokoltsev", ("Minister of the Interior",), 2),
    SpeakerCount(ASSAD, ("President of Syria",), 2),
    SpeakerCount(XI, ("President of the People’s Republic of China",), 2),
    SpeakerCount(LUKASHENKO, ("President of the Republic of Belarus",), 2),
    SpeakerCount(MODI, ("Prime Minister of India",), 2),
    SpeakerCount("Ram Nath Kovind", ("President of India",), 2),
    SpeakerCount("Sergei Zhvachkin", ("Tomsk Governor",), 2),
    SpeakerCount("Dmitry Ivanov", (), 2),
    SpeakerCount("Alexei Kudrin", ("Chairman of the Accounts Chamber",), 2),
    SpeakerCount("Benjamin Netanyahu", ("Prime Minister of Israel",), 2),
    SpeakerCount(NABIULLINA, ("Central Bank Governor",), 1),
    SpeakerCount("Yevgenia Medvedeva", ("Olympic figure skating silver medallist",), 1),
    SpeakerCount("King Abdullah II", ("King of Jordan",), 1),
    SpeakerCount("Sheikh Tamim bin Hamad Al Thani", ("Emir of Qatar",), 1),
    SpeakerCount(
        "Wang Yi",
        (
            "Special Envoy of the President of the People’s Republic of China, "
            "Member of the Chinese State Council and Foreign Minister",
        ),
        1,
    ),
    SpeakerCount(TRUMP, ("President of the United States of America",), 1),
    SpeakerCount(
        BARKINDO, ("Secretary General of the Organisation of the Petroleum Exporting Countries",), 1
    ),
    SpeakerCount("Gianni Infantino", ("FIFA President",), 1),
    SpeakerCount("Nikol Pashinyan", ("Prime Minister of Armenia",), 2),
    SpeakerCount("Khabib Nurmagomedov", (), 2),
    SpeakerCount("Abdulmanap Nurmagomedov", ("The athlete’s father and coach",), 1),
    SpeakerCount("Sergei Mironov", ("Head of A Just Russia political party faction in the State Duma",), 4),
    SpeakerCount("Gennady Zyuganov", ("Head of the Communist Party faction in the State Duma",), 1),
    SpeakerCount("Vagit Alekperov", ("LUKOIL CEO",), 4),
    SpeakerCount("Zakhar Prilepin", (), 1),
    SpeakerCount("Sergei Shargunov", (), 3),
    SpeakerCount("Nikolai Tokarev", ("President of Transneft",), 8),
    SpeakerCount("Tatyana Moskalkova", ("Human Rights Commissioner",), 3),
)

KNOWN = Known(
    SPEAKERS,
    (
        Event("Meeting with Gazprom CEO Alexei Miller", "2018-02-16", "Novo-Ogaryovo, Moscow Region"),
        Event("Talks with Federal Chancellor of Austria Sebastian Kurz", "2018-02-28", "The Kremlin, Moscow"),
        Event("Presidential Address to the Federal Assembly", "2018-03-01", "Moscow"),
        Event("Meeting with local activists in Kemerovo", "2018-03-27", "Kemerovo"),
        Event("Akkuyu Nuclear Power Plant ground-breaking ceremony", "2018-04-03", "Ankara"),
        Event("Meeting with Council of Legislators", "2018-04-27", "St Petersburg"),
        Event("Statements following Russian-Syrian talks", "2018-05-17", "Sochi"),
        Event("Talks with Federal Chancellor of Austria Sebastian Kurz", "2018-06-05", "Vienna"),
        Event("Direct Line with Vladimir Putin", "2018-06-07", "Moscow"),
        Event("Meeting with President of Iran Hassan Rouhani", "2018-06-09", "Qingdao"),
        Event("Russia-US summit", "2018-07-16", "Helsinki"),
        Event("Meeting with President of Iran Hassan Rouhani", "2018-09-07", "Tehran"),
        Event("Eastern Economic Forum plenary session", "2018-09-12", "Vladivostok"),
        Event("Russian-Belarusian talks", "2018-09-21", "Sochi"),
        Event("Russian Energy Week International Forum", "2018-10-03", "Moscow"),
        Event("Press statements following Russian-Indian talks", "2018-10-05", "New Delhi"),
        Event("Vladimir Putin’s annual news conference", "2018-12-20", "Moscow"),
        Event("State Council meeting", "2018-12-27", "The Kremlin, Moscow"),
    ),
)

TODAY = "2018-12-28"

Reading = tuple[str, tuple[str, ...], str | None, str | None, str | None]

WHO: tuple[Reading, ...] = (
    ("How does Gref see the future of cash?", (GREF,), None, None, None),
    ("what is miller's forecast for gas exports", (MILLER,), None, None, None),
    ("According to Miller, how full are the storage sites?", (MILLER,), None, None, None),
    ("Did Lukashenka complain about milk?", (LUKASHENKO,), None, None, None),
    ("What was promised by Erdoğan about the nuclear plant?", (ERDOGAN,), None, None, None),
    ("What did Gazprom's head tell the president about storage?", (MILLER,), None, None, None),
    ("What does the head of Rosatom expect from Akkuyu?", (LIKHACHEV,), None, None, None),
    ("the Rosatom boss on wind farms", (LIKHACHEV,), None, None, None),
    ("What did the Turkish president say about the S-400?", (ERDOGAN,), None, None, None),
    ("What did Bulgaria's prime minister say about the gas hub?", (BORISSOV,), None, None, None),
    ("What did Prime Minister Medvedev report on the budget?", (MEDVEDEV,), None, None, None),
    ("Has the prime minister mentioned road repairs?", (MEDVEDEV,), None, None, None),
    ("Who told Putin that the mall's alarm was switched off?", (), None, None, None),
    ("What was Putin told about the storage of gas?", (), None, None, None),
    ("Which governor reported to Putin about floods?", (), None, None, None),
    ("Putin's visit to the carriage works", (), None, None, None),
    ("When was Putin born?", (), None, None, None),
    ("What did the French president say about Syria?", (), None, None, None),
    ("What did the deputy prime minister say about tourism?", (), None, None, None),
    ("What did Boris Johnson say about Salisbury?", (), None, None, None),
    ("What did Putin and Erdogan say about Idlib?", (PUTIN, ERDOGAN), None, None, None),
    ("Both Kurz and Van der Bellen: what did they say about gas?", (KURZ, BELLEN), None, None, None),
    ("What did Van der Bellen say about climate?", (BELLEN,), None, None, None),
    ("What did Assad thank Russia for?", (ASSAD,), None, None, None),
    ("xi jinping about the belt and road", (XI,), None, None, None),
    ("What did Xi say about trade wars?", (XI,), None, None, None),
    ("What did Megyn Kelly ask Putin about the elections?", (KELLY,), None, None, None),
    ("What was Putin's reply to Megyn Kelly's question on chemical weapons?", (PUTIN,), None, None, None),
    ("remarks by the Syrian president on the peace process", (ASSAD,), None, None, None),
    ("Nabiulina's view of inflation", (NABIULLINA,), None, None, None),
    ("What did V. Putin say about the rouble?", (PUTIN,), None, None, None),
    ("What did A.G. Siluanov say about the rainy-day fund?", (SILUANOV,), None, None, None),
    ("In the opinion of the finance minister, is the budget balanced?", (SILUANOV,), None, None, None),
    ("Why does the Hungarian premier praise Rosatom?", ("Viktor Orban",), None, None, None),
    ("what does the indian leader say about tourism", (), None, None, None),
    ("What did India's prime minister say about space?", (MODI,), None, None, None),
    ("What did Ivanov say about jewellery?", (), None, None, None),
    ("What did Sergei Ivanov say about jewellery?", ("Sergei Ivanov",), None, None, None),
    ("Everything Shoigu said about new missiles", ("Sergei Shoigu",), None, None, None),
    ("Is Putin worried about the trade war?", (PUTIN,), None, None, None),
    ("Why is Lukashenko's country important for transit?", (), None, None, None),
    ("the OPEC chief on oil prices", (BARKINDO,), None, None, None),
    ("What did the king of Jordan say about refugees?", ("King Abdullah II",), None, None, None),
    ("Moscow's mayor on the housing programme", ("Sergei Sobyanin",), None, None, None),
    ("What did the interior minister report about crime?", ("Vladimir Kolokoltsev",), None, None, None),
    ("reaction abroad to Putin", (), None, None, None),
    ("What do people ask Putin about most?", (), None, None, None),
    ("What is the salary of the health minister?", (), None, None, None),
    ("How old is the Patriarch?", (), None, None, None),
    ("What did Patriarch Kirill say about the church in Ukraine?", ("Patriarch Kirill",), None, None, None),
    ("What did President Putin say that Trump had promised him?", (PUTIN,), None, None, None),
    ("What does Netanyahu think about Iran's missiles?", ("Benjamin Netanyahu",), None, None, None),
    ("What words did Kudrin use to describe the audit?", ("Alexei Kudrin",), None, None, None),
    ("Quote Putin on friendship with China", (PUTIN,), None, None, None),
    ("Summarise what Rogozin said about Vostochny", ("Dmitry Rogozin",), None, None, None),
)

WHEN: tuple[Reading, ...] = (
    (
        "What did Putin say at the press-conference in December about gas?",
        (PUTIN,),
        "2018-12-01",
        "2018-12-31",
        None,
    ),
    ("What happened at the press-conference in December?", (), "2018-12-01", "2018-12-31", None),
    ("press-conference in December", (), "2018-12-01", "2018-12-31", None),
    ("What did Putin say about Ukraine on 20 December 2018?", (PUTIN,), "2018-12-20", "2018-12-20", None),
    ("What did Putin say on June 7th about petrol?", (PUTIN,), "2018-06-07", "2018-06-07", None),
    ("What was said about doping in May?", (), "2018-05-01", "2018-05-31", None),
    ("What may happen to the rouble?", (), None, None, None),
    ("In early March 2018, what did Putin say about missiles?", (PUTIN,), "2018-03-01", "2018-03-10", None),
    ("statements about Syria in mid-April 2018", (), "2018-04-11", "2018-04-20", None),
    (
        "What did Putin say about farming in the first half of 2018?",
        (PUTIN,),
        "2018-01-01",
        "2018-06-30",
        None,
    ),
    ("What was said about tariffs in the third quarter of 2018?", (), "2018-07-01", "2018-09-30", None),
    (
        "What did Putin say about health between March and May 2018?",
        (PUTIN,),
        "2018-03-01",
        "2018-05-31",
        None,
    ),
    ("What did Putin say about rockets from 1 to 15 March 2018?", (PUTIN,), "2018-03-01", "2018-03-15", None),
    ("What has been said about pensions after 7 June 2018?", (), "2018-06-08", None, None),
    ("Did anyone mention Skripal before 10 March 2018?", (), None, "2018-03-09", None),
    ("What was said about hospitals last week?", (), "2018-12-17", "2018-12-23", None),
    ("What has Putin said about Ukraine this month?", (PUTIN,), "2018-12-01", "2018-12-31", None),
    ("What did the speakers say about rubbish three days ago?", (), "2018-12-25", "2018-12-25", None),
    ("What did Putin say about gas this summer?", (PUTIN,), "2018-06-01", "2018-08-31", None),
    ("the May 2012 executive orders and how they were carried out", (), None, None, None),
    ("What did Putin say about the events of 1945?", (PUTIN,), None, None, None),
    ("What does Putin say about the 1990s?", (PUTIN,), None, None, None),
    ("What did Siluanov say about the deficit in 2016?", (SILUANOV,), None, None, None),
    ("How many tonnes of grain were harvested in 2018?", (), None, None, None),
    ("What did Gref say about the plan for 2020?", (GREF,), None, None, None),
    ("What did Putin say before the election?", (PUTIN,), None, None, None),
    ("Universiade 2019 preparations", (), None, None, None),
    ("What goals are set for 2024?", (), None, None, None),
)

WHERE: tuple[Reading, ...] = (
    ("What did Putin say at the Direct Line about mortgages?", (PUTIN,), None, None, "Direct Line"),
    ("What was said about Korea at the Eastern Economic Forum?", (), None, None, "Eastern Economic Forum"),
    ("In Tehran, what did Rouhani say about Idlib?", (ROUHANI,), None, None, "Tehran"),
    (
        "What did Putin say about the bridge to Crimea in Saint Petersburg?",
        (PUTIN,),
        None,
        None,
        "St Petersburg",
    ),
    ("what was said in sochi in may 2018 about refugees", (), "2018-05-01", "2018-05-31", "Sochi"),
    ("What did Putin say about the fire in Kemerovo?", (PUTIN,), None, None, None),
    ("What did Sobyanin say about roads in Moscow?", ("Sergei Sobyanin",), None, None, None),
    ("What did Assad say about the war in Syria?", (ASSAD,), None, None, None),
    ("gas deliveries to Europe", (), None, None, None),
    ("What did Putin tell Trump at the Helsinki summit?", (PUTIN,), None, None, "Helsinki"),
    (
        "What did Putin promise in the Kremlin on 27 December 2018?",
        (PUTIN,),
        "2018-12-27",
        "2018-12-27",
        "Kremlin",
    ),
    ("Who lives in Vienna?", (), None, None, None),
    ("What did Kurz say at the press conference?", (KURZ,), None, None, None),
)

FOLLOWUPS: tuple[tuple[str, Reading], ...] = (
    ("What did Gref say about cash?", ("And about mortgages?", (GREF,), None, None, None)),
    ("What did Gref say about cash?", ("Why?", (GREF,), None, None, None)),
    ("What did Gref say about cash?", ("What else did he say?", (GREF,), None, None, None)),
    ("What did Gref say about cash?", ("What about Nabiullina?", (NABIULLINA,), None, None, None)),
    (
        "What did Putin say about Syria in Sochi?",
        ("And in Helsinki?", (PUTIN,), None, None, "Helsinki"),
    ),
    (
        "What did Putin say about rockets in March 2018?",
        ("And what did he say in June?", (PUTIN,), "2018-06-01", "2018-06-30", None),
    ),
    ("How many pupils study in second shifts?", ("Where is it worst?", (), None, None, None)),
    ("What did Kurz say about gas?", ("Did Putin agree with him?", (PUTIN,), None, None, None)),
    ("Who builds the Akkuyu plant?", ("How much will it cost?", (), None, None, None)),
    ("What did Putin say about farms?", ("Did he mention their debts?", (PUTIN,), None, None, None)),
    (
        "What did Skvortsova say about vaccinating children?",
        ("And pensioners?", (SKVORTSOVA,), None, None, None),
    ),
    ("What did Putin say in Sochi about gas?", ("What about in Vienna?", (PUTIN,), None, None, "Vienna")),
    (
        "What did Skvortsova say about vaccinating children?",
        ("Did she mention flu?", (SKVORTSOVA,), None, None, None),
    ),
    (
        "What did Gref say about Sberbank's profit?",
        ("How much is that in roubles?", (GREF,), None, None, None),
    ),
    (
        "What did Sobyanin say about the new metro line?",
        ("When will it open?", ("Sergei Sobyanin",), None, None, None),
    ),
    ("How many stadiums were planned?", ("Which of them were built?", (), None, None, None)),
    (
        "What did Putin say about hackers in Helsinki?",
        ("What did Trump reply?", (TRUMP,), None, None, "Helsinki"),
    ),
    ("What did Putin say about hackers in Helsinki?", ("Really?", (PUTIN,), None, None, "Helsinki")),
)

ALONE: tuple[tuple[str, Reading], ...] = (
    (
        "What did Gref say about cash?",
        ("What did Putin say about his visit to Sochi?", (PUTIN,), None, None, None),
    ),
    ("What did Gref say about cash?", ("Why do farmers sell their land?", (), None, None, None)),
    (
        "What did Putin say in Sochi?",
        ("How many people were hurt in the Kerch attack?", (), None, None, None),
    ),
    ("What did Putin say in May 2018?", ("Skvortsova on vaccines", (SKVORTSOVA,), None, None, None)),
    ("Who builds the Akkuyu plant?", ("Is there a shortage of doctors in villages?", (), None, None, None)),
    ("What did Likhachev say about Akkuyu?", ("Has Rosatom built reactors in Egypt?", (), None, None, None)),
    ("What did Likhachev say about Akkuyu?", ("What did Putin say about Egypt?", (PUTIN,), None, None, None)),
    ("And what did he say about teachers?", ("How do doctors get housing?", (), None, None, None)),
)

SECOND: tuple[Reading, ...] = (
    ("What did Alexander Novak report about electricity in Crimea?", ("Alexander Novak",), None, None, None),
    ("pashinyan on gas prices", ("Nikol Pashinyan",), None, None, None),
    ("What does Sadovnichy want changed in school exams?", ("Viktor Sadovnichy",), None, None, None),
    ("Which weapons did Putin present on 1 March 2018?", (PUTIN,), "2018-03-01", "2018-03-01", None),
    ("Did Khabib Nurmagomedov apologise for the brawl?", ("Khabib Nurmagomedov",), None, None, None),
    ("Mironov's demands on pensions", ("Sergei Mironov",), None, None, None),
    (
        "What was Zyuganov complaining about in December?",
        ("Gennady Zyuganov",),
        "2018-12-01",
        "2018-12-31",
        None,
    ),
    ("Who complained about Zyuganov?", (), None, None, None),
    ("Is it true that Nabiullina raised the key rate?", (), None, None, None),
    ("How much did Gazprom export in the last year?", (), None, None, None),
    (
        "what exactly did lukashenko promise putin in december 2018",
        (LUKASHENKO,),
        "2018-12-01",
        "2018-12-31",
        None,
    ),
    ("In Ankara, Erdogan said what about the S-400?", (ERDOGAN,), None, None, "Ankara"),
    (
        "Tell me what the emir of Qatar thinks of the World Cup",
        ("Sheikh Tamim bin Hamad Al Thani",),
        None,
        None,
        None,
    ),
    ("Has Putin commented on the arrest of Russian sailors?", (PUTIN,), None, None, None),
    ("the arrest of Telman Ismailov", (), None, None, None),
    ("Which mistakes does Putin admit?", (PUTIN,), None, None, None),
    ("Does Rogozin expect new launches from Vostochny in 2019?", ("Dmitry Rogozin",), None, None, None),
    ("What did Medvedev tell Putin on April 10?", (MEDVEDEV,), "2018-04-10", "2018-04-10", None),
    ("What was Putin's message to graduates of 2018?", (PUTIN,), None, None, None),
    ("What did Putin tell the graduates in the spring of 2018?", (PUTIN,), "2018-03-01", "2018-05-31", None),
    ("When did Putin first mention the pension reform?", (PUTIN,), None, None, None),
    ("What has the FIFA president said about the stadiums?", ("Gianni Infantino",), None, None, None),
    ("How did FIFA's president like Sochi?", ("Gianni Infantino",), None, None, None),
    ("Likhachyov on floating nuclear plants", (LIKHACHEV,), None, None, None),
    (
        "What did Alekperov think of oil prices at the beginning of 2018?",
        ("Vagit Alekperov",),
        "2018-01-01",
        "2018-04-30",
        None,
    ),
    ("what did modi say in new delhi", (MODI,), None, None, "New Delhi"),
    ("How many Indians study in Russia?", (), None, None, None),
    (
        "What did the Bulgarian prime minister say about the South Stream mistake in May 2018?",
        (BORISSOV,),
        "2018-05-01",
        "2018-05-31",
        None,
    ),
    ("What did Putin say about the Bulgarian prime minister?", (PUTIN,), None, None, None),
    ("Was anything said about stem cells after 1 July 2018?", (), "2018-07-02", None, None),
    ("What was the inflation forecast for 2018?", (), None, None, None),
    ("In the summer of 2018, what was said about the World Cup?", (), "2018-06-01", "2018-08-31", None),
    ("budget surplus in 2018 according to Siluanov", (SILUANOV,), None, None, None),
    ("What does Siluanov expect of the budget in 2019?", (SILUANOV,), None, None, None),
    ("What did Chemezov report at the meeting in Sochi?", ("Sergei Chemezov",), None, None, "Sochi"),
    ("What did Putin promise the residents of Kemerovo?", (PUTIN,), None, None, None),
    ("Who spoke about bees?", (), None, None, None),
    ("What did the writers and artists ask for?", (), None, None, None),
    (
        "What did Prilepin ask about culture at the Direct Line?",
        ("Zakhar Prilepin",),
        None,
        None,
        "Direct Line",
    ),
    (
        "Did Shargunov and Prilepin both speak of literature?",
        ("Sergei Shargunov", "Zakhar Prilepin"),
        None,
        None,
        None,
    ),
    ("In whose words was Crimea 'holy'?", (), None, None, None),
    ("What did the head of Transneft say about the quality of oil?", ("Nikolai Tokarev",), None, None, None),
    (
        "What does the Human Rights Commissioner want for prisoners?",
        ("Tatyana Moskalkova",),
        None,
        None,
        None,
    ),
    (
        "What did the rector of Moscow University say on school olympiads?",
        ("Viktor Sadovnichy",),
        None,
        None,
        None,
    ),
)
"""Written when the rules for the first ones were done."""

OTHER_WORDINGS: tuple[Reading, ...] = (
    ("Lukashenko's complaint about milk prices", (LUKASHENKO,), None, None, None),
    ("Erdogan’s remarks on the S-400", (ERDOGAN,), None, None, None),
    ("What was Gref's view of cash?", (GREF,), None, None, None),
    ("What was the Iranian president's answer about sanctions?", (ROUHANI,), None, None, None),
    ("What is the finance minister's estimate of the deficit?", (SILUANOV,), None, None, None),
    ("Did the Austrian chancellor mention gas transit?", (KURZ,), None, None, None),
    ("What did Gazprom's CEO report on storage?", (MILLER,), None, None, None),
    ("What did the president of Syria say about refugees?", (ASSAD,), None, None, None),
    ("What did the healthcare minister say about cancer?", (SKVORTSOVA,), None, None, None),
    ("What did the head of the Central Bank say about inflation?", (NABIULLINA,), None, None, None),
    ("What did Medvedyev say about pensions?", (MEDVEDEV,), None, None, None),
    ("What did Siluanow say about VAT?", (SILUANOV,), None, None, None),
    ("what did skvorzova say about ambulances", (SKVORTSOVA,), None, None, None),
    ("What did Lukashenka say about oil?", (LUKASHENKO,), None, None, None),
    ("What did Rouhanni say about Syria?", (ROUHANI,), None, None, None),
    ("What did Putin say about Lukashenko's proposal?", (PUTIN,), None, None, None),
    ("What did Miller say about Erdogan?", (MILLER,), None, None, None),
    ("How does Putin rate Medvedev's government?", (PUTIN,), None, None, None),
    ("What do people think of Putin?", (), None, None, None),
    ("Is Trump mentioned anywhere?", (), None, None, None),
    ("Where is Siluanov's ministry located?", (), None, None, None),
    ("When did Kurz become chancellor?", (), None, None, None),
    ("How old is Putin?", (), None, None, None),
    ("What did Putin say in the autumn of 2018?", (PUTIN,), "2018-09-01", "2018-11-30", None),
    ("What did Putin say in summer 2018 about pensions?", (PUTIN,), "2018-06-01", "2018-08-31", None),
    ("What did Putin say in spring 2018 about rockets?", (PUTIN,), "2018-03-01", "2018-05-31", None),
    ("What has Putin said about VAT since June 2018?", (PUTIN,), "2018-06-01", None, None),
    ("What did Putin say about gas between March and May 2018?", (PUTIN,), "2018-03-01", "2018-05-31", None),
    ("What did Putin say between 5 June and 20 June 2018?", (PUTIN,), "2018-06-05", "2018-06-20", None),
    ("What did Putin say from March to May 2018 about fires?", (PUTIN,), "2018-03-01", "2018-05-31", None),
    ("What did Miller say before July 2018?", (MILLER,), None, "2018-06-30", None),
    ("What did Miller say after 1 March 2018?", (MILLER,), "2018-03-02", None, None),
    ("What did Miller say until the end of March 2018?", (MILLER,), None, "2018-03-31", None),
    ("What did Putin say on 12 September 2018?", (PUTIN,), "2018-09-12", "2018-09-12", None),
    ("What did Putin say on the 12th of September 2018?", (PUTIN,), "2018-09-12", "2018-09-12", None),
    ("What did Putin say on September 12th, 2018?", (PUTIN,), "2018-09-12", "2018-09-12", None),
    ("What did Putin say in the first half of 2018?", (PUTIN,), "2018-01-01", "2018-06-30", None),
    ("What did Putin say in the second quarter of 2018?", (PUTIN,), "2018-04-01", "2018-06-30", None),
    ("What did Putin say last month?", (PUTIN,), "2018-11-01", "2018-11-30", None),
    ("What did Putin say this year about schools?", (PUTIN,), "2018-01-01", "2018-12-31", None),
    ("What is the budget plan for 2024?", (), None, None, None),
    ("What did Siluanov say about the 2019 budget?", (SILUANOV,), None, None, None),
    ("What did Putin say about the 1998 crisis?", (PUTIN,), None, None, None),
    ("What did Putin say about the events of 1917?", (PUTIN,), None, None, None),
    ("Will the bridge be open by December 2019?", (), None, None, None),
    ("What happened to pensions in the 1990s, according to Putin?", (PUTIN,), None, None, None),
    ("What did Putin promise for 2030?", (PUTIN,), None, None, None),
    ("What did Putin say in Vladivostok about islands?", (PUTIN,), None, None, "Vladivostok"),
    ("What was said at the Eastern Economic Forum about visas?", (), None, None, "Eastern Economic Forum"),
    ("What did Putin say during the Direct Line about petrol?", (PUTIN,), None, None, "Direct Line"),
    ("What did Rouhani say in Tehran about Idlib?", (ROUHANI,), None, None, "Tehran"),
    ("How many people live in Vladivostok?", (), None, None, None),
    ("What did Putin say about the airport in Sochi?", (PUTIN,), None, None, None),
    ("What did he tell Sochi's mayor?", (), None, None, None),
)

MISREAD: tuple[tuple[str | None, Reading], ...] = (
    (None, ("What has been said about floods since September?", (), "2018-09-01", None, None)),
    (None, ("Quotes by Trump from Helsinki", (TRUMP,), None, None, "Helsinki")),
    (
        "What was said about inflation in the first half of 2018?",
        ("And in the second half of the year?", (), "2018-07-01", "2018-12-31", None),
    ),
)
"""What is wrong is the place of the first, and the dates of the second."""


def understood(reading: Reading, *, followup: bool = False) -> Understood:
    """What a line of the tables says."""
    _, speakers, since, until, place = reading
    return Understood(speakers, since, until, place, followup)
