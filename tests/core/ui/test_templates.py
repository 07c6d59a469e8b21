"""What the templates of all apps keep to."""

import re

from randa.core.ui.build import ROOT

BLOCK = re.compile(r"{% block (\w+) %}(.*?){% endblock(?: \w+)? %}", re.DOTALL)
MADE = re.compile(r" (?:as|asvar) (\w+) %}")


def _borrowed(text: str) -> set[str]:
    """Return the names that one block makes and another uses without making them: Django leaves them empty, without a word."""
    blocks = BLOCK.findall(text)
    return {
        name
        for block, body in blocks
        for name in MADE.findall(body)
        for other, used in blocks
        if other != block and re.search(rf"\b{name}\b", used) and name not in MADE.findall(used)
    }


def test_what_one_block_of_a_template_makes_is_used_in_no_other() -> None:
    """A link whose address was made in the breadcrumbs leads nowhere."""
    found = {str(page.relative_to(ROOT)): _borrowed(page.read_text()) for page in ROOT.glob("src/randa/**/*.html")}

    assert {page: names for page, names in found.items() if names} == {}
    assert _borrowed('{% block a %}{% url "x" as here %}{% endblock %}{% block b %}{{ here }}{% endblock b %}') == {
        "here"
    }
