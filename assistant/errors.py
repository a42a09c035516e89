"""The errors that are safe to show to a user, and nothing else. Imports only the wording.

    GaigaoError                 anything that failed, told as: what, where, what was kept, what to do
    ├── UsageError              wrong arguments or an unusable request (exit status 2 on the command line)
    ├── SettingsError           a setting that cannot be used
    ├── DocumentError           a file that cannot be read: too large, damaged, encrypted, not a text …
    ├── SectionError            a reference that names no section, or several (candidates are listed)
    ├── LibraryError            the library of example reports: unknown report, nothing to search …
    ├── StoreError              an index or the database: broken, of another embedding, owned by another process
    ├── DraftError              a draft: unknown, or changed meanwhile (the loser keeps its text)
    ├── PromptError             a prompt file that does not fit its variables
    └── ModelError              the language model: none chosen, refused, stalled, cut off, useless answer

Every error has a `code`. Its texts stand in `assistant/wording/errors_*.yaml` under that code, in Chinese and
English, with the parts `message`, `kept` and `hint`. Foreign exceptions are translated where the foreign library
is called, nowhere else.
"""

from __future__ import annotations

import errno
from collections.abc import Sequence
from typing import Any

from assistant.wording import Language, Reason, wording

_REASONS = {
    "no_such_file": ("ENOENT",),
    "not_a_folder": ("ENOTDIR",),
    "is_a_folder": ("EISDIR",),
    "exists": ("EEXIST", "ENOTEMPTY"),
    "no_permission": ("EACCES", "EPERM"),
    "read_only": ("EROFS",),
    "disk_full": ("ENOSPC",),
    "quota": ("EDQUOT",),
    "too_large": ("EFBIG",),
    "name_too_long": ("ENAMETOOLONG",),
    "bad_name": ("EINVAL", "EILSEQ"),
    "disk_error": ("EIO",),
    "in_use": ("EBUSY", "ETXTBSY", "EAGAIN", "EDEADLK"),
    "too_many_open": ("EMFILE", "ENFILE"),
    "link_loop": ("ELOOP",),
    "disk_gone": ("ENODEV", "ENXIO", "ESTALE", "ENOTCONN", "EHOSTDOWN", "EHOSTUNREACH", "ENETUNREACH"),
    "too_slow": ("ETIMEDOUT",),
    "no_memory": ("ENOMEM",),
    "other_disk": ("EXDEV",),
}
_OF_NUMBER = {
    getattr(errno, name): code for code, names in _REASONS.items() for name in names if hasattr(errno, name)
}


def reason_of(error: OSError) -> Reason:
    """What the operating system says, in words of both languages; its own stand in one, and in none that is sure."""
    code = _OF_NUMBER.get(error.errno) if error.errno is not None else None
    if code is None:
        return Reason("reasons.system", {"number": error.errno or type(error).__name__})
    return Reason(f"reasons.{code}")


class GaigaoError(Exception):
    """A failure to be shown as it is.

    code: key in `wording/errors_*.yaml`; where: the file, section or address concerned; candidates: what the user
    may have meant; params: values for the placeholders of the texts.
    """

    def __init__(self, code: str, *, where: str = "", candidates: Sequence[str] = (), **params: Any) -> None:
        self.code = code
        self.where = where
        self.candidates = tuple(candidates)
        self.params = params
        super().__init__(code)

    def __str__(self) -> str:
        return self.tell("zh")

    def _part(self, part: str, language: Language) -> str:
        return wording(f"errors.{self.code}.{part}", language, default="", where=self.where, **self.params)

    def message(self, language: Language = "zh") -> str:
        """What failed, in one sentence."""
        return self._part("message", language) or self.code

    def reason(self) -> Reason:
        """The message as the reason of something else, in whatever language that is told."""
        return Reason(f"errors.{self.code}.message", {"where": self.where, **self.params})

    def kept(self, language: Language = "zh") -> str:
        """What was not lost."""
        return self._part("kept", language)

    def hint(self, language: Language = "zh") -> str:
        """What to do."""
        return self._part("hint", language)

    def tell(self, language: Language = "zh") -> str:
        """All parts as one line of text."""
        parts = [self.message(language), self.kept(language), self.hint(language)]
        joined = ("" if language == "zh" else " ").join(part for part in parts if part)
        head = f"{self.where}{'：' if language == 'zh' else ': '}" if self.where else ""
        return head + joined

    def as_json(self, language: Language = "zh") -> dict[str, Any]:
        """The object under `error` in the command line's contract."""
        return {
            "code": self.code,
            "message": self.message(language),
            "where": self.where,
            "kept": self.kept(language),
            "hint": self.hint(language),
            "candidates": list(self.candidates),
        }


class UsageError(GaigaoError):
    """Wrong arguments or an unusable request."""


class SettingsError(GaigaoError):
    """A setting that cannot be used."""


class DocumentError(GaigaoError):
    """A file that cannot be read."""


class SectionError(GaigaoError):
    """A reference that names no section, or several."""


class LibraryError(GaigaoError):
    """The library of example reports cannot do what was asked."""


class StoreError(GaigaoError):
    """An index or the database cannot be used."""


class DraftError(GaigaoError):
    """A draft is unknown or was changed meanwhile."""


class PromptError(GaigaoError):
    """A prompt file and its variables do not fit."""


class ModelError(GaigaoError):
    """The language model did not give a usable answer."""
