"""The words that the player says, as gettext finds them, by the names that its modules use."""

from __future__ import annotations

from collections.abc import Callable


def player_words(_: Callable[[str], str], plural: Callable[[str, str, int], str]) -> dict[str, str]:
    """Name → text in the language of ``_``. What stands in braces is filled in by the player. ``NAME.one`` is
    what it says instead of ``NAME`` where ``{coins}`` is 1."""
    counted = {
        "coins": ("{coins} coin", "{coins} coins"),
        "coins_short": ("{price} · {coins} coin short", "{price} · {coins} coins short"),
        "coins_short_only": ("{coins} coin short", "{coins} coins short"),
        "locked_for": ("locked, {coins} coin", "locked, {coins} coins"),
        "wall_balance": ("You have {coins} coin", "You have {coins} coins"),
    }
    words = {
        key: plural(one, many, count)
        for name, (one, many) in counted.items()
        for key, count in ((name, 2), (f"{name}.one", 1))
    }
    return words | {
        "about_money": _("about {price}"),
        "ad_left": _("{seconds} s left"),
        "cannot_play": _(
            "This browser cannot play the film. Update it, or open the page in Chrome, Firefox or Safari."
        ),
        "captions_off": _("Captions off"),
        "captions_on": _("Captions on"),
        "copied": _("The link is copied."),
        "episode_number": _("Episode {number}"),
        "episode_of": _("Episode {number} of {count}"),
        "episodes_count": _("Episodes: {count}"),
        "film_failed": _(
            "The film stopped: a part of it did not arrive. Check the connection and try again."
        ),
        "free": _("free"),
        "ground_box": _("Box"),
        "ground_none": _("Outline"),
        "ground_shade": _("Shadow"),
        "like": _("Like"),
        "locked": _("locked"),
        "no_charge": _("Free"),
        "no_connection": _("There is no connection. Try again when it is back."),
        "pause": _("Pause"),
        "play": _("Play"),
        "size_huge": _("Huge"),
        "size_large": _("Large"),
        "size_medium": _("Medium"),
        "size_small": _("Small"),
        "slide_name": _("{series}, episode {number} of {count}: {title}"),
        "sound_off": _("Sound off"),
        "sound_on": _("Sound on"),
        "time_of": _("{time} of {whole}"),
        "unlocked": _("unlocked"),
        "unlocked_now": _("Unlocked. The film plays on."),
        "wall_heading": _("Episode {number} is locked"),
        "way_ad": _("Watch an ad"),
        "way_ad_detail": _("One episode for one ad · {left} left today"),
        "way_coins": _("This episode"),
        "way_series": _("The whole series"),
        "way_subscription": _("Subscribe"),
        "way_subscription_detail": _("Every episode of every series"),
    }
