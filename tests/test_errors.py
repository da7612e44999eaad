"""What pydantic finds wrong, in one line."""

from __future__ import annotations

import pytest
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from rag.errors import first_error


class Point(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    at: list[int] = []
    name: str = Field("a", max_length=3)

    @field_validator("name")
    @classmethod
    def _no_blank(cls, name: str) -> str:
        if not name.strip():
            raise ValueError("expected more than white space")
        return name


class Line(BaseModel):
    points: list[Point]


@pytest.mark.parametrize(
    ("given", "line"),
    [
        (7, "Input should be a valid dictionary or instance of Line; found 7"),
        ({}, "points: Field required"),
        ({"points": [{"at": [1, "x"]}]}, "points[0].at[1]: Input should be a valid integer; found 'x'"),
        ({"points": [{}, {"size": 1}]}, "points[1].size: Extra inputs are not permitted"),
        ({"points": [{"name": " "}]}, "points[0].name: expected more than white space"),
        (
            {"points": [{"name": "x" * 9000}]},
            "points[0].name: String should have at most 3 characters; found 'xxxxxxxxxxxx...xxxxxxxxxxxxx'",
        ),
    ],
)
def test_the_first_error_says_where_what_was_expected_and_what_was_found(given: object, line: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Line.model_validate(given)
    assert first_error(caught.value.errors()) == line


def test_an_endless_name_is_cut() -> None:
    with pytest.raises(ValidationError) as caught:
        Point.model_validate({"x" * 9000: 1})
    assert first_error(caught.value.errors()) == f"{'x' * 100}: Extra inputs are not permitted"
