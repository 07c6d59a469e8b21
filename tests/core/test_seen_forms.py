"""Two tabs, two people: the second to save is told what the first one wrote."""

from django import forms
from django.http import QueryDict

from randa.core.seen_forms import SeenForm


class Details(SeenForm, forms.Form):
    title = forms.CharField(label="Titel")


class Rules(SeenForm, forms.Form):
    open = forms.BooleanField(label="Öppet", required=False)
    kinds = forms.MultipleChoiceField(label="Slag", required=False, choices=[("a", "Sjukhus"), ("b", "Region")])


def sent(title: str, mark: str) -> QueryDict:
    data = QueryDict(mutable=True)
    data.update({"title": title, "seen": mark})
    return data


def mark_of(form: Details) -> str:
    return str(form["seen"].value())


def test_what_has_been_saved_meanwhile_is_told_once_and_then_overwritten_knowingly() -> None:
    opened = mark_of(Details(initial={"title": "Chef"}))

    second = Details(sent("Överläkare", opened), initial={"title": "Studierektor"})

    assert second.non_field_errors() == [
        "Uppgifterna har ändrats sedan du öppnade sidan. Nu står det: Titel: Studierektor. Spara igen om ditt ska gälla."
    ]
    again = Details(sent("Överläkare", mark_of(second)), initial={"title": "Studierektor"})
    assert again.is_valid()
    assert again.cleaned_data == {"title": "Överläkare"}


def test_nothing_is_said_when_nothing_has_changed_or_nobody_marked_it() -> None:
    opened = mark_of(Details(initial={"title": "Chef"}))

    assert Details(sent("Överläkare", opened), initial={"title": "Chef"}).is_valid()
    assert Details(sent("Överläkare", ""), initial={"title": "Chef"}).is_valid()


def test_boxes_and_choices_are_told_as_they_stand_on_the_page() -> None:
    opened = str(Rules(initial={"open": False, "kinds": []})["seen"].value())

    second = Rules(sent("", opened), initial={"open": True, "kinds": ["a", "b"]})

    assert "Nu står det: Öppet: ja; Slag: Sjukhus, Region. Spara" in second.non_field_errors()[0]


def test_two_who_write_the_same_are_not_told_of_each_other() -> None:
    opened = mark_of(Details(initial={"title": "Chef"}))

    assert Details(sent("Överläkare", opened), initial={"title": "Överläkare"}).is_valid()
