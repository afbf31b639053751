"""Coins and money: the books in tables, purchases, subscriptions, refunds, payouts."""
