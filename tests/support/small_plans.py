"""Small work plans of our own wording in five languages, with every kind of date, result and reference in them."""

from paktum.core.languages import Language
from tests.support.plan_documents import SmallPlan, TablePlan

_HUNGARIAN = SmallPlan(
    "hu",
    ("A mintavárosi paktum munkaterve", "A terv két táblázatból áll."),
    TablePlan(
        "Ülésterv",
        ("Ssz.", "Az ülés megnevezése", "Időpont és helyszín", "Cél", "Várt eredmények", "Meghívottak"),
        (
            (
                "1.",
                "1. Irányító Csoport ülés",
                "2023. február 8.\nMintaváros, Városháza",
                "Ügyrend elfogadása.",
                "",
                "tagok",
            ),
            (
                "2.",
                "2. Irányító Csoport ülés",
                "2023. április,\nMintaváros",
                "1. Foglalkoztatási fórum, Állásbörze előkészítése.\nAz első közbenső jelentés értékelése.",
                "Előkészített fórum",
                "tagok",
            ),
            (
                "3.",
                "1. Foglalkoztatási fórum",
                "2023. II. félév",
                "A térség helyzete.",
                "legalább 25 fő meghívott",
                "partnerek",
            ),
        ),
    ),
    TablePlan(
        "Rendezvények naptára",
        ("", "Rendezvény neve", "Típus", "Időpont", "Hely", "Célja", "Eredmények", "Célcsoport"),
        (
            (
                "1",
                "Állásbörze",
                "tájékoztató, egyeztető",
                "2023. május 11-12.",
                "Mintaváros",
                "Állások bemutatása.",
                "min. 60 fő résztvevő, 3 db sajtómegjelenés",
                "• Területi vállalkozások\n• Sajtó",
            ),
            (
                "2",
                "Évzáró",
                "értékelő",
                "2023. IV. negyedév",
                "Mintaváros",
                "Az év értékelése.",
                "min. 20 fő",
                "• nyugdíjasok",
            ),
        ),
    ),
)
_CZECH = SmallPlan(
    "cs",
    ("Plán činnosti paktu", "Plán schvaluje Řídící výbor."),
    TablePlan(
        "Plán jednání",
        ("Poř. č.", "Název jednání", "Termín a místo", "Cíl", "Očekávané výsledky", "Pozvaní"),
        (
            (
                "1.",
                "1. jednání Řídícího výboru",
                "v březnu 2023, Liberec",
                "Příprava Veletrhu práce.",
                "",
                "členové paktu",
            ),
            (
                "2.",
                "2. jednání Řídícího výboru",
                "25. října 2023\nLiberec, krajský úřad",
                "Vyhodnocení druhé průběžné zprávy; příprava Dne kariéry a 1. jednání Výkonné rady",
                "alespoň 12 osob",
                "členové paktu",
            ),
            ("3.", "1. jednání Výkonné rady", "I. pololetí 2024, Jablonec", "Společná témata.", "", "obce"),
        ),
    ),
    TablePlan(
        "Kalendář akcí",
        ("Č.", "Název akce", "Druh", "Datum", "Místo konání", "Účel", "Výstupy", "Cílové skupiny"),
        (
            (
                "1",
                "Veletrh práce",
                "informační, síťovací",
                "25.–26. 5. 2023",
                "Liberec",
                "Nabídka míst.",
                "min. 80 účastníků, 2 tiskové zprávy",
                "• zaměstnavatelé\n• střední školy",
            ),
            (
                "2",
                "Den kariéry",
                "informační",
                "1. čtvrtletí 2024",
                "Turnov",
                "Volba povolání.",
                "min. 30 účastníků",
                "• rodiče",
            ),
        ),
    ),
)
_SLOVAK = SmallPlan(
    "sk",
    ("Plán činnosti partnerstva",),
    TablePlan(
        "Plán zasadnutí",
        ("Por. č.", "Názov zasadnutia", "Dátum a miesto", "Cieľ", "Očakávané výsledky", "Prizvaní"),
        (
            ("1.", "1. zasadnutie Riadiaceho výboru", "25. októbra 2023, Nitra", "Príprava konferencie.", "", "obce"),
            (
                "2.",
                "2. zasadnutie Riadiaceho výboru",
                "marec 2024\nTrnava",
                "Vyhodnotenie prvej priebežnej správy. Príprava Burzy práce.",
                "aspoň 10 účastníkov",
                "obce",
            ),
        ),
    ),
    TablePlan(
        "Kalendár podujatí",
        ("Č.", "Názov podujatia", "Druh", "Termín", "Miesto", "Účel", "Výstupy", "Cieľové skupiny"),
        (
            (
                "1",
                "Konferencia",
                "partnerské",
                "1. štvrťrok 2024",
                "Nitra",
                "Výmena skúseností.",
                "min. 50 účastníkov",
                "• obce",
            ),
            (
                "2",
                "Burza práce",
                "informačné",
                "II. polrok 2024",
                "Trnava",
                "Ponuka miest.",
                "min. 70 osôb, 1 tlačová správa",
                "• zamestnávatelia\n• stredné školy",
            ),
        ),
    ),
)
_POLISH = SmallPlan(
    "pl",
    ("Plan pracy partnerstwa",),
    TablePlan(
        "Harmonogram posiedzeń",
        ("Lp.", "Nazwa posiedzenia", "Data i miejsce", "Cel", "Oczekiwane rezultaty", "Zaproszeni"),
        (
            (
                "1.",
                "1. posiedzenie Rady Partnerów",
                "25 października 2023 r., Kraków",
                "Przygotowanie Targów Pracy.",
                "",
                "gminy",
            ),
            (
                "2.",
                "2. posiedzenie Rady Partnerów",
                "w marcu 2024 r.\nTarnów",
                "Ocena pierwszego okresowego sprawozdania. Przygotowanie Dnia Przedsiębiorcy.",
                "co najmniej 15 uczestników",
                "gminy",
            ),
        ),
    ),
    TablePlan(
        "Kalendarz wydarzeń",
        ("Lp.", "Nazwa wydarzenia", "Rodzaj", "Termin", "Miejsce", "Cel", "Efekty", "Odbiorcy"),
        (
            (
                "1",
                "Targi Pracy",
                "informacyjne, sieciujące",
                "I kwartał 2024",
                "Kraków",
                "Oferty pracy.",
                "min. 100 osób, 2 publikacje prasowe",
                "• pracodawcy\n• szkoły zawodowe",
            ),
            (
                "2",
                "Dzień Przedsiębiorcy",
                "ewaluacyjne",
                "II półrocze 2024",
                "Tarnów",
                "Rozmowy.",
                "min. 40 osób",
                "• gminy",
            ),
        ),
    ),
)
_ENGLISH = SmallPlan(
    "en",
    ("Work plan of the pact",),
    TablePlan(
        "Session plan",
        ("No.", "Session", "Date and place", "Purpose", "Expected results", "Invited"),
        (
            (
                "1",
                "1st Steering Group session",
                "25 October 2023, Shrewton",
                "Preparation of the Job Fair.",
                "",
                "employers",
            ),
            (
                "2",
                "2nd Steering Group session",
                "March 2024\nShrewton",
                "Evaluation of the first interim report. Preparing the Skills Day.",
                "at least 10 participants",
                "employers",
            ),
        ),
    ),
    TablePlan(
        "Event calendar",
        ("No.", "Event", "Type", "When", "Venue", "Aim", "Outcomes", "Target groups"),
        (
            (
                "1",
                "Job Fair",
                "information",
                "first half of 2024",
                "Shrewton",
                "Offers.",
                "min. 60 people",
                "• employers",
            ),
            (
                "2",
                "Skills Day",
                "information, networking",
                "Q4 2024",
                "Shrewton",
                "Trades at work.",
                "min. 30 people, 2 press items",
                "• schools\n• municipalities",
            ),
        ),
    ),
)
SMALL_PLANS: dict[Language, SmallPlan] = {
    "hu": _HUNGARIAN,
    "cs": _CZECH,
    "sk": _SLOVAK,
    "pl": _POLISH,
    "en": _ENGLISH,
}
