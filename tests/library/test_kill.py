"""SIGKILL at any moment: the next start completes or undoes, list and search agree, nothing is lost."""

from __future__ import annotations

import multiprocessing
import random
import shutil
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.context import ForkServerContext
from pathlib import Path

import pytest

from tests.library import crash_worker, invariants
from tests.library.fakes import BigramEmbedder, open_library, write_reports
from tests.library.texts import report, revised

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")

ACTIONS = ("add", "remove", "rebuild", "update")
KNOWN, NEW = 3, 3


@dataclass(frozen=True)
class Scene:
    """A library to damage: the folder to copy, the files to add, what is known, how long each change takes."""

    data: Path
    sources: Path
    seconds: dict[str, float]
    steps: dict[str, int]


def context() -> ForkServerContext:
    made = multiprocessing.get_context("forkserver")
    made.set_forkserver_preload(["tests.library.crash_worker"])
    return made


def run(
    scene: Scene | None,
    action: str,
    data: Path,
    sources: Path,
    *,
    at: int = -1,
    after: float = -1,
    wait: bool = True,
) -> tuple[int, int, float]:
    """Make a change in a process that dies at a step or after some seconds; files done, steps, seconds taken.

    wait: count the seconds from when the library is open, else from the process's first moment.
    """
    mp = context()
    ready, done, seen = mp.Event(), mp.Value("i", 0), mp.Value("i", 0)
    child = mp.Process(
        target=crash_worker.change, args=(action, str(data), str(sources), ready, done, at, seen), daemon=True
    )
    child.start()
    while wait and not ready.wait(0.05):
        assert child.is_alive(), "died before it began"
    begun = time.monotonic()
    if after >= 0:
        child.join(after)
        child.kill()
    child.join(120)
    took = time.monotonic() - begun
    assert child.exitcode in (0, -9), child.exitcode
    if at < 0 and after < 0:
        assert child.exitcode == 0
    child.close()
    return done.value, seen.value, took


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    folder = tmp_path_factory.mktemp("kill")
    data, known, sources = folder / "data", folder / "known", folder / "sources"
    write_reports(known, KNOWN)
    write_reports(sources, NEW - 1, first=20)
    # One of the new ones is another version of a known one: families change too.
    (sources / "材料一改.txt").write_text(revised(report(1, sections=1), 5), encoding="utf-8")
    with open_library(data) as library:
        library.add([known])
        assert len(library.list()) == KNOWN
    seconds, steps = {}, {}
    for action in ACTIONS:
        copy = folder / f"measure-{action}"
        shutil.copytree(data, copy)
        _, steps[action], seconds[action] = run(None, action, copy, sources)
        shutil.rmtree(copy)
    yield Scene(data, sources, seconds, steps)


def look(scene: Scene, action: str, data: Path, done: int) -> None:
    """The next start, what it must find, and that life goes on."""
    embedder = BigramEmbedder()
    with open_library(scene.data) as untouched:
        before = {one.id: one for one in untouched.list()}
        vectors = sum(one.passages for one in before.values())
    with open_library(data, embedder) as library:
        now = {one.id: one for one in library.list()}
        if action == "add":
            assert before.keys() <= now.keys()
            assert done <= len(now) - KNOWN <= NEW
        elif action == "remove":
            assert set(list(before)[2:]) <= now.keys() <= before.keys()
        else:
            assert now.keys() == before.keys()
        if action == "update":
            first = next(iter(before.values()))
            assert (now[first.id].origin, now[first.id].year) in {("reference", 2023), ("own", 2019)}
            passage = library.passages(first.id)[0].text
            found = library.search(passage, 3, origin=now[first.id].origin)
            assert any(hit.passage.text == passage for hit in found), "the index has the old tags"
        invariants.check(library)
        if action != "add":
            assert embedder.embedded <= vectors // 4, "vectors were lost"
        library.add([scene.sources])
        assert len(library.list()) == len(now.keys() & before.keys()) + NEW
        library.remove(list(now.keys() & before.keys())[:1])
        library.rebuild()
        invariants.check(library)
    with open_library(data) as library:
        assert library.notices == ()
        invariants.check(library)


def kill(scene: Scene, action: str, tmp_path: Path, *, at: int = -1, after: float = -1) -> None:
    data = tmp_path / "data"
    shutil.copytree(scene.data, data)
    done, _, _ = run(scene, action, data, scene.sources, at=at, after=after)
    look(scene, action, data, done)


@pytest.mark.parametrize("seed", range(10))
def test_killed_at_some_moment(scene: Scene, tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    action = ACTIONS[seed % 3]
    if seed % 2:
        kill(scene, action, tmp_path, after=dice.uniform(0, scene.seconds[action]))
    else:
        kill(scene, action, tmp_path, at=dice.randint(1, scene.steps[action]))


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(100, 150))
def test_killed_at_many_moments(scene: Scene, tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    action = ACTIONS[seed % len(ACTIONS)]
    kill(scene, action, tmp_path, after=dice.uniform(0, scene.seconds[action] * 1.05))


@pytest.mark.soak
@pytest.mark.parametrize("action", ACTIONS)
def test_killed_at_every_step(scene: Scene, tmp_path: Path, action: str) -> None:
    for at in range(1, scene.steps[action] + 1):
        kill(scene, action, tmp_path / str(at), at=at)
        shutil.rmtree(tmp_path / str(at))


@pytest.mark.soak
def test_killed_again_and_again(scene: Scene, tmp_path: Path) -> None:
    """The recovery itself is killed: each start goes on from where the last one died."""
    dice = random.Random(7)
    data = tmp_path / "data"
    shutil.copytree(scene.data, data)
    for _ in range(30):
        action = dice.choice(ACTIONS[:3])
        wait = dice.random() < 0.5
        longest = scene.seconds[action] + (0 if wait else 0.5)
        run(scene, action, data, scene.sources, after=dice.uniform(0, longest), wait=wait)
    with open_library(data) as library:
        invariants.check(library)
