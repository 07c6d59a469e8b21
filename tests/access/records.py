"""Registers of documents: only those who keep them (administrator here); what lies elsewhere is not there."""

from typing import Any

from randa.records.models import DocumentFile, Refusal, SecrecyMarking
from randa.records.services import mark_secret, refuse_release
from tests.access.world import Objects
from tests.records.world import TODAY, registered, text_file

REFUSED = {"anonymous": 302, "outsider": 403, "learner": 403, "training_manager": 403}
UNSEEN = {"anonymous": 302, "outsider": 404, "learner": 404, "training_manager": 404}

ROWS: dict[str, dict[str, int]] = {
    "records:register": REFUSED | {"administrator": 200},
    "records:register_pdf": REFUSED | {"administrator": 200},
    "records:new": REFUSED | {"administrator": 200},
    "records:document": UNSEEN | {"administrator": 200},
    "records:correct": UNSEEN | {"administrator": 200},
    "records:file_new": UNSEEN | {"administrator": 422},
    "records:file": UNSEEN | {"administrator": 200},
    "records:mark": UNSEEN | {"administrator": 422},
    "records:mark_lift": UNSEEN | {"administrator": 302},
    "records:release": UNSEEN | {"administrator": 200},
    "records:refuse": UNSEEN | {"administrator": 200},
    "records:refusal": UNSEEN | {"administrator": 200},
}


def arguments(objects: Objects) -> dict[str, dict[str, Any]]:
    """Make a registered document with a file, a marking and a refusal."""
    registrar = objects.actors["administrator"]
    assert registrar is not None
    document = registered(registrar, objects.region, content=text_file())
    marking: SecrecyMarking = mark_secret(actor=registrar, document=document, section="OSL 39 kap. 2 §")
    refusal: Refusal = refuse_release(
        actor=registrar, document=document, requested_on=TODAY, section="OSL 39 kap. 2 §", reason="Men", appeal="Skriv"
    )
    file: DocumentFile = document.files.get()
    of_document = ("document", "correct", "file_new", "mark", "release", "refuse")
    return {
        **{f"records:{name}": {"pk": document.pk} for name in of_document},
        "records:file": {"pk": document.pk, "version": file.version},
        "records:mark_lift": {"pk": document.pk, "marking": marking.pk},
        "records:refusal": {"pk": document.pk, "number": refusal.pk},
        "records:register_pdf": {"code": objects.region.code, "year": 2027},
    }
