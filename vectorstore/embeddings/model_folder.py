"""A folder with an embedding model: that it is one, what it contains, and the message where its package is
missing. Imports errors only.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

from assistant.errors import SettingsError

_MIB = 1 << 20


def require_packages(extra: str, packages: Iterable[str]) -> None:
    """Raises SettingsError, naming the extra, where one of `packages` is not installed."""
    for package in packages:
        if find_spec(package) is None:
            raise SettingsError("embedding_extra", where=package, extra=extra)


def require_files(folder: str, *choices: Iterable[str]) -> list[Path]:
    """For each choice of names the first that stands in `folder`. Raises SettingsError, naming what is
    missing.
    """
    base = Path(folder).expanduser().absolute()
    found = []
    for names in choices:
        names = tuple(names)
        file = next((base / name for name in names if (base / name).is_file()), None)
        if file is None:
            raise SettingsError("embedding_folder", where=str(base), missing=" / ".join(names))
        found.append(file)
    return found


def files_hash(files: Iterable[Path]) -> str:
    """Twelve hexadecimal digits for the contents: sizes, and of each file the first and the last MiB (weights
    are large, and other weights differ everywhere).
    """
    digest = hashlib.sha256()
    for file in files:
        size = file.stat().st_size
        digest.update(f"{file.name}:{size};".encode())
        with file.open("rb") as stream:
            digest.update(stream.read(_MIB))
            stream.seek(max(0, size - _MIB))
            digest.update(stream.read(_MIB))
    return digest.hexdigest()[:12]
