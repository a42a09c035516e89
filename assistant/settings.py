"""What can be set, where it is read from, and its defaults: no account, no network, no download.

Order: command line > environment > `.env` > saved connection > default. Imports only errors.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from platformdirs import user_data_path
from pydantic import AliasChoices, Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

Key = AliasChoices


def _default_data_dir() -> Path:
    return user_data_path("gaigao", appauthor=False)


class Settings(BaseSettings):
    """Every setting. `.env.example` lists them all, and a test holds it to this class."""

    model_config = SettingsConfigDict(
        env_prefix="GAIGAO_", env_file=".env", env_ignore_empty=True, extra="ignore", populate_by_name=True
    )

    data_dir: Annotated[Path, Field(default_factory=_default_data_dir, description="Where everything is kept.")]
    language: Literal["zh", "en"] = Field("zh", description="Language of the command line: zh or en.")
    host: str = Field("127.0.0.1", description="Address the page is served on. Anything but loopback opens it to others.")
    port: int = Field(7860, ge=0, le=65535, description="Port the page is served on.")
    model: str = Field("", description="Name of the language model. Empty: no model is used, nothing is sent.")
    openai_api_key: SecretStr = Field(
        SecretStr(""), validation_alias=Key("OPENAI_API_KEY", "openai_api_key"), description="Key of the model's service."
    )
    openai_base_url: str = Field(
        "", validation_alias=Key("OPENAI_BASE_URL", "openai_base_url"), description="Base address of the model's service, with /v1."
    )
    temperature: float | None = Field(0.3, ge=0, le=2, description="Sampling temperature; empty string: the service's own.")
    model_timeout: float = Field(60.0, gt=0, description="Seconds without a sign of life after which an answer counts as stalled.")
    context_chars: int = Field(12_000, ge=2_000, description="Bound of one prompt, in characters.")
    embedding: str = Field(
        "use", description="Embedding: use (built in), openai:MODEL, onnx:FOLDER or sentence-transformers:FOLDER."
    )
    embedding_base_url: str = Field("", description="Address for openai:MODEL embeddings; default OPENAI_BASE_URL.")
    embedding_api_key: SecretStr = Field(SecretStr(""), description="Key for openai:MODEL embeddings; default OPENAI_API_KEY.")
    chroma_url: str = Field("", description="A Chroma server, such as http://127.0.0.1:8000; empty: embedded.")
    database_url: str = Field("", description="SQLAlchemy address of the database; empty: SQLite in the data folder.")
    samples: bool = Field(True, description="Add the sample library on the first start.")
    trusted_user_header: str = Field("", description="Header by which a trusted proxy names the user; empty: a cookie.")
    libreoffice: str = Field("", description="Path of LibreOffice (soffice); empty: looked for.")

    @field_validator("data_dir")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.expanduser().absolute()

    @property
    def sqlalchemy_url(self) -> str:
        """The database's address: the one set, else SQLite in the data folder."""
        return self.database_url or f"sqlite:///{(self.data_dir / 'gaigao.db').as_posix()}"
