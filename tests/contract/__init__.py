"""Quo's contracts as JSON Schema, one file per generation, for every test that has an answer to hold against one."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

CONTRACTS = {
    generation: json.loads(Path(__file__).with_name(f"{generation}.json").read_text(encoding="utf-8"))
    for generation in ("v1", "2026-03-30")
}
V1 = CONTRACTS["v1"]


def validate(name: str, instance: object, generation: str = "v1") -> None:
    """Raise `jsonschema.ValidationError` unless the instance is what the contract calls `name`."""
    _validator(name, generation).validate(instance)


@cache
def _validator(name: str, generation: str) -> Any:
    contract = CONTRACTS[generation]
    schema = {"$schema": contract["$schema"], "$ref": f"#/$defs/{name}", "$defs": contract["$defs"]}
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=FormatChecker(["email"]))
