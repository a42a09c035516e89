"""The search engine room: embeddings, dense index, lexical index, and the search that fuses them. Knows
passages, not drafts; imports of `assistant/` only passages' types, errors and wording.
"""
