"""The user's own Word file changed in place: clean, or with tracked changes and remarks. Imports lxml, documents, changes."""

from assistant.word.moving import rewrite_moved
from assistant.word.rewriting import rewrite
from assistant.word.values import Remark, Tracked, Written

__all__ = ["Remark", "Tracked", "Written", "rewrite", "rewrite_moved"]
