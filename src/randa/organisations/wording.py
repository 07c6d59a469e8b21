"""The reference data keeps its remarks in English, in our own words; pages show them in the reader's language."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

YES_NO = {"yes": _("ja"), "no": _("nej")}
NOTES: dict[str, Promise] = {
    "named Uppsala-Örebro until October 2020": _("hette Uppsala-Örebro till oktober 2020"),
    "southern Halland": _("södra Halland hör hit"),
    "northern Halland": _("norra Halland hör hit"),
    "county is Södermanland, the region calls itself Sörmland": _("länet heter Södermanland, regionen Sörmland"),
    "municipality with regional tasks": _("kommun med regionens uppgifter"),
    "split: Falkenberg, Kungsbacka, Varberg in Västra; Halmstad, Hylte, Laholm in Södra": _(
        "delad: Falkenberg, Kungsbacka och Varberg hör till Västra, Halmstad, Hylte och Laholm till Södra"
    ),
    "has a rådskansli; contact by function mailbox": _("har ett rådskansli; kontakt genom funktionsbrevlåda"),
    "issues legitimation, intyg om godkänd BT, bevis om specialistkompetens": _(
        "utfärdar legitimation, intyg om godkänd BT och bevis om specialistkompetens"
    ),
    "examenstillstånd": _("ger examenstillstånd"),
    "Mellansverige; medical programme; co-ordinator of the VFU group": _("har läkarprogram; samordnar VFU-gruppen"),
    "medical programme; gives anestesi for Karlstad": _("har läkarprogram; ger anestesisjukvård även för Karlstad"),
    "gives IVA for Örebro; operationssjukvård with study sites Karlstad, Eskilstuna, Falun, Gävle, Västerås, Örebro": _(
        "ger intensivvård även för Örebro; operationssjukvård med studieorter i Karlstad, Eskilstuna, Falun, Gävle,"
        " Västerås och Örebro"
    ),
    "Falun is study site of HiG for anestesi and intensivvård": _(
        "Falun är studieort för anestesi- och intensivvård vid Högskolan i Gävle"
    ),
    "responsible for anestesi and intensivvård with Falun as study site": _(
        "ansvarar för anestesi- och intensivvård med Falun som studieort"
    ),
    "länssjukhus (b)": _("länssjukhus"),
    "länssjukhus, Eskilstuna (b)": _("länssjukhus, i Eskilstuna"),
    "university hospital (b)": _("universitetssjukhus"),
    "psychiatric hospital site (c)": _("ort för psykiatrisk sjukhusvård"),
    "only the place is given in the seed": _("bara orten är angiven i underlaget"),
}
SOURCES: dict[str, Promise] = {
    "hälso- och sjukvårdsförordningen (2017:80)": _("hälso- och sjukvårdsförordningen (2017:80)"),
    "förordning 1982:777, med samma indelning": _("förordning 1982:777, med samma indelning"),
    "SCB:s länskoder": _("SCB:s länskoder"),
    "SCB:s kommunkoder": _("SCB:s kommunkoder"),
    "SCB, folkmängd per län": _("SCB, folkmängd per län"),
    "södra Halland: Halmstad, Hylte och Laholm": _("södra Halland: Halmstad, Hylte och Laholm"),
    "norra Halland: Falkenberg, Kungsbacka och Varberg": _("norra Halland: Falkenberg, Kungsbacka och Varberg"),
}
_WORDS: dict[str, Promise] = {**YES_NO, **NOTES, **SOURCES}


def in_words(text: str) -> str:
    """Return a remark or value of the reference data in the active language; what has no wording stands as it is."""
    return str(_WORDS.get(text, text))
