"""How many working weeks an AT doctor spent in each area, read out of the annexes of 001; what is not there is assumed.

The annexes mix weeks, months, minima and electives (`docs/sources.md`), so each figure carries the sentence it stands on. The weeks
times the AT posts of 001 Tabell 1, over 46 working weeks a year, give the seats that AT has held: the typical occupancy.
"""

from dataclasses import dataclass

from randa.core.provenance import Provenance


@dataclass(frozen=True, slots=True)
class AtWeeks:
    """Working weeks of AT in one area, with the ground for the figure."""

    weeks: float
    ground: str
    provenance: Provenance


def _stated(weeks: float, ground: str) -> AtWeeks:
    return AtWeeks(weeks, ground, Provenance.DERIVED)


def _assumed(weeks: float, ground: str) -> AtWeeks:
    return AtWeeks(weeks, ground, Provenance.ASSUMED)


_ACUTE = "antagande: 40 procent av medicin och kirurgi på akutmottagning, som Bilaga 1 anger för Gävle"
_ELECTIVE = "antagande: tre veckor valbart"
_LIKE_NEIGHBOURS = "antagande: som i Bilaga 2, då Bilaga 7 saknar underlag"

AT_WEEKS: dict[str, dict[str, AtWeeks]] = {
    "REG-20": {
        "IM": _assumed(15, _LIKE_NEIGHBOURS),
        "KIR": _assumed(14, _LIKE_NEIGHBOURS),
        "AKU": _assumed(18, _LIKE_NEIGHBOURS),
        "PSY": _assumed(12, _LIKE_NEIGHBOURS),
        "AM": _assumed(24, _LIKE_NEIGHBOURS),
        "VAL": _assumed(3, _ELECTIVE),
    },
    "REG-21": {
        "IM": _assumed(11, _ACUTE),
        "KIR": _assumed(11, _ACUTE),
        "AKU": _stated(15, "40 procent av 18 + 19 veckor, 001 Bilaga 1"),
        "PSY": _stated(13, "3 månader, 001 Bilaga 1"),
        "AM": _stated(26, "6 månader, 001 Bilaga 1"),
        "VAL": _stated(3, "valbart 3 veckor, 001 Bilaga 1"),
    },
    "REG-04": {
        "IM": _stated(15, "13–19 veckor med infektion och geriatrik, akutveckor borträknade, 001 Bilaga 2"),
        "KIR": _stated(15, "13–15 + 6 + 2 + 2 veckor, akutveckor borträknade, 001 Bilaga 2"),
        "AKU": _stated(18, "9–11 + 7–9 veckor, 001 Bilaga 2"),
        "PSY": _stated(12, "8 + 4 veckor, 001 Bilaga 2"),
        "AM": _stated(24, "20 + 4 veckor, 001 Bilaga 2"),
        "VAL": _stated(5, "barnmedicin 2–8 veckor, 001 Bilaga 2"),
    },
    "REG-03": {
        "IM": _assumed(11.5, _ACUTE),
        "KIR": _assumed(11.5, _ACUTE),
        "AKU": _assumed(15, _ACUTE),
        "PSY": _stated(13, "minst 3 månader, 001 Bilaga 3"),
        "AM": _stated(26, "minst 6 månader, 001 Bilaga 3"),
        "VAL": _assumed(3, _ELECTIVE),
    },
    "REG-17": {
        "IM": _assumed(15, f"6 månader, 001 Bilaga 4; {_ACUTE}"),
        "KIR": _assumed(15, f"3 + 2 + 1 månader, 001 Bilaga 4; {_ACUTE}"),
        "AKU": _assumed(18, _ACUTE),
        "PSY": _stated(13, "3 månader, 001 Bilaga 4"),
        "AM": _stated(26, "6 månader, 001 Bilaga 4"),
        "VAL": _assumed(3, _ELECTIVE),
    },
    "REG-19": {
        "IM": _assumed(12, f"hela placeringen, 001 Bilaga 6; {_ACUTE}"),
        "KIR": _stated(14, "minst 8 + 4 + 1 + 1 veckor, 001 Bilaga 6"),
        "AKU": _assumed(12, _ACUTE),
        "PSY": _stated(12, "12 veckor, 001 Bilaga 6"),
        "AM": _stated(26, "26 veckor, 001 Bilaga 6"),
        "VAL": _stated(2, "valfritt 2 veckor, 001 Bilaga 6"),
    },
    "REG-18": {
        "IM": _stated(13, "10–11 veckor och geriatrik eller infektion för några, 001 Bilaga 5"),
        "KIR": _stated(13, "6 + 5–6 + 4 + 2 veckor, akutveckor borträknade, 001 Bilaga 5"),
        "AKU": _stated(11, "5 + 5–7 veckor, 001 Bilaga 5"),
        "PSY": _stated(12.5, "12–13 veckor, 002"),
        "AM": _stated(23.5, "22–25 veckor, 002"),
        "VAL": _assumed(3, _ELECTIVE),
    },
}
