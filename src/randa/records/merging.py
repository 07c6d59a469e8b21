"""What a merge of two accounts does to registers: nothing. Who registered, marked and decided stands as it was signed."""

from randa.core.merging import keep, register

register(
    *keep(
        "records.DocumentFile.added_by",
        "records.Refusal.decided_by",
        "records.RegisteredDocument.registered_by",
        "records.SecrecyMarking.lifted_by",
        "records.SecrecyMarking.marked_by",
    )
)
