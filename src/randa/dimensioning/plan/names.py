"""Regions and post types by the names people write."""

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches

_MOST_GUESSES = 200  # comparing names is slow; ten thousand different wrong names are not typing mistakes
_LONGEST_NAME = 60
_POST_TYPES: Mapping[str, str] = {
    "btf": "BTF", "bt fristående": "BTF", "fristående bt": "BTF", "fristående": "BTF", "bt free-standing": "BTF",
    "free-standing bt": "BTF",
    "bti": "BTI", "bt integrerad": "BTI", "integrerad bt": "BTI", "integrerad": "BTI", "bt integrated": "BTI",
    "integrated bt": "BTI",
    "at": "AT", "st": "ST",
}  # fmt: skip
POST_TYPE_NAMES: Mapping[str, str] = {"BTF": "BT fristående", "BTI": "BT integrerad", "AT": "AT", "ST": "ST"}
AMBIGUOUS_BT = "BT"


def post_type_code(text: str) -> str | None:
    """Return the post type's code, `AMBIGUOUS_BT` when only BT is said, or None."""
    words = " ".join(text.replace(",", " ").replace("(", " ").replace(")", " ").casefold().split())
    return AMBIGUOUS_BT if words == "bt" else _POST_TYPES.get(words)


def region_key(text: str) -> str:
    """Return the part of a region's name that tells it from others: "Region Örebro län" and "örebro" are the same."""
    words = re.sub(r"[^\w-]+", " ", text.casefold()).split()
    kept = [word for word in words if word not in {"region", "regionen", "län", "landsting"}]
    key = " ".join(kept)
    return key.removesuffix("s") if "län" in words else key


class RegionNames:
    """Finds a region by code, county code, name or short name."""

    def __init__(self, regions: Iterable[tuple[str, str, str]]) -> None:
        """Take (code, name, short name) of every region."""
        self._codes: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._guesses: dict[str, str] = {}
        for code, name, short_name in regions:
            for text in (code, code.removeprefix("REG-"), name, short_name):
                if key := region_key(text):
                    self._codes.setdefault(key, code)
            self._names[region_key(name)] = name

    def code_of(self, text: str) -> str | None:
        return self._codes.get(region_key(text))

    def nearest(self, text: str) -> str:
        """Return the name of the region that `text` most resembles, or nothing when it resembles none."""
        key = region_key(text[:_LONGEST_NAME])
        if key not in self._guesses and len(self._guesses) < _MOST_GUESSES:
            close = get_close_matches(key, self._names, n=1, cutoff=0.7)
            self._guesses[key] = self._names[close[0]] if close else ""
        return self._guesses.get(key, "")
