"""Amounts in the smallest piece of a currency → as a reader of a language writes them."""

from __future__ import annotations

from decimal import Decimal

from babel.numbers import format_currency, get_currency_precision


def money(amount: int, unit: str, language: str) -> str:
    """``money(1499, "USD", "en")`` is ``$14.99``; ``unit`` is an ISO 4217 code."""
    return format_currency(Decimal(amount).scaleb(-get_currency_precision(unit)), unit, locale=language)
