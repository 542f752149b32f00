"""What OCF 1.2 asks of the objects that we write: which fields each must have, which it may have, and of what kind.

Put down in our own words from the schemas that the Open Cap Table Coalition publishes.
"""

import re
from datetime import date, datetime

NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]{1,10})?")
MD5 = re.compile(r"[a-f0-9]{32}")


def text(value):
    return isinstance(value, str)


def number(value):
    return text(value) and NUMBER.fullmatch(value) is not None


def day(value):
    return text(value) and bool(date.fromisoformat(value)) and len(value) == 10


def instant(value):
    return text(value) and datetime.fromisoformat(value).tzinfo is not None


def texts(value):
    return isinstance(value, list) and all(map(text, value))


def identifiers(value):
    return texts(value) and bool(value) and len(set(value)) == len(value)


def nothing(value):
    return value == []


def one_of(*values):
    return lambda value: value in values


def exactly(**fields):
    return lambda value: (
        isinstance(value, dict) and set(value) == set(fields) and all(fields[name](value[name]) for name in value)
    )


def authorised(value):
    return value in {"UNLIMITED", "NOT APPLICABLE"} or number(value)


def paths(value):
    is_file = exactly(filepath=text, md5=lambda said: MD5.fullmatch(said) is not None)
    return isinstance(value, list) and all(map(is_file, value))


MONEY = exactly(amount=number, currency=one_of("GBP"))
OBJECT = {"id": text, "object_type": text}
TRANSACTION = {**OBJECT, "date": day}
OF_SECURITY = {**TRANSACTION, "security_id": text}
MAY = {"comments": texts}

# Of each type, the fields that it must have, and those that it may have besides.
SHAPES = {
    "ISSUER": (
        {**OBJECT, "legal_name": text, "formation_date": day, "country_of_formation": one_of("GB")},
        {**MAY, "initial_shares_authorized": authorised},
    ),
    "STAKEHOLDER": (
        {**OBJECT, "name": exactly(legal_name=text), "stakeholder_type": one_of("INDIVIDUAL", "INSTITUTION")},
        {**MAY, "issuer_assigned_id": text},
    ),
    "STOCK_CLASS": (
        {
            **OBJECT,
            "name": text,
            "class_type": one_of("COMMON", "PREFERRED"),
            "default_id_prefix": text,
            "initial_shares_authorized": authorised,
            "votes_per_share": number,
            "seniority": number,
        },
        {**MAY, "par_value": MONEY, "price_per_share": MONEY},
    ),
    "TX_STOCK_ISSUANCE": (
        {
            **OF_SECURITY,
            "custom_id": text,
            "stakeholder_id": text,
            "security_law_exemptions": nothing,
            "stock_class_id": text,
            "share_price": MONEY,
            "quantity": number,
            "stock_legend_ids": texts,
        },
        {**MAY, "consideration_text": text},
    ),
    "TX_STOCK_TRANSFER": (
        {**OF_SECURITY, "quantity": number, "resulting_security_ids": identifiers},
        {**MAY, "balance_security_id": text, "consideration_text": text},
    ),
    "TX_STOCK_CANCELLATION": (
        {**OF_SECURITY, "quantity": number, "reason_text": text},
        {**MAY, "balance_security_id": text},
    ),
    "TX_STOCK_REPURCHASE": (
        {**OF_SECURITY, "quantity": number, "price": MONEY},
        {**MAY, "balance_security_id": text, "consideration_text": text},
    ),
    "TX_STOCK_CONVERSION": (
        {**OF_SECURITY, "quantity_converted": number, "resulting_security_ids": texts},
        {**MAY, "balance_security_id": text},
    ),
    "TX_STOCK_REISSUANCE": (
        {**OF_SECURITY, "resulting_security_ids": identifiers},
        {**MAY, "reason_text": text, "split_transaction_id": text},
    ),
    "TX_STOCK_CLASS_SPLIT": (
        {**TRANSACTION, "stock_class_id": text, "split_ratio": exactly(numerator=number, denominator=number)},
        MAY,
    ),
}
MANIFEST = (
    {
        "file_type": one_of("OCF_MANIFEST_FILE"),
        "ocf_version": one_of("1.2.0"),
        "issuer": lambda value: not faults(value),
        "as_of": day,
        "generated_at": instant,
        "stock_plans_files": paths,
        "stock_legend_templates_files": paths,
        "stock_classes_files": paths,
        "vesting_terms_files": paths,
        "valuations_files": paths,
        "transactions_files": paths,
        "stakeholders_files": paths,
    },
    {**MAY, "financings_files": paths, "documents_files": paths},
)


def faults(item, shape=None):
    """The fields of the object that are missing, unknown, or not of their kind."""
    must, may = shape or SHAPES[item["object_type"]]
    known = {**may, **must}
    missing = [name for name in must if name not in item]
    return missing + [name for name, value in item.items() if name not in known or not known[name](value)]
