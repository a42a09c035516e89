"""Files made anew: a document in the official layout, a table of its changes, plain text, Markdown.

Imports documents, structure, changes and the wording. The layout is data; python-docx is imported in `word_file` only.
"""

from assistant.layout.comparison import ComparisonRow, comparison_docx, comparison_markdown
from assistant.layout.official import Written, write_layout
from assistant.layout.page_layout import Layout, layout, layouts
from assistant.layout.plain import markdown, plain_text, text_bytes

__all__ = [
    "ComparisonRow",
    "Layout",
    "Written",
    "comparison_docx",
    "comparison_markdown",
    "layout",
    "layouts",
    "markdown",
    "plain_text",
    "text_bytes",
    "write_layout",
]
