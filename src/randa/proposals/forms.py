"""What is filled in to send a proposal, and to answer one block of it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from randa.core.day_fields import DayField
from randa.core.freetext import FreeTextField
from randa.proposals.answering import Answer, Said
from randa.proposals.models import NoReason, ProposedBlock
from randa.supply.queries.replacements import Colleague


class SendForm(forms.Form):
    """A letter and a last day, for every unit in the draft."""

    answer_by = DayField(
        label=_("Svar senast"), to_come=True, help_text=_("Enheterna påminns två dagar före och på dagen.")
    )
    letter = FreeTextField(
        label=_("Brev till enheterna"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Till exempel vad planen bygger på och när den ska publiceras. Skriv inget om enskilda personer."),
    )  # fmt: skip


class AnswerForm(forms.Form):
    """Yes, perhaps with a supervisor; no with a reason; or other weeks."""

    answer = forms.ChoiceField(
        label=_("Svar"),
        choices=[
            (Answer.YES, _("Ja, vi tar emot")),
            (Answer.NO, _("Nej")),
            (Answer.OTHER, _("Andra veckor passar bättre")),
        ],
        widget=forms.RadioSelect,
    )
    supervisor = forms.ChoiceField(label=_("Vid ja: handledare"), required=False)
    reason = forms.ModelChoiceField(
        label=_("Vid nej: skäl"), queryset=NoReason.objects.all(), required=False, empty_label=_("Välj skäl")
    )
    suggested_on = DayField(
        label=_("Vid andra veckor: från och med"),
        required=False,
        help_text=_("Välj en dag. Förslaget blir lika många tjänstgöringsveckor från den veckans måndag."),
    )
    words = FreeTextField(label=_("Kommentar till planeraren"), required=False, max_length=300)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(
        self, *args: Any, block: ProposedBlock, able: Sequence[Colleague], reasons: Sequence[NoReason] | None = None,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        self.able = {str(one.supervisor.pk): one.supervisor for one in able}
        initial = {
            "answer": block.answer if block.answer != Answer.WAITING else Answer.YES,
            "supervisor": str(block.supervisor_id or ""), "reason": block.reason_id, "suggested_on": block.suggested_on,
            "words": block.words, "seen": block.answers,
        }  # fmt: skip
        kwargs |= {"initial": initial, "prefix": self.prefix_of(block)}
        super().__init__(*args, **kwargs)
        if reasons is not None:  # read once for all forms of a page
            self.fields["reason"].choices = [("", _("Välj skäl")), *((one.pk, str(one)) for one in reasons)]  # type: ignore[attr-defined]
        choices = [("", _("Bestäms senare")), *(one.choice for one in able)]
        if block.supervisor is not None and str(block.supervisor_id) not in self.able:
            self.able[str(block.supervisor_id)] = (
                block.supervisor
            )  # named already, and can no longer: the service says why
            choices.append((str(block.supervisor_id), str(block.supervisor)))
        self.fields["supervisor"].choices = choices  # type: ignore[attr-defined]

    @staticmethod
    def prefix_of(block: ProposedBlock) -> str:
        """Return what the names of the block's fields begin with: a page holds the forms of many blocks."""
        return f"b{block.pk.hex[:12]}"

    def said(self) -> Said:
        """Return what the service takes."""
        data = self.cleaned_data
        return Said(
            answer=data["answer"], supervisor=self.able.get(data["supervisor"]), reason=data["reason"],
            words=data["words"], suggested_on=data["suggested_on"],
        )  # fmt: skip
