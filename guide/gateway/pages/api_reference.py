"""The API's description (``openapi.yml``) as tables that a person reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from ruamel.yaml import YAML

METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class Field:
    """A row of a table. ``schema`` names another table of the page, or is ""."""

    name: str
    type: str
    schema: str
    required: bool
    text: str
    where: str = ""


@dataclass(frozen=True)
class Response:
    """What a call may answer."""

    status: str
    text: str
    schema: str
    types: tuple[str, ...]


@dataclass(frozen=True)
class Operation:
    """One call."""

    id: str
    method: str
    path: str
    summary: str
    text: str
    needs_token: bool
    parameters: tuple[Field, ...]
    body: str
    responses: tuple[Response, ...]


@dataclass(frozen=True)
class Schema:
    """One kind of object that is sent or received."""

    name: str
    text: str
    fields: tuple[Field, ...]


@lru_cache(maxsize=1)
def api_description() -> dict[str, Any]:
    """Return ``openapi.yml``."""
    text = files("guide.gateway").joinpath("openapi.yml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = YAML(typ="safe", pure=True).load(text)
    return loaded


def operations_by_tag(api: dict[str, Any]) -> dict[str, tuple[Operation, ...]]:
    """Return the calls under the description of their tag, as the document orders them."""
    found = list(_operations(api))
    return {
        tag["description"]: tuple(operation for name, operation in found if name == tag["name"])
        for tag in api.get("tags", [])
    }


def schemas(api: dict[str, Any]) -> tuple[Schema, ...]:
    """Return the kinds of object, objects within objects as ``outer.inner`` rows."""
    return tuple(
        Schema(name, schema.get("description", ""), tuple(_fields(schema)))
        for name, schema in api.get("components", {}).get("schemas", {}).items()
    )


def _operations(api: dict[str, Any]) -> Iterator[tuple[str, Operation]]:
    for path, item in api["paths"].items():
        for method in METHODS:
            if method in item:
                yield item[method]["tags"][0], _operation(path, method, item[method], api)


def _operation(path: str, method: str, call: dict[str, Any], api: dict[str, Any]) -> Operation:
    body = call.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    return Operation(
        id=call["operationId"],
        method=method.upper(),
        path=path,
        summary=call["summary"],
        text=call.get("description", ""),
        needs_token=bool(call.get("security")),
        parameters=tuple(_parameter(p) for p in call.get("parameters", [])),
        body=_named(body),
        responses=tuple(_response(status, _resolved(r, api)) for status, r in call["responses"].items()),
    )


def _parameter(parameter: dict[str, Any]) -> Field:
    schema = parameter["schema"]
    return Field(
        parameter["name"],
        _type(schema),
        _named(schema),
        bool(parameter.get("required")),
        parameter.get("description", ""),
        parameter["in"],
    )


def _response(status: str, response: dict[str, Any]) -> Response:
    content = response.get("content", {})
    schema = content.get("application/json", {}).get("schema", {})
    return Response(status, response["description"], _named(schema), tuple(content))


def _fields(schema: dict[str, Any], prefix: str = "") -> Iterator[Field]:
    required = schema.get("required", [])
    for name, inner in schema.get("properties", {}).items():
        full = f"{prefix}{name}"
        text = inner.get("description", "")
        yield Field(full, _type(inner), _named(inner), name in required, text)
        yield from _fields(inner, f"{full}.")
        yield from _fields(inner.get("items", {}), f"{full}[].")


def _type(schema: dict[str, Any]) -> str:
    """Return a schema's type in few words: "list of Message", "one of: public, professional"."""
    if "enum" in schema:
        return "one of: " + ", ".join("null" if value is None else str(value) for value in schema["enum"])
    if "oneOf" in schema and "type" not in schema:
        return " or ".join(_type(each) for each in schema["oneOf"])
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items', {}))}"
    named = _named(schema)
    written = schema.get("type", "anything")
    kind = " or ".join(written) if isinstance(written, list) else written
    return named or " ".join([kind, *_limits(schema)])


def _limits(schema: dict[str, Any]) -> Iterator[str]:
    if "format" in schema:
        yield f"({schema['format']})"
    if "pattern" in schema:
        yield f"like {schema['pattern']}"
    if "maxLength" in schema:
        yield f"of {schema.get('minLength', 0)} to {schema['maxLength']} characters"


def _named(schema: dict[str, Any]) -> str:
    """Return the name of the schema that is referred to, within a list or beside null too."""
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    inner = [schema["items"]] if "items" in schema else schema.get("oneOf", [])
    return next(filter(None, (_named(each) for each in inner)), "")


def _resolved(part: dict[str, Any], api: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in part:
        return part
    found: Any = api
    for key in part["$ref"].removeprefix("#/").split("/"):
        found = found[key]
    resolved: dict[str, Any] = found
    return resolved
