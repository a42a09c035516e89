"""The command line `gaigao`: reads the arguments, makes the settings, runs a command, tells failures.

Exit status 0: done; 1: it failed, told in one message; 2: wrong usage. The commands stand in `assistant/commands/`.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from pydantic import ValidationError

from assistant import __version__
from assistant.commands import COMMANDS
from assistant.commands.console import Console
from assistant.commands.invalid import invalid
from assistant.commands.usage import reason
from assistant.errors import GaigaoError, SettingsError, UsageError
from assistant.settings import Settings
from assistant.wording import Language

USAGE, FAILED = 2, 1
INTERRUPTED = 130


def _parser(console: Console) -> argparse.ArgumentParser:
    class _Parser(argparse.ArgumentParser):
        """A parser that raises instead of leaving, so that a wrong usage is told like any other failure."""

        def error(self, message: str) -> NoReturn:
            usage = self.format_usage().strip().removeprefix("usage: ")
            raise UsageError("wrong_usage", reason=reason(message, console), usage=usage)

    shared = argparse.ArgumentParser(add_help=False)
    # SUPPRESS: an option may stand before or behind the command; the later default must not undo the earlier value.
    shared.add_argument(
        "--data-dir", type=Path, default=argparse.SUPPRESS, metavar="DIR", help=console.say("help.data_dir")
    )
    shared.add_argument(
        "--json", action="store_true", default=argparse.SUPPRESS, help=console.say("help.json")
    )
    top = _Parser(prog="gaigao", description=console.say("description"), parents=[shared])
    top.add_argument("--version", action="version", version=f"gaigao {__version__}")
    groups: dict[str, Any] = {"": top.add_subparsers(metavar="COMMAND", required=True, parser_class=_Parser)}
    for command in COMMANDS:
        group = "".join(command.words[:-1])
        if group not in groups:
            parent = groups[""].add_parser(group, help=console.say(f"commands.{group}"), parents=[shared])
            groups[group] = parent.add_subparsers(metavar="COMMAND", required=True, parser_class=_Parser)
        help_text = console.say(f"commands.{command.name}")
        parser = groups[group].add_parser(
            command.words[-1], help=help_text, description=help_text, parents=[shared]
        )
        command.arguments(parser, console)
        parser.set_defaults(command=command)
    return top


def _language() -> Language:
    return "en" if os.environ.get("GAIGAO_LANGUAGE", "").strip().lower() == "en" else "zh"


def _settings(args: argparse.Namespace) -> Settings:
    given = {
        name: getattr(args, name)
        for name in ("data_dir", "host", "port")
        if getattr(args, name, None) is not None
    }
    try:
        return Settings(**given)
    except ValidationError as error:
        name, why = invalid(error)
        raise SettingsError("bad_setting", where=name, reason=why) from error


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # a Windows console is not UTF-8
    logging.basicConfig(
        level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s"
    )
    console = Console(_language(), "--json" in arguments)
    try:
        args = _parser(console).parse_args(arguments)
        settings = _settings(args)
        console = Console(settings.language, getattr(args, "json", False))
        return int(args.command.run(args, settings, console))
    except UsageError as error:
        console.failure(error)
        return USAGE
    except GaigaoError as error:
        console.failure(error)
        return FAILED
    except BrokenPipeError:
        # The reader (`head`) has gone; Python would complain again while closing the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except KeyboardInterrupt:
        console.tell(console.say("interrupted"))
        return INTERRUPTED
    except Exception as error:
        logging.getLogger(__name__).debug("unexpected", exc_info=True)
        console.failure(GaigaoError("unexpected", kind=type(error).__name__, detail=str(error)[:200]))
        if os.environ.get("GAIGAO_TRACEBACK"):
            raise
        return FAILED
