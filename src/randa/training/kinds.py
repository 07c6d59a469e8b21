"""Which kind of learner a programme trains."""

from randa.training.models import Programme

# Programme kind -> code of the kind of learner. Students are of several kinds, which their course occasion says.
LEARNER_KINDS = {
    Programme.Kind.AT.value: "AT",
    Programme.Kind.BT_FREE.value: "BT",
    Programme.Kind.BT_INTEGRATED.value: "BT",
    Programme.Kind.ST.value: "ST",
}
