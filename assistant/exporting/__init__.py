"""A draft as a file to take away: clean, with tracked changes, laid out, as a table of changes, or as plain text."""

from assistant.exporting.export import KINDS, Export, Kind, Options, export
from assistant.exporting.of_draft import export_draft, manuscript_of_draft
from assistant.exporting.of_file import manuscript_of_changed, manuscript_of_file

__all__ = [
    "KINDS",
    "Export",
    "Kind",
    "Options",
    "export",
    "export_draft",
    "manuscript_of_changed",
    "manuscript_of_draft",
    "manuscript_of_file",
]
