"""Older office files (.doc, .wps, .rtf, .odt) through LibreOffice, where installed. Imports only parts of reading.

LibreOffice runs without a window, with a profile and a folder of its own that are removed afterwards, macros and
links switched off, under a time limit.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from assistant.document import Document
from assistant.documents.bounds import MAX_FILE_BYTES
from assistant.documents.compound import is_encrypted_word
from assistant.documents.content import Content, sniff
from assistant.documents.docx import word_document
from assistant.documents.format import Format, Source
from assistant.errors import DocumentError
from assistant.wording import Notice

TIME_LIMIT = 90.0  # seconds; a cold start takes a few
_NAMES = ("soffice", "libreoffice")
_USUAL_PLACES = (
    "/usr/bin/soffice",
    "/usr/local/bin/soffice",
    "/opt/libreoffice/program/soffice",
    "/snap/bin/libreoffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.com",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
)
# What LibreOffice should take the content for, whatever the name said.
_EXTENSIONS = {Content.DOC: ".doc", Content.RTF: ".rtf", Content.ODT: ".odt", Content.OLE: ".wps"}
# Settings of the profile: no macros, no links to elsewhere, nothing fetched.
_SETTINGS = (
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Writer/Content/Update", "Link", "2"),
)


def read(source: Source) -> Document:
    """The text of an older office file.

    Raises DocumentError `needs_conversion` where LibreOffice is missing, `encrypted`, `wrong_format`,
    `conversion_failed`, `conversion_slow`, and what reading the converted file raises.
    """
    content = sniff(source.data)
    if content is Content.DOCX:
        document = word_document(source.data, source.name)
        notice = Notice("other_content", {"extension": source.extension, "content": content.value})
        return replace(document, warnings=(notice, *document.warnings))
    if content is Content.ENCRYPTED or (content is Content.DOC and is_encrypted_word(source.data)):
        raise DocumentError("encrypted", where=source.name)
    if content is Content.UNKNOWN:
        raise DocumentError("damaged", where=source.name)
    if content not in _EXTENSIONS:
        raise DocumentError(
            "wrong_format", where=source.name, extension=source.extension, content=content.value
        )
    program = find_libreoffice(source.libreoffice)
    if program is None:
        raise DocumentError("needs_conversion", where=source.name)
    converted = _convert(program, source, _EXTENSIONS[content])
    return word_document(converted, source.name, format=FORMAT.name)


def find_libreoffice(path: str = "") -> str | None:
    """The program to run: the one named (a file or a name on the search path), else one in the usual places."""
    if path:
        return shutil.which(path)
    found = next((p for name in _NAMES if (p := shutil.which(name))), None)
    return found or next((place for place in _USUAL_PLACES if Path(place).is_file()), None)


def _convert(program: str, source: Source, extension: str) -> bytes:
    with tempfile.TemporaryDirectory(prefix="gaigao-", ignore_cleanup_errors=True) as folder:
        place = Path(folder)
        (place / "profile" / "user").mkdir(parents=True)
        (place / "profile" / "user" / "registrymodifications.xcu").write_text(_profile(), encoding="utf-8")
        original = place / f"input{extension}"
        original.write_bytes(source.data)
        command = [
            program,
            f"-env:UserInstallation={(place / 'profile').as_uri()}",
            *("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck"),
            *("--convert-to", "docx:MS Word 2007 XML", "--outdir", str(place / "out"), str(original)),
        ]
        _run(command, place, source.name)
        made = place / "out" / "input.docx"
        if not made.is_file() or not made.stat().st_size:
            raise DocumentError("conversion_failed", where=source.name)
        if made.stat().st_size > 2 * MAX_FILE_BYTES:  # pictures may grow when they are converted
            raise DocumentError("conversion_failed", where=source.name)
        return made.read_bytes()


def _profile() -> str:
    items = "".join(
        f'<item oor:path="/org.openoffice.Office.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value>'
        "</prop></item>"
        for path, name, value in _SETTINGS
    )
    return (
        f'<?xml version="1.0"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>'
    )


def _run(command: list[str], place: Path, where: str) -> None:
    """Run to the end or the time limit; LibreOffice starts further processes, so the whole group is ended."""
    environment = {**os.environ, "HOME": str(place), "TMPDIR": str(place), "SAL_USE_VCLPLUGIN": "svp"}
    try:
        process = subprocess.Popen(  # noqa: S603  (a program that the user or the system named, without a shell)
            command,
            cwd=place,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise DocumentError("conversion_failed", where=where) from error
    try:
        process.wait(TIME_LIMIT)
    except subprocess.TimeoutExpired as error:
        raise DocumentError("conversion_slow", where=where, seconds=round(TIME_LIMIT)) from error
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        if process.poll() is None:
            command = ["taskkill", "/F", "/T", "/PID", str(process.pid)]
            subprocess.run(command, check=False, capture_output=True)  # noqa: S603
    else:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


FORMAT = Format("legacy", (".doc", ".dot", ".wps", ".wpt", ".rtf", ".odt"), read)
