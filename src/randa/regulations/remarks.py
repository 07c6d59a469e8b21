"""The remarks on rules and regulations, kept in English in the reference data, as pages show them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REMARKS: dict[str, Promise] = {
    # regulations
    "consolidated December 2025, read in full": _("konsoliderad december 2025, läst i sin helhet"),
    "10 kap. 5 § read": _("10 kap. 5 § läst"),
    "second-hand in part; rules marked c are to be checked against the text": _(
        "delvis i andra hand; regler märkta overifierade ska kontrolleras mot texten"
    ),
    "last changed by HSLF-FS 2021:9; beginning of the consolidated text read; the day in force is general knowledge": _(
        "senast ändrad genom HSLF-FS 2021:9; början av den konsoliderade texten läst; dagen för ikraftträdande är allmän kunskap"
    ),
    "title in our words": _("titeln med våra ord"),
    "consolidated, read": _("konsoliderad, läst"),
    "title page read; intentions through 002": _("titelbladet läst; avsikterna enligt 002"),
    "through Socialstyrelsen": _("genom Socialstyrelsen"),
    # objectives
    "all specialities": _("alla specialiteter"),
    "most specialities; which of the four varies per speciality": _(
        "de flesta specialiteter; vilka av de fyra varierar mellan specialiteter"
    ),
    "one speciality": _("en specialitet"),
    # national rules
    "full-time equivalent": _("räknat på heltid"),
    "about one year; not a binding legal number": _("ungefär ett år; inget rättsligt bindande tal"),
    "BT and the rest of ST together: 5 years 6 months": _("BT och resten av ST tillsammans: 5 år och 6 månader"),
    "needed once, not repeated for a further speciality": _("krävs en gång, inte igen för en ytterligare specialitet"),
    "other parts of ST may come before or beside BT": _("andra delar av ST får komma före eller vid sidan av BT"),
    "apply for the certificate within the first two service years at full time": _(
        "ansök om intyget inom de två första tjänstgöringsåren på heltid"
    ),
    "Socialstyrelsen issues intyg om godkänd bastjänstgöring, for a fee": _(
        "Socialstyrelsen utfärdar intyg om godkänd bastjänstgöring mot avgift"
    ),
    "may use SOSFS 2015:8: five years, no BT": _("får använda SOSFS 2015:8: fem år, ingen BT"),
    "in care where the doctor has own patients and answers for investigation and treatment": _(
        "i vård där läkaren har egna patienter och svarar för utredning och behandling"
    ),
    "no mandatory placement; BT2 has ten psychiatric requirements, so most regions add 2-3 months": _(
        "ingen obligatorisk placering; BT2 har tio krav i psykiatri, så de flesta regioner lägger till 2–3 månader"
    ),
    "may be issued several times; together they cover all objectives": _(
        "får utfärdas flera gånger; tillsammans omfattar de alla delmål"
    ),
    "application for intyg om godkänd BT": _("ansökan om intyg om godkänd BT"),
    "one of them; check the exact wording against the regulation": _(
        "en av dem; kontrollera den exakta lydelsen i föreskriften"
    ),
    "both": _("båda"),
    "fullgjord ST": _("fullgjord ST"),
    "uppnådd specialistkompetens; both": _("uppnådd specialistkompetens; båda"),
    "originals by post for ST on the page read": _("original med post för ST enligt den lästa sidan"),
    "five areas and the rules of ST": _("fem områden och reglerna för ST"),
    "in first hand": _("i första hand"),
    "not the same unit or supervisor": _("inte samma enhet eller handledare"),
    "methods known and agreed beforehand; assumed to hold for BT too": _(
        "metoderna är kända och överenskomna i förväg; antas gälla även BT"
    ),
    "no regulation requires a new clinical assessment at the end": _(
        "ingen föreskrift kräver en ny klinisk bedömning i slutet"
    ),
    "the unit head answers for it": _("verksamhetschefen svarar för det"),
    "fristående and integrerad BT": _("fristående och integrerad BT"),
    "which of the four varies per speciality": _("vilka av de fyra varierar mellan specialiteter"),
    "45 base, 8 branch, 10 additional": _("45 bas, 8 gren, 10 tillägg"),
    "also in outside placements": _("även vid sidotjänstgöring"),
    "full time": _("heltid"),
    "counted in proportion": _("räknas i proportion"),
    "medicine (with paediatrics) and surgery together": _("medicin (med pediatrik) och kirurgi tillsammans"),
    "psychiatry or child and adolescent psychiatry": _("psykiatri eller barn- och ungdomspsykiatri"),
    "the order may be changed only by dispensation": _("ordningen får bara ändras genom dispens"),
    "temporary posts do not count": _("vikariat räknas inte"),
    "statutory vacation need not be made up": _("lagstadgad semester behöver inte tas igen"),
    "given by the universities; covers all of AT": _("ges av lärosätena; omfattar hela AT"),
    "medsittning replaces the oral part": _("medsittning ersätter den muntliga delen"),
    "after talking to the personal supervisor; may delegate to a competent person": _(
        "efter samtal med den personliga handledaren; får delegeras till en kompetent person"
    ),
    "the definition came with HSLF-FS 2021:9; weak source": _("definitionen kom med HSLF-FS 2021:9; svag källa"),
    "only the medicine and surgery part; the day it came into force was not read": _(
        "bara delen medicin och kirurgi; dagen för ikraftträdande är inte läst"
    ),
    "330 hp, 5.5 years": _("330 hp, 5,5 år"),
    "9 + 11 + 3": _("9 + 11 + 3"),
    "Mellansverige": _("Mellansverige"),
    "last admission spring 2021": _("sista antagning våren 2021"),
    "360 hp, leads directly to legitimation": _("360 hp, leder direkt till legitimation"),
    "including BT, matching planned future need of specialists": _(
        "även BT, efter det planerade framtida behovet av specialister"
    ),
    "councils that judge the case relevant for their area": _("råd som bedömer att ärendet rör deras område"),
    "a case sent from NVKR concerns at least three": _("ett ärende från NVKR rör minst tre råd"),
    "for cases from one organisation; hard rule is our reading": _(
        "för ärenden från en organisation; att den är tvingande är vår tolkning"
    ),
    # regional rules
    "lowest over the regions": _("lägst bland regionerna"),
    "highest over the regions": _("högst bland regionerna"),
    "all seven regions require Mini-CEX": _("alla sju regioner kräver Mini-CEX"),
    "7 of 7 regions": _("7 av 7 regioner"),
    "5 of 7 regions regardless of earlier service; 2 of 7 give credit in a few cases": _(
        "5 av 7 regioner oavsett tidigare tjänstgöring; 2 av 7 tillgodoräknar i enstaka fall"
    ),
    "keeps 21 months until further notice": _("behåller 21 månader tills vidare"),
    "Mini-CEX or DOPS": _("Mini-CEX eller DOPS"),
    "at the latest every seventh year": _("senast vart sjunde år"),
    "from 2023": _("från 2023"),
    "18 months proposed": _("18 månader föreslaget"),
    "an own course; only appointed assessors": _("egen kurs; bara utsedda bedömare"),
    "since 2021": _("sedan 2021"),
    "at the teaching health centre": _("på utbildningsvårdcentralen"),
    "18 at Akademiska sjukhuset, 21 at Lasarettet i Enköping; two starts a year at each": _(
        "18 på Akademiska sjukhuset, 21 på Lasarettet i Enköping; två starter om året på vardera"
    ),
    "per hospital": _("per sjukhus"),
    "from and including 2023": _("från och med 2023"),
    "preferably six; larger ones at least four times during ST": _("helst sex; större minst fyra gånger under ST"),
    "replaced the number scale in 2021 for Mini-CEX, DOPS and CBD": _(
        "ersatte sifferskalan 2021 för Mini-CEX, DOPS och CBD"
    ),
    "3-4 placements, 30 posts, half start each term": _("3–4 placeringar, 30 tjänster, hälften börjar varje termin"),
    # where a rule is known from, when that is no paragraph
    "preparatory work and regional decisions (004 2.3 E)": _("förarbeten och regionala beslut (004 2.3 E)"),
    "follows from the two required services; Region Dalarna": _(
        "följer av de två obligatoriska tjänstgöringarna; Region Dalarna"
    ),
    "follows from the two required services and at most two more; Region Dalarna": _(
        "följer av de två obligatoriska tjänstgöringarna och högst två till; Region Dalarna"
    ),
    "transcription of the målbeskrivning": _("avskrift av målbeskrivningen"),
    "page on ST applications": _("sidan om ansökan om ST"),
    "regulations of supervisors and studierektorer": _("föreskrifterna om handledare och studierektorer"),
    "not read in the regulation": _("inte läst i föreskriften"),
    "SOSFS 2015:8 as cited for ST": _("SOSFS 2015:8 som den citeras för ST"),
    "list of specialities": _("förteckningen över specialiteter"),
    "supervision in every service period": _("handledning under varje tjänstgöringsperiod"),
    "weak source": _("svag källa"),
    "sections": _("avsnitt"),
    "degree certificate": _("examensbevis"),
    "absence": _("frånvaro"),
    "written knowledge test": _("skriftligt kunskapsprov"),
    "EES and Switzerland": _("EES och Schweiz"),
    "transitional rule": _("övergångsbestämmelse"),
    "page on EPA": _("sidan om EPA"),
    "case flow, F6": _("ärendeflödet, F6"),
    "case flow, C3": _("ärendeflödet, C3"),
    "case flow, F3": _("ärendeflödet, F3"),
    # placements
    "agreed notice in the UK": _("avtalat varsel i Storbritannien"),
    "the unit and the period are known; nothing is decided in Mellansverige": _(
        "enhet och period är kända; inget är beslutat i Mellansverige"
    ),
    "figures about fewer people are not shown to those who do not need to know who they are; nothing is decided in Mellansverige": _(
        "uppgifter om färre visas inte för den som inte behöver veta vilka det är; inget är beslutat i Mellansverige"
    ),
    "the schedule is known; nothing is decided in Mellansverige": _(
        "schemat är känt; inget är beslutat i Mellansverige"
    ),
    "what a place that somebody has is worth keeping when a plan is mended; four hours' travel; nothing is decided in Mellansverige": _(
        "vad en plats som någon har är värd när en plan lagas: fyra timmars resa. Inget är beslutat i Mellansverige"
    ),
    "the same at the position that disturbs the most; nothing is decided in Mellansverige": _(
        "detsamma i läget där flest får störas. Inget är beslutat i Mellansverige"
    ),
    "what one doctor's travel may cost in all before the rest weighs more; six hours one way; nothing is decided in Mellansverige": _(
        "vad en läkares resor får kosta sammanlagt innan resten väger mer: sex timmars enkel resa. Inget är beslutat i Mellansverige"
    ),
    "how much more travel beyond that weighs; nothing is decided in Mellansverige": _(
        "hur mycket resor därutöver väger. Inget är beslutat i Mellansverige"
    ),
    "share of a unit's places that is held with ease; nothing is decided in Mellansverige": _(
        "hur stor del av en enhets platser som fylls utan pris. Inget är beslutat i Mellansverige"
    ),
    "each doctor and week beyond that; nothing is decided in Mellansverige": _(
        "varje läkare och vecka därutöver. Inget är beslutat i Mellansverige"
    ),
    "each doctor and week below the least number that a unit has stated; nothing is decided in Mellansverige": _(
        "varje läkare och vecka under det minsta antal som en enhet har angett. Inget är beslutat i Mellansverige"
    ),
    "how long chosen learners are planned anew": _("hur länge Randa söker när valda läkare planeras om"),
    "how long a whole draft is planned anew": _("hur länge Randa söker när ett helt utkast planeras om"),
}


def in_remark(text: str) -> str:
    """Return a remark in the active language; what has no wording stands as it is."""
    return str(REMARKS.get(text, text))
