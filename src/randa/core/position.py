"""A place on the map in degrees (WGS 84): read as people paste it, held inside Sweden, and how far it is as the crow flies."""

import math
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

EARTH_KM = 6371.0
SOUTH, NORTH = Decimal("55.0"), Decimal("69.1")
WEST, EAST = Decimal("10.5"), Decimal("24.2")
STEP = Decimal("0.00001")  # about a metre
_DEGREES = re.compile(r"^\s*(-?\d{1,3}[.,]\d+)\s*(?:[;,]\s*|\s)\s*(-?\d{1,3}[.,]\d+)\s*$")


@dataclass(frozen=True, slots=True)
class Position:
    """Degrees north and east, to five decimals."""

    latitude: Decimal
    longitude: Decimal

    def __str__(self) -> str:
        return f"{self.latitude_text}, {self.longitude_text}"

    @property
    def latitude_text(self) -> str:
        """Return the degrees north as an address of a map has them: with a full stop, whatever the language."""
        return f"{self.latitude:.5f}"

    @property
    def longitude_text(self) -> str:
        return f"{self.longitude:.5f}"

    @property
    def is_in_sweden(self) -> bool:
        """Tell whether it lies in the rectangle around Sweden, which holds some of the neighbours too."""
        return SOUTH <= self.latitude <= NORTH and WEST <= self.longitude <= EAST


def read_position(text: str) -> Position | None:
    """Return the position typed as `60.60650, 15.63550`, with full stops or decimal commas; None for anything else."""
    found = _DEGREES.match(text)
    if found is None:
        return None
    north, east = (Decimal(part.replace(",", ".")).quantize(STEP) for part in found.groups())
    return Position(north, east)


def crow_km(one: Position, other: Position) -> float:
    """Return the kilometres between two positions as the crow flies (great circle)."""
    north, further = math.radians(one.latitude), math.radians(other.latitude)
    east = math.radians(other.longitude - one.longitude)
    half = math.sin((further - north) / 2) ** 2 + math.cos(north) * math.cos(further) * math.sin(east / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(half))


class PositionField(forms.CharField):
    """Two numbers as a map gives them; a `Position` in Sweden comes out, or None when nothing is typed."""

    default_error_messages = {
        "position": _("Skriv två tal som i en karttjänst: 60.60650, 15.63550. Det första är latitud, det andra longitud."),
        "outside": _("Den platsen ligger inte i Sverige. Kontrollera talen, och att latituden står först."),
    }  # fmt: skip

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        found = read_position(text)
        if found is None:
            raise forms.ValidationError(self.error_messages["position"], code="position")
        if not found.is_in_sweden:
            raise forms.ValidationError(self.error_messages["outside"], code="outside")
        return found
