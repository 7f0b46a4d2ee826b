"""Kinds of fields that the bodies and answers of the API share."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import AfterValidator, AwareDatetime, BeforeValidator, ConfigDict, Field, Strict
from pydantic.functional_serializers import PlainSerializer
from pydantic_core import core_schema

MOST_ID = 2**63 - 1  # the largest key a database holds


class Body(Schema):
    """What a program sends: a field we do not know is refused, not passed over in silence."""

    model_config = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True, eq=False)  # hashed by itself: codes may be a list
class Among:
    """One of these codes; they stand in the document, so that programs can be checked."""

    codes: Collection[str]

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> core_schema.CoreSchema:
        return core_schema.no_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> dict[str, Any]:
        found: dict[str, Any] = handler(schema)
        return found | {"enum": [str(code) for code in self.codes]}

    def check(self, value: str) -> str:
        if value not in {str(code) for code in self.codes}:
            raise ValueError(f"must be one of {', '.join(str(code) for code in self.codes)}")
        return value


def only_text(value: object) -> object:
    """A moment is sent as text; a bare number could be seconds or anything."""
    if not isinstance(value, str | datetime):
        raise ValueError("send a moment as text, e.g. 2026-03-02T05:00:00Z")
    return value


def as_utc(value: datetime) -> str:
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


# Moments go out in UTC and come in with their offset; without one nobody knows when it is.
Moment = Annotated[
    AwareDatetime,
    BeforeValidator(only_text),
    PlainSerializer(as_utc, return_type=str, when_used="unless-none"),
    Field(examples=["2026-03-02T05:00:00Z"], json_schema_extra={"format": "date-time"}),
]
Key = Annotated[int, Strict(), Field(ge=1, le=MOST_ID)]
Whole = Annotated[int, Strict(), Field(ge=0, le=2**31 - 1)]
YesNo = Annotated[bool, Strict()]
Version = Annotated[
    int,
    Strict(),
    Field(
        ge=1,
        le=2**31 - 1,
        description="as last read; refused with 409 where somebody changed it since",
    ),
]


def blank(text: str) -> str:
    if not text.strip():
        raise ValueError("must hold more than space")
    return text


Line = Annotated[str, Field(max_length=200)]
Text = Annotated[str, Field(max_length=20_000)]
Reason = Annotated[
    str,
    Field(max_length=4_000, min_length=1, description="part of the record"),
    AfterValidator(blank),
]


class Versioned(Body):
    """A change of something that carries a version: it counts for what was read, or not at all."""

    version: Version | None = Field(
        None, description="as last read; or send it as If-Match. 409 where it was changed since"
    )


class Done(Schema):
    """What stands now, in short."""

    id: int | str
    state: str
    version: int
