"""The sentences of findings, in Swedish with named parameters. The interface translates them, then fills them in."""

from collections.abc import Mapping

from randa.dimensioning.claims.model import Cause, Kind, Severity

CAUSES: Mapping[Cause, str] = {
    Cause.DENOMINATOR_OLDER_POPULATION: "Äldre folkmängd i nämnaren",
    Cause.DENOMINATOR_LARGER_POPULATION: "Större folkmängd i nämnaren",
    Cause.DENOMINATOR_COPIED_RATE: "Kopierad kvot",
    Cause.DENOMINATOR_MIXED: "Olika folkmängder i nämnaren",
    Cause.DENOMINATOR_WRONG_SHARE: "Fel andel",
    Cause.ROUNDING: "Avrundning",
    Cause.MISSING_REGION: "En region saknas",
    Cause.MISSING_TOTAL: "Summa saknas",
    Cause.ARITHMETIC: "Räknefel",
    Cause.TEXT_AGAINST_TABLE: "Texten säger annat än tabellen",
    Cause.TEXT_AGAINST_TEXT: "Texter säger emot varandra",
    Cause.QUANTITY_DIFFERS: "Olika storheter",
}
SEVERITIES: Mapping[Severity, str] = {
    Severity.DEVIATION: "Avvikelse",
    Severity.CONFLICT: "Motsägelse",
    Severity.NOTE: "Att veta",
}
KINDS: Mapping[Kind, str] = {
    Kind.TOTAL: "Summa",
    Kind.RATE: "Kvot per 100 000",
    Kind.SHARE: "Andel",
    Kind.TEXT: "Påstående i text",
    Kind.DIFFERENCE: "Jämförelse mellan tabeller",
    Kind.SERIES: "Utveckling över år",
}

RATE_OLDER = (
    "%(place)s: %(count)s ger %(recomputed)s per 100 000 med %(population)s invånare, inte %(printed)s. Det tryckta"
    " talet kräver %(low)s–%(high)s invånare, färre än de angivna: troligen en äldre folkmängd."
)
RATE_LARGER = (
    "%(place)s: %(count)s ger %(recomputed)s per 100 000 med %(population)s invånare, inte %(printed)s. Det tryckta"
    " talet kräver %(low)s–%(high)s invånare, fler än de angivna: troligen en annan nämnare."
)
RATE_COPIED = (
    "%(place)s: %(count)s ger %(recomputed)s per 100 000 med %(population)s invånare, inte %(printed)s. Samma tal"
    " står för %(others)s, med samma antal men annan folkmängd: troligen är kvoten kopierad."
)
RATE_ROUNDING = (
    "%(place)s: %(count)s ger %(recomputed)s per 100 000 med %(population)s invånare, inte %(printed)s."
    " Skillnaden är så liten att det troligen är en avrundning."
)
RATE_OTHER_COUNT = (
    "%(place)s: %(count)s ger %(recomputed)s per 100 000 med %(population)s invånare, inte %(printed)s. Skillnaden"
    " är för stor för en annan folkmängd: troligen gäller kvoten ett annat antal."
)
RATES_OLDER = (
    "%(region)s: ingen folkmängd passar alla kvoter. %(measure_low)s kräver %(low_from)s–%(low_to)s invånare,"
    " %(measure_high)s %(high_from)s–%(high_to)s. Alla ligger under de angivna"
    " %(population)s: troligen är flera kvoter räknade med en äldre folkmängd."
)
RATES_ROUNDING = (
    "%(region)s: ingen folkmängd passar alla kvoter. %(measure_low)s kräver %(low_from)s–%(low_to)s invånare,"
    " %(measure_high)s %(high_from)s–%(high_to)s. Det skiljer bara %(gap)s invånare: troligen avrundning."
)
RATES_ODD = (
    "%(region)s: ingen folkmängd passar alla kvoter. %(measure_low)s kräver %(low_from)s–%(low_to)s invånare,"
    " %(measure_high)s %(high_from)s–%(high_to)s. Utan %(odd)s går de andra ihop; dess kvot skulle kräva antalet"
    " %(needs_from)s–%(needs_to)s, men det tryckta är %(count)s."
)
RATES_MIXED = (
    "%(region)s: ingen folkmängd passar alla kvoter. %(measure_low)s kräver %(low_from)s–%(low_to)s invånare,"
    " %(measure_high)s %(high_from)s–%(high_to)s: troligen är kvoterna räknade med olika folkmängder."
)
RATES_IMPOSSIBLE = (
    "%(region)s: %(measure_low)s har en kvot som ingen folkmängd kan ge med det tryckta antalet: troligen är"
    " antalet eller kvoten fel."
)
TOTAL_WRONG = (
    "%(place)s: delarna blir %(recomputed)s, inte %(printed)s. Skillnaden är %(deviation)s: troligen ett räknefel."
)
TOTAL_OMITS = (
    "%(place)s: delarna blir %(recomputed)s, inte %(printed)s. Skillnaden %(deviation)s är just %(others)s:"
    " troligen saknas den i summan."
)
TOTAL_ROUNDING = "%(place)s: delarna blir %(recomputed)s, inte %(printed)s. Skillnaden ryms i delarnas avrundning."
TOTAL_UNKNOWN_PART = (
    "%(place)s: uppgift saknas för %(others)s. De kända delarna blir %(recomputed)s; en fullständig summa kan inte"
    " räknas."
)
TOTAL_NOT_PRINTED = "%(place)s: ingen summarad är tryckt. Summorna är %(sums)s."
SHARE_WRONG = "%(place)s: %(count)s av %(total)s är %(recomputed)s %%, inte %(printed)s."
SHARE_ROUNDING = (
    "%(place)s: %(count)s av %(total)s är %(recomputed)s %%, inte %(printed)s. Skillnaden är så liten att det"
    " troligen är en avrundning."
)
POPULATION_SHARE = (
    "Texten säger att regionerna har %(printed)s av befolkningen; folkmängden ger %(recomputed)s %%. Av"
    " %(national)s platser blir det %(recomputed_posts)s i stället för %(printed_posts)s. Planen för %(year)s är"
    " %(planned)s (%(planned_share)s %%), fortfarande mer än andelen."
)
POPULATION_SHARE_FAILS = (
    "Texten säger att regionerna har %(printed)s av befolkningen; folkmängden ger %(recomputed)s %%. Av"
    " %(national)s platser blir det %(recomputed_posts)s i stället för %(printed_posts)s. Planen för %(year)s är"
    " %(planned)s (%(planned_share)s %%), alltså inte mer än andelen."
)
NATIONAL_RATE = (
    "Texten säger att %(count)s platser om året är %(printed)s; med %(population)s invånare blir det"
    " %(recomputed)s. Det tryckta talet skulle kräva %(low)s–%(high)s invånare."
)
RATE_RANGE = (
    "Texten anger spannet %(printed)s per 100 000; omräknat är det %(low)s–%(high)s, från %(lowest)s till %(highest)s."
)
LEVEL_YEAR = (
    "Källorna anger olika år för när nivån nås: %(statements)s. Tabellen når sin slutnivå (%(total)s) %(year)s."
)
DECLINE_YEAR = "Källorna anger olika år för när AT börjar minska: %(statements)s. Tabellen minskar från %(year)s."
ZERO_AFTER = (
    "Texten säger att behovet efter %(printed_year)s bara gäller utländska examina; tabellen har noll svenska redan"
    " från %(year)s. Rätten att slutföra den äldre utbildningen gäller till %(until)s, så nollorna är en prognos"
    " och ingen regel."
)
INCREASE_UNCHECKED = (
    "Texten säger att alla %(stated)s regioner ökade %(series)s under %(year)s; tabellen saknar %(before)s. Mellan"
    " %(first)s och %(last)s ökar %(rising)s medan %(falling)s minskar."
)
INCREASE_WRONG = (
    "Texten säger att alla %(stated)s regioner ökade %(series)s under %(year)s; i tabellen ökar %(rising)s medan"
    " %(falling)s minskar."
)
ABOVE_NATION = "Texten säger att %(stated)s regioner ligger över riket (%(nation)s); i tabellen är det %(recomputed)s."
NOT_ALL_DO = (
    "Texten säger att alla %(stated)s regioner gör så vid central rekrytering; enligt samma rapport har %(count)s av"
    " %(of)s central rekrytering. Bara integrerad BT: %(others)s."
)
POSTS_COMPLETIONS = (
    "%(yearly)s BT-platser planerades på ett år, men %(period)s BT genomfördes på omkring %(years)s år. Störst är"
    " skillnaden i %(region)s: %(region_yearly)s planerade på ett år, %(region_period)s genomförda. Platser, starter"
    " och genomförda BT är olika storheter."
)
NOT_HIGHER = (
    "BT ska växa, men prognosen för %(later_year)s ligger inte över platserna %(earlier_year)s i %(regions)s. Talen"
    " kan gälla olika storheter."
)

ROW_UNKNOWN_REGION = "%(cell)s är inte namnet på någon region. Skriv till exempel Dalarna eller Region Dalarna."
ROW_TWICE = "%(cell)s står redan på rad %(first)s. Behåll en av raderna."
ROW_WITHOUT_NAME = "Raden har tal men inget namn. Skriv regionens namn i första kolumnen."
ROW_TOO_LONG = "Raden har fler celler än rubrikraden. Ta bort det som står till höger om sista rubriken."
CELL_NOT_A_NUMBER = "%(cell)s är inte ett tal. Skriv till exempel 24 eller 24,5; lämna tomt om uppgiften saknas."
CELL_NEGATIVE = "%(cell)s är mindre än noll. Skriv 0 eller ett större tal."
COLUMN_TWICE = "Rubriken %(cell)s finns två gånger; den andra kolumnen används inte. Ge kolumnerna olika rubriker."
COLUMN_WITHOUT_COUNT = "%(cell)s har inget antal att räkna från. Lägg till en kolumn med antalet."
TABLE_EMPTY = "Tabellen är tom. Klistra in rubrikrad och minst en rad."
TABLE_WITHOUT_HEADER = (
    "Rubrikraden saknas. Lägg en rad överst som säger vad kolumnerna är, till exempel Region och 2027."
)
TABLE_TOO_LONG = "Tabellen har %(rows)s rader; de första %(limit)s är kontrollerade. Dela upp resten."
