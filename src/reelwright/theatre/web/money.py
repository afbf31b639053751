"""Amounts in the smallest piece of a currency → as a reader of a language writes them."""

from __future__ import annotations

from decimal import Decimal

from babel.core import Locale
from babel.numbers import format_currency, get_currency_precision


def money(amount: int, unit: str, language: str) -> str:
    """``money(1499, "USD", "en")`` is ``$14.99``; ``unit`` is an ISO 4217 code."""
    return format_currency(Decimal(amount).scaleb(-get_currency_precision(unit)), unit, locale=language)


def money_each(amount: int, unit: str, count: int, language: str) -> str:
    """What one of ``count`` things costs that cost ``amount`` together, to a hundredth of the smallest piece:
    ``money_each(999, "USD", 1000, "en")`` is ``$0.0100``."""
    digits = get_currency_precision(unit) + 2
    each = (Decimal(amount) / count).scaleb(2 - digits).quantize(Decimal(1).scaleb(-digits))
    finer = Locale.parse(language).currency_formats["standard"].pattern.replace("0.00", "0." + "0" * digits)
    return format_currency(each, unit, locale=language, format=finer, currency_digits=False)
