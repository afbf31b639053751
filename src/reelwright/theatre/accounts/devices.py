"""A browser's ``User-Agent`` → a name by which its owner knows it."""

from __future__ import annotations

_BROWSERS = {
    "Edg": "Edge", "OPR/": "Opera", "SamsungBrowser": "Samsung Internet", "Firefox": "Firefox",
    "FxiOS": "Firefox", "CriOS": "Chrome", "Chrome": "Chrome", "Safari": "Safari",
}  # fmt: skip
"""The more special first: most name their ancestors, too."""
_SYSTEMS = {
    "iPhone": "iPhone", "iPad": "iPad", "Android": "Android", "Windows": "Windows", "Macintosh": "Mac",
    "CrOS": "ChromeOS", "Linux": "Linux",
}  # fmt: skip


def device_name(user_agent: str) -> str:
    """``Chrome · Linux``; what is known of neither stays as it is, at most 60 characters of it."""
    found = [
        next((name for mark, name in names.items() if mark in user_agent), "")
        for names in (_BROWSERS, _SYSTEMS)
    ]
    return " · ".join(filter(None, found)) or user_agent[:60]
