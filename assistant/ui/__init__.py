"""The web page: Gradio only, thin handlers over the use cases. Mount it with `mount(app, services)`."""

from assistant.ui.page import build_page, mount

__all__ = ["build_page", "mount"]
