"""YAML with the line of every value, so that an error can name the place it stands at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from guide.store.errors import PackError


@dataclass(frozen=True)
class Document:
    """A parsed file: plain Python ``value`` and the line of each dotted path in it ("claims.3.plain")."""

    file: str
    value: Any
    lines: Mapping[str, int] = field(default_factory=dict)

    def line(self, path: str) -> int:
        """Return the line of ``path``, or of the nearest thing around it that does exist."""
        while path:
            if path in self.lines:
                return self.lines[path]
            path = path.rpartition(".")[0]
        return 1


def read_document(path: Path, name: str, errors: list[PackError]) -> Document:
    """Read ``path``, shown to authors as ``name``. Each mistake is added to ``errors``.

    The document of a file that is missing, empty or no YAML has the value None.
    """
    yaml = YAML(typ="safe", pure=True)
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        errors.append(PackError(name, 1, "", "the file is missing"))
        return Document(name, None)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        errors.append(PackError(name, line, "", f"not valid YAML: {error.problem}"))
        return Document(name, None)
    except (OSError, UnicodeDecodeError, YAMLError) as error:
        errors.append(PackError(name, 1, "", f"cannot be read: {type(error).__name__}"))
        return Document(name, None)
    if root is None:
        errors.append(PackError(name, 1, "", "the file is empty"))
        return Document(name, None)
    builder = _Builder(yaml, name, errors)
    return Document(name, builder.build(root, ""), builder.lines)


class _Builder:
    """Turns the parser's nodes into plain values; notes lines and refuses a key given twice."""

    def __init__(self, yaml: YAML, file: str, errors: list[PackError]) -> None:
        self.lines: dict[str, int] = {}
        self._yaml, self._file, self._errors = yaml, file, errors

    def build(self, node: Node, path: str) -> Any:
        self.lines.setdefault(path, node.start_mark.line + 1)
        if isinstance(node, MappingNode):
            return self._mapping(node, path)
        if isinstance(node, SequenceNode):
            return [self.build(item, _join(path, str(index))) for index, item in enumerate(node.value)]
        try:
            return self._yaml.constructor.construct_object(node)
        except (YAMLError, ValueError):
            self._errors.append(PackError(self._file, self.lines[path], path, "not a plain value"))
            return None

    def _mapping(self, node: MappingNode, path: str) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            place = _join(path, key)
            line = key_node.start_mark.line + 1
            if key in values:
                self._errors.append(PackError(self._file, line, place, "the key stands twice"))
            self.lines[place] = line
            values[key] = self.build(value_node, place)
        return values


def _join(path: str, step: str) -> str:
    return f"{path}.{step}" if path else step
