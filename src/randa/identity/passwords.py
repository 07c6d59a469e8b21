"""What passwords may not be made of: words that whoever guesses would try here first (ASVS 6.1.2, 6.2.11)."""

import re
import unicodedata
from functools import cache

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from randa.reference.files import text_of

WORDS = "password_words.txt"
REST = 8  # signs that must remain without the words: what ASVS asks of a whole password
_IN_DISGUISE = str.maketrans("013457@$!|", "oieastasil")


class SubjectWordsValidator:
    """Refuse a password that is little but words of the subject, and say which. A sentence may hold such a word."""

    def validate(self, password: str, user: object = None) -> None:  # noqa: ARG002 - Django's signature
        found, rest = without_words(password)
        if found and not _is_enough(rest):
            sentence = _(
                "Lösenordet är lätt att gissa här: det består mest av %(words)s. Lägg till något som inte har med"
                " Randa, vården eller regionen att göra."
            )
            raise ValidationError(sentence % {"words": ", ".join(found)}, code="password_of_subject_words")

    def get_help_text(self) -> str:
        return _("Lösenordet får inte bestå mest av ord från vården, regionerna eller Randa.")


def without_words(password: str) -> tuple[list[str], str]:
    """Return the words of the subject in `password`, in their order, and what is left of it when they are taken away.

    Capitals, accents and digits in the place of letters make no difference: Läkare, lakare and l4k4r3 are the same word.
    """
    plain = _plain(password)
    matches = list(_pattern().finditer(plain.translate(_IN_DISGUISE)))
    rest, end = "", 0
    for match in matches:
        rest, end = rest + plain[end : match.start()], match.end()
    names = _words()
    return list(dict.fromkeys(names[match[0]] for match in matches)), rest + plain[end:]


def _is_enough(rest: str) -> bool:
    signs = "".join(sign for sign in rest if sign.isalnum())
    try:
        CommonPasswordValidator().validate(signs)
    except ValidationError:
        return False
    return len(signs) >= REST


@cache
def _words() -> dict[str, str]:
    lines = (line.strip() for line in text_of(WORDS).splitlines())
    return {_plain(line).translate(_IN_DISGUISE): line for line in lines if line and not line.startswith("#")}


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, _words()), key=len, reverse=True)))


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in letters if not unicodedata.combining(sign))
