"""Quo's contract as JSON Schema (`v1.json`), for every test that has an answer to hold against it."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

V1 = json.loads(Path(__file__).with_name("v1.json").read_text(encoding="utf-8"))


def validate(name: str, instance: object) -> None:
    """Raise `jsonschema.ValidationError` unless the instance is what the contract calls `name`."""
    _validator(name).validate(instance)


@cache
def _validator(name: str) -> Any:
    schema = {"$schema": V1["$schema"], "$ref": f"#/$defs/{name}", "$defs": V1["$defs"]}
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=FormatChecker(["email"]))
