"""Files made anew: a document in the official layout, a table of its changes, the sheet of a check, plain text, Markdown.

Imports documents, structure, changes and the wording. The layout is data; python-docx is imported in `word_file` only.
"""

from assistant.layout.check import CheckSheet, check_docx, check_markdown
from assistant.layout.comparison import ComparisonRow, comparison_docx, comparison_markdown
from assistant.layout.official import Written, write_layout
from assistant.layout.page_layout import Layout, layout, layouts
from assistant.layout.plain import markdown, plain_text, text_bytes

__all__ = [
    "CheckSheet",
    "ComparisonRow",
    "Layout",
    "Written",
    "check_docx",
    "check_markdown",
    "comparison_docx",
    "comparison_markdown",
    "layout",
    "layouts",
    "markdown",
    "plain_text",
    "text_bytes",
    "write_layout",
]
