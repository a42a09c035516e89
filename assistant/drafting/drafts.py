"""A user's drafts: text and versions, the review of suggestions and plans, material and chat, kept in the database.

Imports its parts, one for each noun. Every call names the owner and is one transaction.
"""

from __future__ import annotations

from assistant.drafting.conversations import Conversations
from assistant.drafting.lengths import Lengths
from assistant.drafting.listing import Listing
from assistant.drafting.plans import Plans
from assistant.drafting.reviews import Reviews
from assistant.drafting.texts import Texts
from assistant.drafting.values import Current, DraftInfo, DraftMaterial, Message, SuggestionView, Version

__all__ = ["Current", "DraftInfo", "DraftMaterial", "Drafts", "Message", "SuggestionView", "Version"]


class Drafts(Listing, Texts, Reviews, Plans, Conversations, Lengths):
    """Everything that is kept of drafts.

    owner: an opaque id; another owner's draft is an unknown one. seen: `Current.revision` of the text that
    the caller shows; a write to a text that has changed since raises DraftError("draft_changed_meanwhile").
    All may raise DraftError("draft_unknown"), and StoreError for what the database does not do: draft_disk_full,
    draft_database_busy, draft_database_read_only, draft_database_damaged, draft_database_gone, draft_not_saved,
    draft_not_read.
    """
