"""Prompts: the YAML files in `prompts/`, checked, stamped and filled in. Imports errors; LangChain when one is filled in.

A file has name, version, description and messages (a list of `system: …` and `user: …`). `{name}` in a user message is
a variable; a brace that is only a brace is doubled. A system message has no variables: it holds our fixed words only,
never a word of a document (DESIGN.md, invariant 6). What a variable is filled with is only text, braces included.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, Any

import yaml

from assistant.errors import PromptError

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

FOLDER = Path(__file__).resolve().parents[2] / "prompts"
_KEYS = ("name", "version", "description", "messages")
_ROLES = ("system", "user")


@dataclass(frozen=True, slots=True)
class PromptStamp:
    """Which prompt a suggestion was made with. sha256: of the file."""

    name: str
    version: str
    sha256: str

    def as_json(self) -> dict[str, str]:
        """The object under `prompt` in the command line's contract."""
        return {"name": self.name, "version": self.version, "sha256": self.sha256}


@dataclass(frozen=True, slots=True)
class Prompt:
    """One prompt file. messages: pairs of role and template; variables: the names that must be given."""

    stamp: PromptStamp
    description: str
    messages: tuple[tuple[str, str], ...]
    variables: frozenset[str]

    def fill(self, **values: str) -> list[BaseMessage]:
        """The messages with every variable filled in. Raises PromptError("prompt_variables"), all problems at once."""
        problems = [f"缺少 missing: {name}" for name in sorted(self.variables - values.keys())]
        problems += [f"多余 unknown: {name}" for name in sorted(values.keys() - self.variables)]
        if problems:
            raise PromptError("prompt_variables", where=self.stamp.name, problems="; ".join(problems))
        from langchain_core.prompts import ChatPromptTemplate

        names = {"system": "system", "user": "human"}
        template = ChatPromptTemplate.from_messages([(names[role], text) for role, text in self.messages])
        return template.format_messages(**values)

    def length(self) -> int:
        """Characters of the prompt itself, its variables left empty."""
        return sum(len(text) for _, text in self.messages)


@lru_cache(maxsize=64)
def prompt(name: str, folder: Path = FOLDER) -> Prompt:
    """The prompt of this name. Raises PromptError("prompt_invalid") with every problem of the file."""
    file = folder / f"{name}.yaml"
    try:
        raw = file.read_bytes()
        content = yaml.safe_load(raw.decode("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise PromptError("prompt_invalid", where=file.name, problems=_in_one_line(error)) from error
    problems = list(_problems(content, name))
    if problems:
        raise PromptError("prompt_invalid", where=file.name, problems="; ".join(problems))
    messages = tuple((role, text) for message in content["messages"] for role, text in message.items())
    variables = frozenset(field for _, text in messages for field in _fields(text))
    stamp = PromptStamp(content["name"], str(content["version"]), hashlib.sha256(raw).hexdigest())
    return Prompt(stamp, content["description"], messages, variables)


def names(folder: Path = FOLDER) -> tuple[str, ...]:
    """The names of all prompt files."""
    return tuple(sorted(file.stem for file in folder.glob("*.yaml")))


def _problems(content: Any, name: str) -> list[str]:
    """Everything that is wrong with a prompt file."""
    if not isinstance(content, Mapping):
        return ["no mapping of keys"]
    problems = [f"unknown key {key}" for key in content if key not in _KEYS]
    problems += [f"missing key {key}" for key in _KEYS if key not in content]
    if content.get("name", name) != name:
        problems.append(f"name {content['name']} is not the file's name")
    if not isinstance(content.get("version", 1), str | int) or not str(content.get("version", 1)).strip():
        problems.append("version is neither text nor a whole number")
    if not isinstance(content.get("description", ""), str):
        problems.append("description is no text")
    messages = content.get("messages", [])
    if not isinstance(messages, list) or not messages:
        return problems if "messages" not in content else [*problems, "messages is no list with entries"]
    for number, message in enumerate(messages, 1):
        problems += _message_problems(number, message)
    roles = [next(iter(m)) for m in messages if isinstance(m, Mapping) and m]
    if "user" not in roles:
        problems.append("no user message")
    return problems


def _message_problems(number: int, message: Any) -> list[str]:
    if not isinstance(message, Mapping) or len(message) != 1:
        return [f"message {number}: not one entry `role: text`"]
    role, text = next(iter(message.items()))
    if role not in _ROLES:
        return [f"message {number}: unknown role {role}"]
    if not isinstance(text, str) or not text.strip():
        return [f"message {number}: no text"]
    try:
        fields = _fields(text)
    except ValueError as error:
        return [f"message {number}: {error}"]
    problems = [f"message {number}: {{{f}}} is no plain name" for f in fields if not f.isidentifier()]
    if role == "system" and fields:
        problems.append(
            f"message {number}: a system message has no variables ({', '.join(sorted(set(fields)))})"
        )
    return problems


def _fields(template: str) -> list[str]:
    """The variables of a template. Raises ValueError for one that is not well formed."""
    found = []
    for _, name, form, conversion in Formatter().parse(template):
        if name is not None:
            found.append(name + (f"!{conversion}" if conversion else "") + (f":{form}" if form else ""))
    return found


def _in_one_line(error: Exception) -> str:
    return (" ".join(str(error).split()) or type(error).__name__)[:200]
