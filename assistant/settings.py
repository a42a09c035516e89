"""What can be set, where it is read from, and its defaults: no account, no network, no download.

Order: command line > environment > `.env` > saved connection > default. Imports only errors.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from platformdirs import user_data_path
from pydantic import AliasChoices, Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


def _default_data_dir() -> Path:
    return user_data_path("gaigao", appauthor=False)


class Settings(BaseSettings):
    """Every setting; what each is for stands in `wording/settings.yaml`. A test holds `.env.example` to this class."""

    model_config = SettingsConfigDict(
        env_prefix="GAIGAO_", env_file=".env", env_ignore_empty=True, extra="ignore", populate_by_name=True
    )

    data_dir: Annotated[Path, Field(default_factory=_default_data_dir)]
    language: Literal["zh", "en"] = "zh"
    host: str = "127.0.0.1"
    port: int = Field(7860, ge=0, le=65535)
    model: str = ""
    openai_api_key: SecretStr = Field(SecretStr(""), validation_alias=AliasChoices("OPENAI_API_KEY", "openai_api_key"))
    openai_base_url: str = Field("", validation_alias=AliasChoices("OPENAI_BASE_URL", "openai_base_url"))
    temperature: float | None = Field(0.3, ge=0, le=2)
    model_timeout: float = Field(60.0, gt=0)
    context_chars: int = Field(12_000, ge=2_000)
    embedding: str = "use"
    embedding_base_url: str = ""
    embedding_api_key: SecretStr = SecretStr("")
    chroma_url: str = ""
    database_url: str = ""
    samples: bool = True
    trusted_user_header: str = ""
    libreoffice: str = ""

    @field_validator("data_dir")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.expanduser().absolute()

    @property
    def sqlalchemy_url(self) -> str:
        """The database's address: the one set, else SQLite in the data folder."""
        return self.database_url or f"sqlite:///{(self.data_dir / 'gaigao.db').as_posix()}"
