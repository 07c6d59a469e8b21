"""What the columns and titles of the published tables are called on a page."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from randa.organisations.models import PublishedTable

TITLES: dict[str, Promise] = {
    "t2023_1_dimensioning": _("AT, BT, VFU och ST per region"),
    "t2023_2_at_standard_time": _("AT:s normtid per region"),
    "t2023_2_hospitals": _("Sjukhus med AT och deras normtid"),
    "t2023_annex_1a_gavle": _("AT-avsnitt och tider, Gävle sjukhus"),
    "t2023_annex_1b_hudiksvall": _("AT-avsnitt och tider, Hudiksvalls sjukhus"),
    "t2023_annex_2_sormland": _("AT-avsnitt och tider, Sörmland"),
    "t2023_annex_3_uppsala": _("AT-avsnitt och orter, Uppsala"),
    "t2023_annex_4_varmland": _("AT-avsnitt och tider, Värmland"),
    "t2023_annex_5_orebro": _("AT-avsnitt och tider, Örebro län"),
    "t2023_annex_6_vastmanland": _("AT-avsnitt och tider, Västmanland"),
    "t2023_annex_7_dalarna": _("AT-avsnitt, Dalarna (inget underlag lämnat)"),
    "t2023_figure_6_effect_goals_orebro": _("Effektmål i Örebro län"),
    "t2025_1_employment_forms": _("Anställningsformer och genomförda BT 2021–2025"),
    "t2025_2_bt_forecast": _("Planerade BT-tjänster 2026–2030"),
    "t2025_3_at_need": _("Rikets behov av AT 2025–2030 efter examensland"),
    "p2025_orebro_weeks_at_bt": _("Veckor per placering i AT och BT, Örebro län"),
    "surveys": _("Enkäternas urval och svar"),
    "bt_quality_practice_counts": _("Hur många regioner som gör på ett visst sätt"),
    "assessment_requirement_spans": _("Bedömningar som krävs per placering och totalt"),
    "supervision_practice_2023": _("Handledning, utvärdering och incitament per region"),
    "activity_plans": _("Arbetsgruppernas mål och aktiviteter"),
    "working_group_members": _("Roller och organisationer i arbetsgrupperna"),
    "council_facts": _("Räknade uppgifter om rådet"),
}
PLACES: dict[str, Promise] = {
    "Tabell 2 (2023), column Sjukhus": _("Tabell 2 (2023), kolumnen Sjukhus"),
    "Slide on weeks in AT and BT, Örebro län": _("Bild om veckor i AT och BT, Örebro län"),
    "Both surveys": _("Båda enkäterna"),
    "Sections 2.1-2.3": _("Avsnitt 2.1–2.3"),
    "Section 2.3 C-D": _("Avsnitt 2.3 C–D"),
    "Section 6": _("Avsnitt 6"),
    "Activity plans": _("Aktivitetsplaner"),
    "Member lists": _("Medlemslistor"),
    "Annual reports": _("Verksamhetsberättelser"),
}
HEADINGS: dict[str, Promise] = {
    "region": _("Region"),
    "document": _("Dokument"),
    "printed_table": _("Tryckt i"),
    "section": _("Avsnitt"),
    "unit": _("Enhet"),
    "area": _("Område"),
    "value_min": _("Minst, som tal"),
    "value_max": _("Högst, som tal"),
    "section_min_raw": _("Avsnittets minsta tid"),
    "section_min_months": _("Avsnittets minsta tid i månader"),
    "period_raw": _("Tid"),
    "mode": _("Sätt"),
    "hospital": _("Sjukhus"),
    "comment_raw": _("Kommentar"),
    "year": _("År"),
    "value": _("Värde"),
    "no": _("Nr"),
    "group": _("Grupp"),
    "total_need_of_at": _("Totalt behov av AT"),
    "topic": _("Ämne"),
    "timeframe": _("Tidplan"),
    "swedish_degree": _("Svensk examen"),
    "eu_ees_schweiz_kul_degree": _("Examen från EU, EES eller Schweiz, eller KUL"),
    "survey": _("Enkät"),
    "status_or_comment_own_words": _("Status eller kommentar"),
    "status": _("Status"),
    "statement_own_words": _("Påstående"),
    "standard_months_raw": _("Normtid, månader"),
    "standard_months_min": _("Normtid minst, som tal"),
    "standard_months_max": _("Normtid högst, som tal"),
    "stakeholder_group": _("Part"),
    "short": _("Förkortning"),
    "sent": _("Utskickad"),
    "scope": _("Gäller"),
    "role_title": _("Roll"),
    "responsible": _("Ansvarig"),
    "responses_implied": _("Svar, härlett"),
    "response_rate_percent": _("Svarsfrekvens, procent"),
    "respondent_group": _("Svarande"),
    "reminder": _("Påminnelse"),
    "remark": _("Vår anmärkning"),
    "plan_year": _("Planår"),
    "placement": _("Placering"),
    "persons": _("Personer"),
    "period": _("Period"),
    "overall_goal_own_words": _("Övergripande mål"),
    "organisation": _("Organisation"),
    "of": _("Av"),
    "note": _("Vår anmärkning"),
    "n_invited": _("Tillfrågade"),
    "months18_from_year": _("18 månader från år"),
    "min": _("Minst"),
    "max": _("Högst"),
    "method": _("Metod"),
    "list_no": _("Nr i listan"),
    "is_at_site": _("Har AT"),
    "integrated_bt": _("Integrerad BT"),
    "instrument": _("Instrument"),
    "hospital_as_spelled": _("Sjukhus"),
    "goal_own_words": _("Mål"),
    "function": _("Uppgift"),
    "free_standing_bt": _("Fristående BT"),
    "footnote_own_words": _("Fotnot"),
    "fact_own_words": _("Uppgift"),
    "fact": _("Uppgift"),
    "effect_goal_own_words": _("Effektmål"),
    "distribution_raw": _("Fördelning"),
    "difference_weeks_raw": _("Skillnad, veckor"),
    "difference_min": _("Skillnad minst, som tal"),
    "difference_max": _("Skillnad högst, som tal"),
    "count": _("Antal"),
    "completed_integrated": _("Integrerade, som tal"),
    "completed_free_standing": _("Fristående, som tal"),
    "comment_own_words": _("Kommentar"),
    "bt_weeks_min": _("BT minst, veckor"),
    "bt_weeks_max": _("BT högst, veckor"),
    "at_weeks_min": _("AT minst, veckor"),
    "at_weeks_max": _("AT högst, veckor"),
    "at_starts_per_year_own": _("Starter per år på sjukhuset"),
    "at_starts_per_year": _("Starter per år"),
    "at_standard_months": _("Normtid AT, månader"),
    "activity_own_words": _("Aktivitet"),
}
MEASURES: dict[str, Promise] = {
    "VFU-veckor 2022": _("VFU-veckor 2022"),
    "ST-läkare 2022": _("ST-läkare 2022"),
    "Genomförda BT 2021–2025": _("Genomförda BT 2021–2025"),
}


def table_title(table: PublishedTable) -> str:
    """Return what a table holds."""
    return str(TITLES.get(table.key, table.title))


def table_place(table: PublishedTable) -> str:
    """Return where in its document a table stands."""
    return str(PLACES.get(table.place, table.place))


def column_heading(column: Mapping[str, str]) -> str:
    """Return the heading of one column, with what it counts and per what."""
    label, unit = heading_and_unit(column)
    return f"{label}, {unit}" if unit else label


def heading_and_unit(column: Mapping[str, str]) -> tuple[str, str]:
    """Return the heading of one column, and what its numbers are: a count, per 100 000, or nothing said."""
    measure = str(MEASURES.get(column["measure"], column["measure"]))
    if column["kind"] == "rate":
        return measure, gettext("per 100 000")
    if column["kind"] == "count":
        return measure, gettext("antal")
    return str(HEADINGS.get(column["name"], column["name"])), ""
