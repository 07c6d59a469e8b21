"""Where the hospitals lie and which clinics the demo world gives them. Positions are general knowledge, clinics are made up."""

from dataclasses import dataclass

UNIVERSITY_OR_COUNTY = (
    ("IM", "Medicinkliniken"),
    ("IM", "Hjärt- och lungkliniken"),
    ("KIR", "Kirurgkliniken"),
    ("AKU", "Akutkliniken"),
    ("PSY", "Vuxenpsykiatriska kliniken"),
    ("PSY", "Beroendekliniken"),
    ("VAL", "Barn- och ungdomskliniken"),
    ("VAL", "Kvinnokliniken"),
    ("VAL", "Infektionskliniken"),
    ("VAL", "Ortopedkliniken"),
    ("VAL", "Anestesi- och intensivvårdskliniken"),
)
FULL = (
    ("IM", "Medicinkliniken"),
    ("KIR", "Kirurgkliniken"),
    ("AKU", "Akutmottagningen"),
    ("PSY", "Psykiatriska mottagningen"),
)
ACUTE = (("IM", "Medicinkliniken"), ("AKU", "Akutmottagningen"))
PSYCHIATRIC = (("PSY", "Psykiatriska avdelningen Granen"), ("PSY", "Psykiatriska öppenvården"))


@dataclass(frozen=True, slots=True)
class Hospital:
    """A hospital: degrees north and east, its clinics, and its weight when seats are shared out."""

    north: float
    east: float
    clinics: tuple[tuple[str, str], ...]
    weight: int

    @property
    def position_km(self) -> tuple[float, float]:
        """Return kilometres east and north of 59° N 15° E, on a flat map that is true at 60° N."""
        return round((self.east - 15) * 55.7, 1), round((self.north - 59) * 111.2, 1)


HOSPITALS = {
    "HSP-20-1": Hospital(60.60, 15.63, UNIVERSITY_OR_COUNTY, 4),
    "HSP-20-2": Hospital(61.00, 14.54, FULL, 2),
    "HSP-20-3": Hospital(60.14, 16.17, ACUTE, 1),
    "HSP-20-4": Hospital(60.48, 15.43, ACUTE, 1),
    "HSP-20-5": Hospital(60.15, 15.19, ACUTE, 1),
    "HSP-20-6": Hospital(60.35, 15.75, PSYCHIATRIC, 2),
    "HSP-21-1": Hospital(60.67, 17.14, UNIVERSITY_OR_COUNTY, 3),
    "HSP-21-2": Hospital(61.73, 17.10, FULL, 2),
    "HSP-04-1": Hospital(59.37, 16.51, UNIVERSITY_OR_COUNTY, 3),
    "HSP-04-2": Hospital(58.75, 17.00, FULL, 2),
    "HSP-04-3": Hospital(59.00, 16.20, FULL, 1),
    "HSP-17-1": Hospital(59.38, 13.50, UNIVERSITY_OR_COUNTY, 4),
    "HSP-17-2": Hospital(60.14, 13.00, FULL, 1),
    "HSP-17-3": Hospital(59.65, 12.59, FULL, 1),
    "HSP-19-1": Hospital(59.51, 15.99, FULL, 1),
    "HSP-19-2": Hospital(59.61, 16.54, UNIVERSITY_OR_COUNTY, 3),
    "HSP-19-3": Hospital(59.92, 16.60, ACUTE, 1),
    "HSP-19-4": Hospital(60.00, 15.79, ACUTE, 1),
    "HSP-03-1": Hospital(59.86, 17.64, UNIVERSITY_OR_COUNTY, 4),
    "HSP-03-2": Hospital(59.64, 17.08, FULL, 1),
    "HSP-18-1": Hospital(59.27, 15.21, UNIVERSITY_OR_COUNTY, 4),
    "HSP-18-2": Hospital(59.33, 14.52, FULL, 1),
    "HSP-18-3": Hospital(59.59, 15.23, FULL, 1),
}
