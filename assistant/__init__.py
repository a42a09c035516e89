"""改稿 (Gaigao): revise your own official report beside comparable passages, change by change."""

__version__ = "0.1.0"
