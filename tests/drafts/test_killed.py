"""SIGKILL at any moment of typing, accepting, going back and exporting: the draft is whole, nothing kept is gone."""

from __future__ import annotations

import multiprocessing
import random
import shutil
import sqlite3
import sys
import time
from dataclasses import dataclass, replace
from multiprocessing.context import ForkServerContext
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from assistant.changes.edits import apply_edits
from assistant.database import open_database, upgrade
from assistant.documents import read
from assistant.drafting.drafts import Drafts
from assistant.drafting.open_draft import OpenDraft
from assistant.drafting.rows import edits_of
from assistant.drafting.tables import DraftRow
from tests.drafts import crash_worker
from tests.drafts.crash_worker import OWNER

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")

STEPS = 40


@dataclass(frozen=True)
class Scene:
    """A folder to copy and damage, the draft in it, how many statements a whole run takes and how long."""

    folder: Path
    draft: str
    view: str
    statements: int
    seconds: float


@dataclass(frozen=True)
class Told:
    """What the child had said when it died: the last text it knew to be kept, and what it was typing then."""

    text: str
    revision: int
    typing: str
    statements: int = 0
    seconds: float = 0
    killed: bool = False


def context() -> ForkServerContext:
    made = multiprocessing.get_context("forkserver")
    made.set_forkserver_preload(["tests.drafts.crash_worker"])
    return made


def run(scene: Scene, folder: Path, seed: int, *, at: int = -1, after: float = -1) -> Told:
    """Let the user of `crash_worker` work until it dies at a statement, or some seconds after it began."""
    mp = context()
    mine, its = mp.Pipe(duplex=False)
    child = mp.Process(
        target=crash_worker.work,
        args=(str(folder), scene.draft, scene.view, seed, at, STEPS, its),
        daemon=True,
    )
    child.start()
    its.close()
    told = Told("", 0, "")
    kill_at, begun = None, 0.0
    while True:
        if kill_at is not None and time.monotonic() >= kill_at:
            child.kill()
            kill_at = None
        wait = 0.5 if kill_at is None else max(0.0, min(0.5, kill_at - time.monotonic()))
        if not mine.poll(wait):
            assert kill_at is not None or child.is_alive() or mine.poll(), "it died without a word"
            continue
        try:
            kind, text, number = mine.recv()
        except EOFError:
            break
        match kind:
            case "ready":
                told, begun = Told(text, number, ""), time.monotonic()
                kill_at = begun + after if after >= 0 else None
            case "begun":
                told = Told(told.text, told.revision, text)
            case "done":
                told = Told(text, number, "")
            case _:
                told = Told(told.text, told.revision, "", number, time.monotonic() - begun)
    child.join(30)
    assert child.exitcode in (0, -9), child.exitcode
    told = replace(told, killed=child.exitcode == -9)
    child.close()
    mine.close()
    return told


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    folder = tmp_path_factory.mktemp("kill") / "data"
    folder.mkdir()
    draft, view = crash_worker.prepare(folder)
    measured = folder.parent / "measured"
    shutil.copytree(folder, measured)
    scene = Scene(folder, draft, view, 0, 0)
    told = run(scene, measured, 1)
    assert told.statements > 5 * STEPS and not told.killed
    return Scene(folder, draft, view, told.statements, told.seconds)


def look(scene: Scene, folder: Path, told: Told) -> None:
    """What the next start must find, and that life goes on."""
    with sqlite3.connect(folder / "drafts.db") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()
    engine = open_database(crash_worker.address(folder))
    drafts = Drafts(engine)
    now = drafts.current(OWNER, scene.draft)
    assert now.revision in (told.revision, told.revision + 1), "a step is whole or was not taken"
    if now.revision == told.revision:
        assert now.text == told.text, "what was acknowledged is gone"
    elif told.typing:
        assert now.text == told.typing, "typing that arrived arrived whole"
    whole(engine, drafts, scene, now.text)
    exported = folder / crash_worker.EXPORTED
    if exported.exists():
        assert "、下一步" in read(exported).text or "【" in read(exported).text

    # All the way back, and on.
    seen = drafts.save_typing(OWNER, scene.draft, now.text + "接着写。", now.revision)
    assert seen.text == now.text + "接着写。"
    while drafts.current(OWNER, scene.draft).undo is not None:
        drafts.undo(OWNER, scene.draft)
    assert drafts.current(OWNER, scene.draft).text == crash_worker.BASE
    assert drafts.accept_all(OWNER, scene.view).text == crash_worker.BASE.replace("扎实", "细致")
    engine.dispose()


def whole(engine: object, drafts: Drafts, scene: Scene, text: str) -> None:
    """The versions lead from one to the next, and the text is the last one with its typing."""
    versions = {v.number: v for v in drafts.versions(OWNER, scene.draft)}
    assert sorted(versions) == list(range(1, len(versions) + 1))
    with Session(engine) as session:  # type: ignore[call-overload]
        row = session.get_one(DraftRow, scene.draft)
        opened = OpenDraft(session, row, row.changed_at)
        for number, version in versions.items():
            stored = opened.history.version(number)
            if version.parent is not None:
                parent = opened.history.version(version.parent)
                assert apply_edits(parent.text, edits_of(stored.edits)) == stored.text
        base = opened.history.version(opened.state.version)
        assert apply_edits(base.text, opened.typing) == text
    for number in versions:
        own = drafts.version(OWNER, scene.draft, number).text
        assert apply_edits(own, drafts.edits_since(OWNER, scene.draft, number)) == text
    for hunk in drafts.suggestion(OWNER, scene.view).hunks:
        if hunk.fits:
            assert text[hunk.start : hunk.end] == (hunk.after if hunk.state == "accepted" else hunk.before)
    (plan,) = drafts.plans(OWNER, scene.draft)
    assert not plan.fits or (plan.now is not None and plan.now.text == text)
    assert drafts.targets(OWNER, scene.draft) is not None
    assert [m.number for m in drafts.messages(OWNER, scene.draft)] == list(
        range(1, len(drafts.messages(OWNER, scene.draft)) + 1)
    )


def kill(scene: Scene, folder: Path, seed: int) -> None:
    shutil.copytree(scene.folder, folder)
    dice = random.Random(seed)
    if seed % 2:
        told = run(scene, folder, seed, after=dice.uniform(0, 0.9 * scene.seconds))
    else:
        told = run(scene, folder, seed, at=dice.randint(1, scene.statements // 2))
        assert told.killed
    look(scene, folder, told)


@pytest.mark.parametrize("seed", range(10))
def test_killed_at_some_moment(scene: Scene, tmp_path: Path, seed: int) -> None:
    kill(scene, tmp_path / "data", seed)


@pytest.mark.parametrize("at", range(1, 40, 3))
def test_killed_while_the_schema_is_brought_up_to_date(tmp_path: Path, at: int) -> None:
    """An older database is upgraded whole or not at all; the next start does it."""
    old = create_engine(crash_worker.address(tmp_path))
    upgrade(old, "0002")
    with old.begin() as connection:
        connection.execute(
            text(
                "insert into draft (id, owner, title, revision, created_at, changed_at)"
                " values ('d', 'o', '稿', 1, '2026-01-01', '2026-01-01')"
            )
        )
    old.dispose()
    child = context().Process(target=crash_worker.bring_up_to_date, args=(str(tmp_path), at), daemon=True)
    child.start()
    child.join(60)
    assert child.exitcode in (0, -9)
    engine = open_database(crash_worker.address(tmp_path))
    with engine.connect() as connection:
        assert connection.execute(text("select title, targets from draft")).all() == [("稿", None)]
        assert connection.execute(text("select count(*) from quick_action")).scalar() == 0
    engine.dispose()


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(100, 150))
def test_killed_at_many_moments(scene: Scene, tmp_path: Path, seed: int) -> None:
    kill(scene, tmp_path / "data", seed)


@pytest.mark.soak
def test_killed_again_and_again(scene: Scene, tmp_path: Path) -> None:
    """The same draft, killed over and over: each start goes on from where the last one died."""
    folder, dice = tmp_path / "data", random.Random(7)
    shutil.copytree(scene.folder, folder)
    for seed in range(30):
        told = run(scene, folder, seed, at=dice.randint(1, scene.statements // 2))
        assert told.killed
        engine = open_database(crash_worker.address(folder))
        now = Drafts(engine).current(OWNER, scene.draft)
        assert now.revision in (told.revision, told.revision + 1)
        whole(engine, Drafts(engine), scene, now.text)
        engine.dispose()
    look(scene, folder, Told(now.text, now.revision, ""))
