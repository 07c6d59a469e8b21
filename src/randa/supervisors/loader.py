"""Loading the ways to supervise, and who may, from the reference data."""

from decimal import Decimal

from randa.core.loader import Loaded, load_rows
from randa.reference import readers
from randa.regulations.models import Speciality
from randa.supervisors.models import AllowedSpeciality, CapacityMethod


def load_supervision() -> Loaded:
    """Bring methods and allowed specialities in step with the reference data. Specialities and areas must be loaded."""
    methods = [
        row | {"hours_per_learner_week": Decimal(str(row["hours_per_learner_week"])), "sort_order": place}
        for place, row in enumerate(readers.capacity_methods(), start=1)
    ]
    loaded = load_rows(CapacityMethod, methods, key=["code"])
    keys = dict(Speciality.objects.values_list("name", "pk"))
    allowed = [
        {
            "area_id": row["area"],
            "speciality_id": keys[name],
            "provenance": row["provenance"],
            "source": row["source"],
        }
        for row in readers.allowed_specialities()
        for name in row["specialities"]
    ]
    return loaded + load_rows(AllowedSpeciality, allowed, key=["area_id", "speciality_id"])
