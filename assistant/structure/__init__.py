"""A text as headings, sections, items, roles and passages. Pure."""
