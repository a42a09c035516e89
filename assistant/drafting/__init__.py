"""The user's drafts: versions, material, suggestions and how their changes stand."""
