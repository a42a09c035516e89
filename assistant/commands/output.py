"""The file a command writes: never over another unasked, never half there."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from assistant.errors import DocumentError, UsageError, reason_of


def refuse(
    output: Path, sources: Collection[Path], force: bool, suffixes: Collection[str] = (".docx",)
) -> None:
    """Refuse a name that cannot be written to. A file that is read is not overwritten, not even on purpose.

    Raises UsageError("output_not_docx", "output_suffix") and DocumentError("output_exists").
    """
    if output.suffix.lower() not in suffixes:
        if tuple(suffixes) == (".docx",):
            raise UsageError("output_not_docx", where=str(output))
        raise UsageError("output_suffix", where=str(output), suffixes="、".join(suffixes))
    if output.exists() and (not force or any(output.resolve() == source.resolve() for source in sources)):
        raise DocumentError("output_exists", where=str(output))


def write(output: Path, data: bytes) -> None:
    """Written beside and renamed. Raises DocumentError("output_unwritable"); what was there before is still there."""
    temporary = output.with_name(f".{output.name}.new")
    try:
        temporary.write_bytes(data)
        temporary.replace(output)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise DocumentError("output_unwritable", where=str(output), reason=reason_of(error)) from error
