"""Model fields for secrets: one that encrypts, and one that makes equality findable."""

from typing import Any

from django.core import checks
from django.core.exceptions import FieldError
from django.db import models

from randa.core.secrets_at_rest.cipher import blind_index, blind_indexes, decrypt, encrypt


class Sealed:
    """A secret as a row holds it: never readable by accident, in a log, a trace, a template or JSON. `reveal` opens it."""

    __slots__ = ("_plain", "token")

    def __init__(self, token: str = "", *, plain: str | None = None) -> None:
        self.token = token
        self._plain = plain

    def __repr__(self) -> str:
        return "<sealed>"

    __str__ = __repr__

    @property
    def is_bare(self) -> bool:
        """Tell whether it has no token yet, because its row has not been stored."""
        return self._plain is not None

    def __bool__(self) -> bool:
        return bool(self.token or self._plain)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sealed) and (self.token, self._plain) == (other.token, other._plain)

    def __hash__(self) -> int:
        return hash((self.token, self._plain))

    def __reduce__(self) -> Any:
        raise TypeError("a sealed secret is not pickled")

    def seal_at(self, place: str) -> "Sealed":
        """Return this secret with a token for `place`; one that has a token already keeps it."""
        return self if self._plain is None else Sealed(encrypt(self._plain, place))

    def open_at(self, place: str) -> str:
        """Return the secret itself. Raises UnreadableSecretError."""
        if self._plain is not None:
            return self._plain
        return decrypt(self.token, place) if self.token else ""


def place_of(row: models.Model, column: str) -> str:
    """Return what a ciphertext is bound to: table, column and the row's key."""
    return f"{row._meta.db_table}.{column}:{row.pk}"


def reveal(row: models.Model, name: str) -> str:
    """Return the secret in the field `name` of `row`. The caller has checked who may see it, and logs that it was seen.

    Raises:
        UnreadableSecretError: its key is gone, or it was changed or moved in the database.
    """
    sealed = getattr(row, name)
    return sealed.open_at(place_of(row, name)) if isinstance(sealed, Sealed) else ""


class _SealingAttribute(models.query_utils.DeferredAttribute):
    """What is assigned as text is sealed at once, so that no row carries a bare secret."""

    def __set__(self, row: models.Model, value: Any) -> None:
        row.__dict__[self.field.attname] = Sealed(plain=value) if isinstance(value, str) else value


class EncryptedTextField(models.TextField):  # type: ignore[type-arg]
    """A text that lies encrypted in the database. Assign text, read a `Sealed`, open it with `reveal(row, name)`.

    The row's key must be known before the row is stored (a UUID), because the ciphertext is bound to it. There are no lookups besides
    `isnull`; a `BlindIndexField` finds equal values.
    """

    descriptor_class = _SealingAttribute

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        found = super().check(**kwargs)
        if not isinstance(self.model._meta.pk, models.UUIDField):
            found.append(checks.Error("an EncryptedTextField needs a UUID as the row's key", obj=self, id="randa.E001"))
        return found

    def from_db_value(self, value: str | None, *_unused: Any) -> Sealed | None:
        return None if value is None else Sealed(value)

    def to_python(self, value: Any) -> Any:
        return value

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # noqa: ARG002 - Django calls it so
        value = getattr(model_instance, self.attname)
        if isinstance(value, Sealed):
            value = value.seal_at(place_of(model_instance, self.attname)) if value else Sealed("")
            setattr(model_instance, self.attname, value)
        return value

    def get_prep_value(self, value: Any) -> Any:
        if value is None or value == "":  # nothing is no secret: the default when a migration adds the column
            return value
        if not isinstance(value, Sealed) or value.is_bare:
            raise TypeError(
                f"{self.model.__name__}.{self.name} is written with save() or bulk_create(), never with bare text"
            )
        return value.token

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name == "isnull":
            return super().get_lookup(lookup_name)
        raise FieldError(f"{self.name} is encrypted and cannot be searched ({lookup_name}); use its blind index")

    def get_transform(self, lookup_name: str) -> Any:
        raise FieldError(f"{self.name} is encrypted and cannot be searched ({lookup_name}); use its blind index")


class BlindIndexField(models.CharField):  # type: ignore[type-arg]
    """The keyed fingerprint of the encrypted field `of`, computed whenever the row is saved; null where there is no secret."""

    def __init__(self, *args: Any, of: str, **kwargs: Any) -> None:
        self.of = of
        super().__init__(*args, **{"max_length": 64, "null": True, "editable": False} | kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"of": self.of}

    @property
    def purpose(self) -> str:
        """What fingerprints of this column are for: those of another column are of no use here."""
        return f"{self.model._meta.db_table}.{self.of}"

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # noqa: ARG002 - Django calls it so
        plain = reveal(model_instance, self.of)
        value = blind_index(plain, self.purpose) if plain else None
        setattr(model_instance, self.attname, value)
        return value

    def candidates(self, plain: str) -> list[str]:
        """Return what to search this column for: the fingerprint of `plain` under every key."""
        return list(blind_indexes(plain, self.purpose))
