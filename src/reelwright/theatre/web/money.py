"""Amounts in the smallest piece of a currency → as a reader of a language writes them, and back."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from babel.core import Locale
from babel.numbers import format_currency, get_currency_precision

from reelwright.errors import BadInput


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


def amount_of(text: str, unit: str) -> int:
    """What somebody typed → the smallest piece of a currency: ``amount_of("14.99", "USD")`` is 1499.

    Raises ``BadInput`` for what is no amount above zero, or finer than the currency.
    """
    try:
        amount = Decimal(text.strip().replace(",", ".")).scaleb(get_currency_precision(unit))
    except InvalidOperation:
        amount = Decimal(0)
    if not amount.is_finite() or not 0 < amount < 2**53 or amount != amount.to_integral_value():
        raise BadInput(
            "This is no amount of money", where=text[:40], next_step=f"Write it as 4.99, in {unit}."
        )
    return int(amount)


def plain(amount: int, unit: str) -> str:
    """The same the other way round, as a field of a form holds it."""
    return str(Decimal(amount).scaleb(-get_currency_precision(unit)))
