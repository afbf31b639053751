"""Who may watch what, and the signed pass that says so."""

from reelwright.theatre.entitlement.passes import Forged, Keyring, Pass, PassOver

__all__ = ["Forged", "Keyring", "Pass", "PassOver"]
