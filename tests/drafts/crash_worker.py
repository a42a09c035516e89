"""What is killed: a user who types, accepts, refuses, restructures, goes back and exports, in a process of its own.

Each call to `Drafts` is announced before and acknowledged after, with the text that was kept. Imported by a fork server
beforehand.
"""

from __future__ import annotations

import io
import os
import random
import signal
from collections.abc import Iterator
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import docx
from sqlalchemy import Engine, create_engine, event

from assistant.commands import output
from assistant.database import open_database, upgrade
from assistant.document import Document
from assistant.drafting.drafts import Current, Drafts
from assistant.errors import DraftError
from assistant.exporting import export_draft
from assistant.restructure.operation import Operation, Plan, To
from tests.drafts.plans import proposed
from tests.drafts.suggestions import suggestion

OWNER = "9f3c"
EXPORTED = "改后.docx"
SENTENCES = 40
EXPECTED = ("nothing_to_undo", "change_lost", "plan_lost", "operation_depends", "operation_refused")
BASE = (
    "述职报告\n一、存在的问题\n"
    + "".join(f"第{n}件事办得不够扎实。" for n in range(SENTENCES))
    + "\n二、下一步\n去村里。"
)


PLAN = Plan((
    Operation("o1", "move", ("2",), To("before", ("1",))),
    Operation("o2", "rename", ("1",), To(heading="查摆的问题")),
    Operation("o3", "add", (), To("last", heading="其他"), needs=("o1",)),
    Operation("o4", "move", ("1/p1/s3", "1/p1/s5"), To("last", ("2",))),
))  # fmt: skip


def address(folder: Path) -> str:
    return f"sqlite:///{(folder / 'drafts.db').as_posix()}"


def word_file() -> bytes:
    """The draft as it came."""
    word = docx.Document()
    for line in BASE.split("\n"):
        word.add_paragraph(line)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def prepare(folder: Path) -> tuple[str, str]:
    """A draft with a suggestion of many changes and a plan; the ids of the first two."""
    engine = open_database(address(folder))
    drafts = Drafts(engine)
    now = drafts.create(OWNER, "稿", Document.from_text(BASE), filename="稿.docx", original=word_file())
    start = BASE.index("第0件")
    end = BASE.index("\n二、")
    value = suggestion(now.document, start, end, BASE[start:end].replace("扎实", "细致"))
    view = drafts.add_suggestion(OWNER, now.draft, value, version=1)
    drafts.add_plan(OWNER, now.draft, proposed(PLAN), version=1, document=now.document)
    engine.dispose()
    return now.draft, view.id


def die() -> None:
    """As a power cut looks to a process."""
    os.kill(os.getpid(), signal.SIGKILL)


def dying_at(engine: Engine, at: int) -> Iterator[int]:
    """Die at the moment numbered `at`, before or behind a statement or at a commit; the count of those there were."""
    moments = count()

    def moment(*_: Any) -> None:
        if next(moments) + 1 == at:
            die()

    for name in ("before_cursor_execute", "after_cursor_execute", "commit"):
        event.listen(engine, name, moment)
    return moments


def bring_up_to_date(folder: str, at: int) -> None:
    """Upgrade an older database, and die at the statement numbered `at`."""
    engine = create_engine(address(Path(folder)))
    dying_at(engine, at)
    upgrade(engine)
    engine.dispose()


def work(folder: str, draft: str, view: str, seed: int, at: int, steps: int, pipe: Connection) -> None:
    """Make `steps` steps drawn by `seed`. at: the number of the statement to die at, -1: none."""
    engine = open_database(address(Path(folder)))
    seen = dying_at(engine, at)
    drafts, dice = Drafts(engine), random.Random(seed)
    now = drafts.current(OWNER, draft)
    pipe.send(("ready", now.text, now.revision))
    for step in range(steps):
        now = _step(drafts, draft, view, dice, step, now, Path(folder), pipe)
        pipe.send(("done", now.text, now.revision))
    pipe.send(("statements", "", next(seen)))
    engine.dispose()


def _step(
    drafts: Drafts,
    draft: str,
    view: str,
    dice: random.Random,
    step: int,
    now: Current,
    folder: Path,
    pipe: Connection,
) -> Current:
    action = dice.choice(
        ("type", "type", "type", "accept", "refuse", "undo", "restore", "freeze", "say", "export", "plan", "plan")
    )
    word = f"【{step}】"
    typed = now.text[: (at := dice.randint(0, len(now.text)))] + word + now.text[at + dice.randint(0, 9) :]
    pipe.send(("begun", typed if action == "type" else "", now.revision))
    try:
        match action:
            case "type":
                return drafts.save_typing(OWNER, draft, typed, now.revision)
            case "accept" | "refuse":
                hunks = [h for h in drafts.suggestion(OWNER, view).hunks if h.fits]
                chosen = [h.id for h in dice.sample(hunks, min(3, len(hunks)))]
                call = drafts.accept if action == "accept" else drafts.reject
                return call(OWNER, view, chosen, now.revision)
            case "plan":
                (plan,) = drafts.plans(OWNER, draft)
                chosen_ops = dice.sample([one.id for one in plan.operations], 2)
                turn = dice.choice((drafts.accept_operations, drafts.reject_operations))
                return turn(OWNER, plan.id, chosen_ops, now.revision).current
            case "undo":
                return drafts.undo(OWNER, draft, now.revision)
            case "restore":
                versions = drafts.versions(OWNER, draft)
                return drafts.restore(OWNER, draft, dice.choice(versions).number, now.revision)
            case "freeze":
                return drafts.freeze(OWNER, draft, now.revision)
            case "say":
                drafts.add_message(OWNER, draft, "user", {"text": word})
                drafts.set_target(OWNER, draft, "1", 500 + step)
            case _:
                made = export_draft(drafts, OWNER, draft, dice.choice(("clean", "tracked", "layout")))
                output.write(folder / EXPORTED, made.data)
    except DraftError as error:
        assert error.code in EXPECTED, error.code
    return drafts.current(OWNER, draft)
