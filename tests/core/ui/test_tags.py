"""The components refuse what they do not know, and draw what they are given."""

import pytest
from django import forms
from django.template import Context, Template, TemplateSyntaxError
from django.utils.translation import override

from randa.core.access.models import Role


def draw(source, **values):
    with override("sv"):
        return Template("{% load ui %}" + source).render(Context(values))


@pytest.mark.parametrize(
    "source",
    [
        '{% badge "Klar" tne="success" %}',
        '{% area_badge "PSY" nmae=True %}',
        '{% page_header "Plan" led="x" %}{% endpage_header %}',
        '{% tabs items "plan" lable="x" %}',
        '{% empty_state "Tomt" "Inget" action="x" %}',
        '{% progress 1 2 "Placerar" units="x" %}',
        '{% key_figure "Starter" 263 units="tjänster" %}',
        '{% notice "Text" colour="red" %}',
        '{% field form.name units="veckor" %}',
        '{% icon "bell" sizes="s" %}',
        '{% dialog "d" "Titel" width="x" %}{% enddialog %}',
        '{% side_panel "p" "Titel" width="x" %}{% endside_panel %}',
        '{% menu "Mer" icno="x" %}{% endmenu %}',
        '{% provenance "a" from="x" %}',
    ],
)
def test_a_misspelt_attribute_fails(source):
    with pytest.raises(TemplateSyntaxError, match="unexpected keyword argument"):
        draw(source)


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ('{% badge "Klar" tone="green" %}', "tone 'green'"),
        ('{% area_badge "QQQ" %}', "area 'QQQ'"),
        ('{% icon "belll" %}', "icon 'belll'"),
        ('{% provenance "d" %}', "provenance 'd'"),
    ],
)
def test_an_unknown_choice_fails_with_the_value(source, complaint):
    with pytest.raises(ValueError, match=complaint):
        draw(source)


def test_a_tone_never_stands_without_an_icon():
    assert "icons.svg#circle-alert" in draw('{% badge "Ryms inte" tone="danger" %}')


def test_an_area_shows_its_code_beside_its_name():
    html = draw('{% area_badge "psy" %}')
    assert 'data-area="PSY">PSY</span>Psykiatri' in html


def test_an_unverified_fact_says_so_in_words():
    assert "overifierad uppgift" in draw('{% provenance "c" %}')


def test_what_a_user_wrote_is_escaped():
    assert "&lt;script&gt;" in draw('{% badge text tone="info" %}', text="<script>")


def test_actions_inside_the_page_header_keep_their_markup():
    html = draw('{% page_header "Plan" %}<a href="/ny">Ny</a>{% endpage_header %}')
    assert '<div class="page-actions"><a href="/ny">Ny</a></div>' in html


class WeeksForm(forms.Form):
    weeks = forms.IntegerField(label="Längd", max_value=26, help_text="Högst 26.")
    reason = forms.CharField(label="Skäl", required=False)


def test_a_field_ties_label_help_and_error_to_its_box():
    html = draw("{% field form.weeks unit='veckor' %}", form=WeeksForm({"weeks": "40"}))

    assert '<label for="id_weeks">Längd' in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_weeks_helptext id_weeks_error"' in html
    assert 'id="id_weeks_helptext"' in html
    assert 'id="id_weeks_error"' in html
    assert "<span>veckor</span>" in html


def test_what_may_be_left_out_says_so_unless_everything_may():
    class SearchForm(forms.Form):
        words = forms.CharField(label="Ord", required=False)

    assert "field-optional" in draw("{% field form.reason %}", form=WeeksForm())
    assert "field-optional" not in draw("{% field form.words %}", form=SearchForm())


class ChoiceForm(forms.Form):
    role = forms.ModelChoiceField(label="Roll", queryset=Role.objects.none())


def test_a_list_to_choose_from_begins_with_a_word_instead_of_dashes():
    with override("sv"):
        assert '<option value="" selected>Välj</option>' in draw("{% field form.role %}", form=ChoiceForm())


def test_the_error_summary_links_to_the_field():
    assert '<a href="#id_weeks">Längd</a>' in draw("{% form_errors form %}", form=WeeksForm({"weeks": "40"}))


def test_a_form_without_errors_has_no_summary():
    assert draw("{% form_errors form %}", form=WeeksForm({"weeks": "4"})).strip() == ""


def test_progress_without_a_known_end_has_no_value():
    assert " value=" not in draw('{% progress None 1 "Söker" %}')


def test_progress_writes_numbers_for_machines_with_a_point():
    assert 'value="2.5"' in draw("{% progress value 10 'Söker' %}", value=2.5)
