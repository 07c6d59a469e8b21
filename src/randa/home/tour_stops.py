"""The story of the demo world, stop by stop. Figures are asked of the data each time, so that the words stay true."""

from django.db.models import Max, Min, Sum
from django.utils.translation import gettext as _

from randa.core.ui.formats import day_words, decimal
from randa.dimensioning.models import NationalNeed, PlannedPosts, PostType
from randa.home.shares import planned_shares
from randa.home.tour import Stop, Words, begin_with, register
from randa.people.models import User
from randa.placements.models import MandateChange, Plan

BT = (PostType.BT_FREE, PostType.BT_INTEGRATED)


def register_all() -> None:
    """Put the stops in the order of the story, and let some roles meet the part nearest to them first."""
    for stop in (
        Stop("shift", "dimensioning:overview", "dimensioning.view", _shift),
        Stop("breaks", "dimensioning:forecast", "dimensioning.view", _breaks),
        Stop("wrong_rate", "dimensioning:claims", "dimensioning.view", _wrong_rate),
        Stop("above_share", "dimensioning:overview", "dimensioning.view", _above_share),
        Stop("side_by_side", "dimensioning:plan", "dimensioning.view", _side_by_side),
        Stop("unplaced", "placements:plan", "placements.view", _unplaced),
        Stop("plans", "placements:plans", "placements.view", _plans),
        Stop("mandate", "placements:mandates", "placements.view", _mandate),
        Stop("own_day", "home:start", "placements.view_own", _own_day),
        Stop("sources", "organisations:list", "", _sources),
    ):
        register(stop)
    begin_with("unit_head", "mandate", "unplaced")
    begin_with("supervisor", "plans", "mandate")
    begin_with("coordinator", "unplaced", "mandate", "breaks")
    begin_with("council_secretary", "wrong_rate", "shift", "above_share")
    begin_with("auditor", "wrong_rate")


def _shift(_person: User) -> Words | None:
    at = NationalNeed.objects.filter(post_type="AT")
    years = at.aggregate(first=Min("year"), last=Max("year"))
    totals = dict(at.filter(year__in=[years["first"], years["last"]]).values_list("year", "total"))
    climb = list(
        PlannedPosts.objects.filter(post_type__in=BT, year__gte=years["first"] or 0)
        .values("year")
        .annotate(posts=Sum("posts"))
        .order_by("year")
    )
    if len(totals) < 2 or len(climb) < 2:
        return None
    at_text = _("Behovet av AT i landet går från %(first)s tjänster %(first_year)d till %(last)s år %(last_year)d.")
    bt_text = _(
        "Under samma tid planerar regionerna %(first)s BT-starter %(first_year)d och %(last)s år %(last_year)d."
    )
    at_ends = _ends(years["first"], totals[years["first"]], years["last"], totals[years["last"]])
    bt_ends = _ends(climb[0]["year"], climb[0]["posts"], climb[-1]["year"], climb[-1]["posts"])
    return Words(
        _("AT tar slut medan BT växer"),
        f"{at_text % at_ends} {bt_text % bt_ends}",
        _("Se de två kurvorna: var korsar de varandra, och räcker det för din region?"),
    )


def _ends(first_year: int, first: int, last_year: int, last: int) -> dict[str, object]:
    return {"first_year": first_year, "first": decimal(first, 0), "last_year": last_year, "last": decimal(last, 0)}


def _breaks(_person: User) -> Words:
    return Words(
        _("Här tar platserna slut först"),
        _(
            "Varje BT-läkare behöver veckor i psykiatri och allmänmedicin, och där är platserna få. "
            "Prognosen räknar ut, område för område och kvartal för kvartal, när det inte går längre."
        ),
        _("Rubriken säger vilket område som tar slut först, och när. Välj en röd ruta för att se vad som begränsar."),
    )


def _wrong_rate(_person: User) -> Words:
    return Words(
        _("En publicerad siffra som inte stämmer"),
        _(
            "Randa räknar om varje tal som har tryckts i rådets underlag. De flesta stämmer. Några gör det inte, "
            "och minst en regions tal per 100 000 invånare hör dit."
        ),
        _("Läs en avvikelse: tryckt tal, omräknat tal och den troliga orsaken står bredvid varandra."),
    )


def _above_share(_person: User) -> Words | None:
    shares = planned_shares()
    if len(shares) < 2:
        return None
    above, below = shares[0], shares[-1]
    text = _(
        "%(above)s planerar %(above_rate)s BT-tjänster per 100 000 invånare %(year)d, %(below)s %(below_rate)s. Läkarna "
        "rör sig över gränserna, så den ena regionens överskott kan bli den andras brist på sökande och platser."
    )
    return Words(
        _("En region planerar mer än sin andel"),
        text
        % {
            "above": above.region,
            "above_rate": above.rate,
            "below": below.region,
            "below_rate": below.rate,
            "year": above.year,
        },
        _("Jämför regionernas tjänster per 100 000 invånare. Varje region har sin flik."),
    )


def _side_by_side(_person: User) -> Words | None:
    rows = PlannedPosts.objects.filter(post_type__in=BT).values("year", "post_type").annotate(posts=Sum("posts"))
    per_year: dict[int, dict[str, int]] = {}
    for row in rows.order_by("year"):
        per_year.setdefault(row["year"], {})[row["post_type"]] = row["posts"]
    both = [(year, found) for year, found in per_year.items() if len(found) == 2]
    if not both:
        return None
    year, found = both[0]
    text = _(
        "BT kan vara en egen tjänst eller ingå i en ST. %(year)d planeras %(free)d fristående och %(integrated)d "
        "integrerade. De behöver samma platser, därför står de bredvid varandra."
    )
    return Words(
        _("Fristående och integrerad BT sida vid sida"),
        text % {"year": year, "free": found[PostType.BT_FREE], "integrated": found[PostType.BT_INTEGRATED]},
        _("Se hur samma region och år har en rad för varje form, med ägare och status."),
    )


def _unplaced(person: User) -> Words | None:
    plan = Plan.objects.visible_to(person).filter(unplaced_weeks__gt=0).order_by("-created_at").first()
    if plan is None:
        return None
    return Words(
        _("En vårstart som inte får plats i sin helhet"),
        _(
            "I %(plan)s saknar %(weeks)d veckor plats. Planen säger vilken enhet som är full, vilka veckor och vilken regel som hindrar."
        )
        % {"plan": plan, "weeks": plan.unplaced_weeks},
        _("Öppna det som inte kunde placeras och läs orsaken. Där står också vad som skulle behöva ändras minst."),
        args=(plan.pk,),
    )


def _plans(_person: User) -> Words:
    return Words(
        _("Vem som är var, vecka för vecka"),
        _("En plan visar alla som börjar ett år och vilka veckor de är på vilken enhet. Röda veckor är fulla."),
        _("Öppna en plan och byt mellan läkare och enheter."),
    )


def _mandate(_person: User) -> Words | None:
    change = MandateChange.objects.select_related("unit__organisation").order_by("effective_on").first()
    if change is None or change.seats_after >= change.seats_before:
        return None
    text = _(
        "%(unit)s går från %(before)d till %(after)d platser %(day)s. Det märks först i planerna för dem som redan har börjat."
    )
    return Words(
        _("En avdelning får ett mindre uppdrag"),
        text
        % {
            "unit": change.unit,
            "before": change.seats_before,
            "after": change.seats_after,
            "day": day_words(change.effective_on),
        },
        _("Se vilka placeringar ändringen berör, och när."),
    )


def _own_day(_person: User) -> Words:
    return Words(
        _("Var du är nu och vart du ska"),
        _("Här ser du din placering, nästa byte och vad som väntar på dig. Mer än så behöver du inte leta efter."),
        _("Listan Kommande visar nästa placering och när den börjar."),
    )


def _sources(_person: User) -> Words:
    return Words(
        _("Varje uppgift har en källa"),
        _(
            "Bakom varje siffra står varifrån den kommer. Det som ingen har kunnat kontrollera är märkt som overifierat."
        ),
        _("Öppna din region och se vad som är känt, från vem och när."),
    )
