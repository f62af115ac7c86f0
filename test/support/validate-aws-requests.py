"""Checks requests against the API models of botocore.

Reads a JSON list of {service, operation, params} and writes a list of what is wrong with each, empty where nothing is.
botocore itself checks types, required members, ranges and unknown members; words of closed sets are checked here.
"""

import json
import sys

from botocore.session import Session
from botocore.validate import ParamValidator


def find_foreign_words(value, shape, path):
    if shape.type_name == "structure" and isinstance(value, dict):
        for key, inner in value.items():
            if key in shape.members:
                yield from find_foreign_words(inner, shape.members[key], f"{path}.{key}")
    elif shape.type_name == "list" and isinstance(value, list):
        for index, inner in enumerate(value):
            yield from find_foreign_words(inner, shape.member, f"{path}[{index}]")
    elif shape.type_name == "map" and isinstance(value, dict):
        for key, inner in value.items():
            yield from find_foreign_words(inner, shape.value, f"{path}.{key}")
    elif getattr(shape, "enum", None) and value not in shape.enum:
        yield f"{path}: {value} is not a word of {shape.name}"


def check(session, request):
    model = session.get_service_model(request["service"])
    shape = model.operation_model(request["operation"]).input_shape
    report = ParamValidator().validate(request["params"], shape)
    wrong = [report.generate_report()] if report.has_errors() else []
    return wrong + list(find_foreign_words(request["params"], shape, ""))


session = Session()
print(json.dumps([check(session, request) for request in json.load(sys.stdin)]))
