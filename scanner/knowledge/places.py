"""Countries and groups of countries as policies and licence records name them: ISO 3166-1 codes and English names.

A place that is not understood is refused: a territory that no comparison can meet would settle a condition by a typing
mistake.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache

from scanner.knowledge.store import shipped
from scanner.text.late import late

#: The union's outermost regions, and Åland, have codes of their own.
_EU = "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE AX GF GP MF MQ RE YT"
_EUROPE = "AD AL BA BY CH FO GB GG GI IM JE MC MD ME MK RS RU SJ SM TR UA VA XK"
EU = frozenset(_EU.split())
EEA = EU | {"IS", "LI", "NO"}
WORLD = "WORLD"
#: A code of the standard, which needs no table to be told from a name ("UK" is none: it is GB).
_CODE = late(r"(?!UK)[A-Z]{2}")
#: ``EUROPE`` is the continent, at its widest: a use "in Europe" meets whatever leaves out a part of it.
GROUPS: Mapping[str, frozenset[str]] = {"EU": EU, "EEA": EEA, "EUROPE": EEA | frozenset(_EUROPE.split())}


def code_of(place: str) -> str:
    """The code of a country or group by its code or English name: ``Germany`` and ``DEU`` are ``DE``.

    Raises :class:`ValueError` with the nearest right word.
    """
    found = _names().get(_folded(place))
    if found is None:
        raise ValueError(f"'{place}' is no country or group that is known here{_meant(place)}")
    return found


def expand(codes: Iterable[str]) -> frozenset[str]:
    """Codes with each group replaced by its members. Raises :class:`ValueError` for what is no place."""
    found = frozenset(code if code in GROUPS or _CODE.fullmatch(code) else code_of(code) for code in codes)
    return found.union(*(GROUPS[code] for code in found & GROUPS.keys())) - GROUPS.keys()


def places_in(text: str) -> frozenset[str]:
    """The codes of the countries that a text names in English, groups as their members; a code by itself, such as
    ``IT``, may be any word and names none."""
    words = _folded(re.sub(r"[^\w\s.]", " ", text)).split()
    runs = (" ".join(words[at : at + long]) for at in range(len(words)) for long in range(1, 5))
    named = {
        run: _names()[run] for run in runs if run in _names() and (len(run) > 3 or run in ("eu", "eea", "uk", "usa"))
    }
    return expand(named.values())


def _meant(place: str) -> str:
    import difflib  # for what is spelled wrong alone

    words = [name for name in _names() if len(name) > 3 or place.lower().startswith(name[:2])]
    near = difflib.get_close_matches(_folded(place), words, n=1, cutoff=0.7)
    if not near:
        return "; write ISO 3166 codes such as DE, English names, EU, EEA, EUROPE or WORLD"
    return f"; did you mean '{_names()[near[0]]}' ({near[0]})?"


def _folded(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.strip().lower().replace("&", " and "))
    plain = "".join(one for one in letters if not unicodedata.combining(one) and one not in ".'’")
    # A letter of another script stays: it is none of the name that it looks like.
    words = re.sub(r"[\s,()_/-]+", " ", plain).split()
    return " ".join("saint" if word == "st" and len(words) > 1 else word for word in words if word != "the")


@cache
def _names() -> Mapping[str, str]:
    """Every folded code and name with its code. A short name that two countries share names neither."""
    from iso3166 import countries

    found = {code.lower(): code for code in (*GROUPS, WORLD, "XK")}
    short: dict[str, set[str]] = {}
    for one in countries:
        found |= {_folded(name): one.alpha2 for name in (one.alpha2, one.alpha3, one.name, one.apolitical_name)}
        first, _, rest = one.name.partition(",")
        for name in (re.sub(r"\(.*", "", first), f"{rest} {first}"):
            short.setdefault(_folded(name), set()).add(one.alpha2)
    found = {name: next(iter(codes)) for name, codes in short.items() if len(codes) == 1} | found
    return found | {_folded(name): code for code, names in shipped("places.yaml").items() for name in names.split(",")}
