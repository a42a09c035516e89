"""The command line's commands. To add one: a function `(args, settings, console) -> exit status` and one line here."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import dataclass

from assistant.commands import (
    connecting,
    exporting,
    frames,
    guarding,
    libraries,
    reading,
    restructuring,
    revising,
    searching,
    serving,
    state,
)
from assistant.commands.console import Console
from assistant.settings import Settings

Run = Callable[[Namespace, Settings, Console], int]


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its words on the command line, its arguments, what it does. Help: `cli.commands.WORDS`."""

    words: tuple[str, ...]
    arguments: Callable[[ArgumentParser, Console], None]
    run: Run

    @property
    def name(self) -> str:
        """The words joined as in the wording: `library_add`."""
        return "_".join(self.words)


COMMANDS: tuple[Command, ...] = (
    Command(("serve",), serving.arguments, serving.serve),
    Command(("text",), reading.arguments, reading.text),
    Command(("library", "add"), libraries.add_arguments, libraries.add),
    Command(("library", "list"), libraries.no_arguments, libraries.show),
    Command(("library", "remove"), libraries.remove_arguments, libraries.remove),
    Command(("library", "rebuild"), libraries.no_arguments, libraries.rebuild),
    Command(("search",), searching.arguments, searching.search),
    Command(("outline",), reading.arguments, reading.show),
    Command(("guard",), guarding.arguments, guarding.guard),
    Command(("revise",), revising.arguments, revising.revise),
    Command(("restructure",), restructuring.arguments, restructuring.restructure),
    Command(("frames",), frames.arguments, frames.frames),
    Command(("export",), exporting.arguments, exporting.export),
    Command(("connect",), connecting.arguments, connecting.connect),
    Command(("doctor",), state.arguments, state.doctor),
)
