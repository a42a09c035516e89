"""What argparse finds wrong with a command line, in the user's language. Imports the console's type only.

What it does not know, as another Python may word it, is told as argparse says it.
"""

from __future__ import annotations

import re

from assistant.commands.console import Console

_FOUND: tuple[tuple[str, str], ...] = (
    ("missing", r"the following arguments are required: (?P<names>.+)"),
    ("one_of", r"one of the arguments (?P<names>.+) is required"),
    ("together", r"argument (?P<names>.+?): not allowed with argument (?P<other>.+)"),
    (
        "choice",
        r"argument (?P<names>.+?): invalid choice: '(?P<given>.*?)'.* \(choose from (?P<choices>.+)\)",
    ),
    ("number", r"argument (?P<names>.+?): invalid (?:int|float) value: '(?P<given>.*)'"),
    ("value", r"argument (?P<names>.+?): expected .*arguments?"),
    ("unknown", r"unrecognized arguments: (?P<names>.+)"),
)


def reason(message: str, console: Console) -> str:
    """What is wrong, from argparse's message."""
    for key, pattern in _FOUND:
        if found := re.fullmatch(pattern, message):
            values = {name: value.replace("'", "") for name, value in found.groupdict().items()}
            return console.say(f"usage.{key}", **values)
    return message
