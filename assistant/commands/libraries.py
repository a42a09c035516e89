"""`gaigao library add | list | remove | rebuild`: the library of example reports, by this process or by its owner."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from assistant.commands.console import Console
from assistant.settings import Settings


def no_arguments(parser: ArgumentParser, console: Console) -> None:
    """None of its own."""


def add_arguments(parser: ArgumentParser, console: Console) -> None:
    """Paths and their origin."""
    parser.add_argument("paths", nargs="+", metavar="PATH", help=console.say("help.paths"))
    parser.add_argument("--origin", choices=("reference", "own"), help=console.say("help.origin"))


def remove_arguments(parser: ArgumentParser, console: Console) -> None:
    """Reports to remove."""
    parser.add_argument("ids", nargs="+", metavar="ID", help=console.say("help.ids"))
