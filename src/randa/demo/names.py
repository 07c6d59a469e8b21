"""Names that nobody bears: given names of plants and weather, family names that say they are made up."""

from itertools import product

from randa.demo.chance import stream


def _words(text: str) -> list[str]:
    return text.split()


GIVEN = _words(
    "Alm Ask Björk Blåklint Dagg Dimma Ek Elm Fjäder Frost Gran Gryning Hassel Humla Iris Jasmin Kastanj Klöver Kråkris Lav "
    "Lavendel Lind Ljung Lönn Malva Mynta Måne Norrsken Nypon Olvon Regn Rim Rönn Salvia Skymning Sol Storm Sälg Tall Timjan "
    "Tussilago Tö Vallmo Vide Vind Viol Våg Åska Älggräs Ört"
)
FAMILY = _words(
    "Beispielsson Blindprov Demodal Demogren Demolund Demostedt Diktberg Diktlund Dummysson Exempelberg Exempelfors "
    "Exempelgren Exempelström Fabelberg Fabelgren Fabelius Fantasén Fantasidotter Fejkberg Fiktén Fiktionsson Hittepåberg "
    "Hittepåstrand Hittpådotter Illusin Inbillgren Kulissberg Kulisson Lorem-Ipsum Låtsasberg Låtsasdotter Låtsasgren "
    "Låtsasson Mallberg Mallgren Mallström Mönsterdahl Nonsensius Platshållare Platshållberg Provdahl Provdotter Provfält "
    "Provgren Provsson Provström Påhittberg Påhittgren Påhittsson Rekvisitberg Sagodal Sagogren Skissgren Skisslund "
    "Skyltberg Testberg Testdotter Testlund Testsson Utkastberg"
)
CENTRE_BEGINNINGS = _words("Demo Exempel Fabel Fantasi Låtsas Mall Prov Påhitts Sago Skiss Test Utkasts")
CENTRE_ENDINGS = _words("backen berga by dalen hult lunda näset sjön torp udden viken ängen")

# Which part of the shuffled list belongs to whom: people keep their names when another group grows.
_SHARES = {
    "learner": (0, 800),
    "supervisor": (800, 1700),
    "head": (1700, 2200),
    "office": (2200, 2600),
    "student": (2600, 2700),
}


def people_names(group: str) -> list[tuple[str, str]]:
    """Return (given, family) pairs for a group, each pair once in the whole world."""
    pairs = list(product(GIVEN, FAMILY))
    stream("names").shuffle(pairs)
    first, last = _SHARES[group]
    return pairs[first:last]


def centre_names() -> list[str]:
    """Return names of health centres, each once."""
    names = [f"Vårdcentralen {beginning}{ending}" for beginning, ending in product(CENTRE_BEGINNINGS, CENTRE_ENDINGS)]
    stream("centres").shuffle(names)
    return names


def address(given: str, family: str) -> str:
    """Return the person's e-mail address at a domain that cannot exist."""
    plain = f"{given}.{family}".lower().translate(str.maketrans("åäöé", "aaoe"))
    return f"{plain}@demo.example"
