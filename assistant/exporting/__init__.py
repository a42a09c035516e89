"""A draft as a file to take away: clean, with tracked changes, laid out, as a table of changes, with the sheet of
its check, or as plain text."""

from assistant.exporting.export import CHECKS, KINDS, Export, Kind, Options, export
from assistant.exporting.of_draft import export_draft, manuscript_of_draft
from assistant.exporting.of_file import manuscript_of_changed, manuscript_of_edits, manuscript_of_file

__all__ = [
    "CHECKS",
    "KINDS",
    "Export",
    "Kind",
    "Options",
    "export",
    "export_draft",
    "manuscript_of_changed",
    "manuscript_of_draft",
    "manuscript_of_edits",
    "manuscript_of_file",
]
