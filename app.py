"""The web app: settings, library, model and drafts put together and served."""
