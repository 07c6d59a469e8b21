"""The names that Randa reads from requests, found in its own source, so that no new one is forgotten."""

import re
from functools import cache
from pathlib import Path

from django import forms

SRC = Path(__file__).resolve().parents[2] / "src" / "randa"
_READ = re.compile(r"(?:GET|POST|FILES)(?:\.get(?:list)?\(|\[)\s*\"([A-Za-z_]+)\"")
_FIELD = re.compile(r"^    (\w+)(?:: [\w.]+)? = forms\.\w+\(", re.MULTILINE)


@cache
def names() -> tuple[str, ...]:
    """Return every name of a query argument, a form field or a file that some page of Randa reads, and allauth's own."""
    found = {"login", "password", "code", "email", "oldpassword", "password1", "password2"}
    for path in SRC.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        found |= set(_READ.findall(text)) | set(_FIELD.findall(text))
    return tuple(sorted(found))


@cache
def file_names() -> tuple[str, ...]:
    """Return the names of fields that take a file."""
    pattern = re.compile(r"^    (\w+)(?:: [\w.]+)? = forms\.FileField\(", re.MULTILINE)
    found = {"file", "fil", "upload"}
    for path in SRC.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        found |= set(pattern.findall(text)) | set(re.findall(r"FILES(?:\.get\(|\[)\s*\"([A-Za-z_]+)\"", text))
    return tuple(sorted(found))


def model_forms() -> list[type[forms.ModelForm]]:
    """Return every form that writes a model by itself."""

    def below(kind: type) -> list[type]:
        return [one for direct in kind.__subclasses__() for one in (direct, *below(direct))]

    return [one for one in below(forms.ModelForm) if one.__module__.startswith("randa.")]
