"""The words of dates in five languages: months in every case form, quarters, half-years and the ordinals before them."""

from functools import cache
from typing import Final

from paktum.domains.programme.reading.wording import flat

# One line a month; Hungarian endings (-i, -ban, -tól …) are regular and added by the pattern, not listed.
_MONTHS: Final[tuple[str, ...]] = (
    "január januára januári januárom januáru leden ledna lednu lednem styczeń stycznia styczniu styczniem january",
    "február februára februári februárom únor února únoru únorem luty lutego lutym lutemu february",
    "március marec marca marci marcom marcu marcem březen března březnu březnem marzec march",
    "április apríl apríla apríli aprílom duben dubna dubnu dubnem kwiecień kwietnia kwietniu kwietniem april",
    "május máj mája máji májom květen května květnu květnem maj maja maju majem may",
    "június jún júna júni júnom červen června červnu červnem czerwiec czerwca czerwcu czerwcem june",
    "július júl júla júli júlom červenec července červenci červencem lipiec lipca lipcu lipcem july",
    "augusztus august augusta auguste augustom srpen srpna srpnu srpnem sierpień sierpnia sierpniu sierpniem",
    "szeptember september septembra septembri septembrom září zářím wrzesień września wrześniu wrześniem",
    "október októbra októbri októbrom říjen října říjnu říjnem październik października październiku october",
    "november novembra novembri novembrom listopad listopadu listopadem listopada listopadzie",
    "december decembra decembri decembrom prosinec prosince prosinci prosincem grudzień grudnia grudniu",
)
_SHORT_MONTHS: Final[tuple[str, ...]] = (
    "jan sty",
    "febr feb úno lut",
    "márc mar bře",
    "ápr apr kwi",
    "kvě",
    "čvn cze jun",
    "čvc lip jul",
    "aug srp sie",
    "szept szep sept sep zář wrz",
    "okt oct říj paź",
    "nov",
    "dec gru",
)

QUARTER: Final = r"(?:negyed[- ]?ev\w*|ctvrtlet\w*|stvrtrok\w*|kwartal\w*|kvartal\w*|quarter)"
HALF_YEAR: Final = r"(?:fel[- ]?ev\w*|pololet\w*|polrok\w*|polroc\w*|polrocz\w*|half(?:[- ]year)?|polovic\w+ ro[kc]\w+)"
_ORDINAL_STEMS: Final[tuple[tuple[str, ...], ...]] = (
    ("elso", "prvni", "prvy", "prve", "prvej", "prva", "prvnim", "prvniho", "pierwsz", "first"),
    ("masodik", "druh", "drug", "second"),
    ("harmadik", "treti", "tretiho", "tretej", "trzeci", "third"),
    ("negyedik", "ctvrt", "stvrt", "czwart", "fourth"),
)
_LATER_ORDINALS: Final[tuple[tuple[str, ...], ...]] = (
    ("otodik", "pate", "paty", "pata", "patou", "piat", "fifth"),
    ("hatodik", "sest", "siest", "szost", "sixth"),
    ("hetedik", "sedm", "siedm", "seventh"),
    ("nyolcadik", "osm", "eighth"),
    ("kilencedik", "devat", "deviat", "dziewiat", "ninth"),
    ("tizedik", "desat", "dziesiat", "tenth"),
    ("tizenegyedik", "jedenact", "jedenast", "eleventh"),
    ("tizenkettedik", "dvanact", "dvanast", "dwunast", "twelfth"),
)


@cache
def month_numbers() -> dict[str, int]:
    """Every small unaccented month word, full or short, with the number of its month."""
    found: dict[str, int] = {}
    for forms in (_MONTHS, _SHORT_MONTHS):
        for number, line in enumerate(forms, start=1):
            for form in line.split():
                found.setdefault(flat(form), number)
    return found


@cache
def short_months() -> frozenset[str]:
    """The short month words, after which a dot says nothing."""
    return frozenset(flat(form) for line in _SHORT_MONTHS for form in line.split())


def ordinal_number(word: str) -> int | None:
    """The number an ordinal word of one of the five languages stands for (1 to 12), in any case form."""
    small = flat(word)
    for number, stems in enumerate(_ORDINAL_STEMS + _LATER_ORDINALS, start=1):
        if any(small.startswith(stem) and len(small) - len(stem) <= 4 for stem in stems):
            return number
    return None
