"""`gaigao connect`: asks which language model to use and where, tries it, and saves the connection."""

from __future__ import annotations

import asyncio
import getpass
import sys
from argparse import ArgumentParser, Namespace

from assistant.commands.console import Console
from assistant.errors import UsageError
from assistant.settings import Settings

FAILED = 1


def arguments(parser: ArgumentParser, console: Console) -> None:
    """The answers, for those who do not want to be asked."""
    parser.add_argument("--service", metavar="ID", help=console.say("help.service"))
    parser.add_argument("--address", metavar="URL", help=console.say("help.address"))
    parser.add_argument("--model", metavar="NAME", help=console.say("help.model"))
    parser.add_argument("--forget", action="store_true", help=console.say("help.forget"))
    parser.add_argument("--untested", action="store_true", help=console.say("help.untested"))


def connect(args: Namespace, settings: Settings, console: Console) -> int:
    """Ask for what was not given, try the connection, save it. A key is asked for unseen, never an argument."""
    from assistant.language_model import connection
    from assistant.language_model.local_model import check, stop
    from assistant.language_model.services import MODEL_FILE, service, services
    from assistant.language_model.trial import try_out

    if args.forget:
        done = connection.forget(settings.data_dir)
        console.result({"forgotten": done}, [console.say("forgotten" if done else "nothing_to_forget")])
        return 0
    service_id = args.service
    if service_id is None and args.address is None and args.model is None:
        for number, entry in enumerate(services(), 1):
            console.tell(f"{number:>2}. {entry.name[console.language]}  {entry.base_url}")
        choice = _ask(console, console.say("ask.service"))
        if not choice.isdigit() or not 1 <= int(choice) <= len(services()):
            raise UsageError("no_such_choice", where=choice, most=len(services()))
        service_id = services()[int(choice) - 1].id
    elif service_id is not None and service_id not in {entry.id for entry in services()}:
        raise UsageError("no_such_service", where=service_id, candidates=[entry.id for entry in services()])
    chosen = service(service_id) if service_id else None
    address = args.address
    is_file = service_id == MODEL_FILE or (args.model or "").lower().endswith(".gguf")
    if address is None and not is_file:
        default = chosen.base_url if chosen else ""
        address = (
            _ask(console, console.say("ask.address", default=default)) or default
            if args.model is None
            else default
        )
    model = args.model or _ask(console, console.say("ask.path" if is_file else "ask.model"))
    key = ""
    if not is_file and (chosen is None or chosen.key != "none"):
        key = settings.openai_api_key.get_secret_value() or _ask_key(console)
    wanted = connection.connection(
        model=model, base_url=address or "", api_key=key, service_id=service_id or ""
    )
    if wanted.is_file:
        check(wanted.model)
    if not args.untested:
        console.tell(console.say("trying", where=wanted.destination.address))
        trial = asyncio.run(try_out(wanted))
        stop()
        if trial.error is not None:
            raise trial.error
        console.tell(trial.text(console.language))
        wanted = trial.connection
    saved = connection.save(wanted, settings.data_dir)
    where = saved.destination
    line = console.say("goes_nowhere") if where.local else console.say("goes_to", address=where.address)
    console.result({"saved": saved.view()}, [console.say("connected", model=saved.model_name), line])
    return 0


def _ask(console: Console, question: str) -> str:
    console.tell(question)
    line = sys.stdin.readline()
    if not line:
        raise UsageError("no_answer")
    return line.strip()


def _ask_key(console: Console) -> str:
    if sys.stdin.isatty():
        return getpass.getpass(console.say("ask.key") + " ").strip()
    console.tell(console.say("ask.key"))
    return sys.stdin.readline().strip()  # nothing more to read counts as Enter: no key
