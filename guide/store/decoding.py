"""Plain YAML values into records, reporting every wrong field and not only the first."""

from __future__ import annotations

import re
from typing import Any, TypeVar, get_args, get_origin

import msgspec
from msgspec import NODEFAULT, Struct

from guide.store.errors import PackError
from guide.store.located_yaml import Document
from guide.store.records import NOT_BLANK, PLAIN_ID, WEB_ADDRESS

S = TypeVar("S", bound=Struct)
_MISSING = object()
_PATTERNS = {
    NOT_BLANK: "is empty",
    PLAIN_ID: "must be 1 to 200 letters, digits, '_', '-' or '.'",
    WEB_ADDRESS: "must be a web address",
}
_TYPE_WORDS = (
    ("str", "text"),
    ("bool", "true or false"),
    ("int", "a whole number"),
    ("array", "a list"),
    ("object", "a mapping of fields"),
)


class Decoder:
    """Decodes values of one document. ``errors`` grows by one entry per wrong field."""

    def __init__(self, document: Document, errors: list[PackError]) -> None:
        self._document, self._errors = document, errors

    def struct(self, value: Any, struct: type[S], place: str, field: str = "") -> S | None:
        """Return ``value`` as ``struct``, or None after reporting what is wrong with it.

        ``place`` is the value's path in the document, ``field`` its name in error messages.
        """
        if not isinstance(value, dict):
            self._report(place, field, "expected a mapping of fields")
            return None
        known = {item.encode_name: item for item in msgspec.structs.fields(struct)}
        before = len(self._errors)
        for name in value.keys() - known.keys():
            self._report(_join(place, name), _join(field, name), "unknown field")
        fields = {}
        for name, info in known.items():
            given = value.get(name, _MISSING)
            if given is not _MISSING:
                fields[name] = self._value(given, info.type, _join(place, name), _join(field, name))
            elif info.default is NODEFAULT and info.default_factory is NODEFAULT:
                self._report(place, _join(field, name), "missing")
        return struct(**fields) if len(self._errors) == before else None

    def _value(self, value: Any, wanted: Any, place: str, field: str) -> Any:
        if isinstance(wanted, type) and issubclass(wanted, Struct):
            return self.struct(value, wanted, place, field)
        if get_origin(wanted) is list and isinstance(value, list):
            (item,) = get_args(wanted)
            return [self._value(each, item, f"{place}.{n}", field) for n, each in enumerate(value)]
        if get_origin(wanted) is dict and isinstance(value, dict):
            _, item = get_args(wanted)
            return {
                key: self._value(each, item, f"{place}.{key}", f"{field}.{key}")
                for key, each in value.items()
            }
        try:
            return msgspec.convert(value, wanted)
        except msgspec.ValidationError as error:
            self._report(place, field, _reason(str(error), value))
            return None

    def _report(self, place: str, field: str, reason: str) -> None:
        document = self._document
        self._errors.append(PackError(document.file, document.line(place), field, reason))


def _reason(message: str, value: Any) -> str:
    """Return msgspec's message in the words of somebody who writes YAML."""
    message = message.partition(" - at ")[0]
    for pattern, reason in _PATTERNS.items():
        if message.endswith(f"matching regex {pattern!r}"):
            return reason
    if message.startswith("Invalid enum value"):
        return f"unknown value {value!r}"
    for type_name, words in _TYPE_WORDS:
        message = re.sub(rf"\b{type_name}\b", words, message)
    message = message.replace("`", "").replace(" | ", " or ")
    return message[:1].lower() + message[1:]


def _join(path: str, step: str) -> str:
    return f"{path}.{step}" if path else step
