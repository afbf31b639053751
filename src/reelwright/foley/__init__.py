"""Names of sounds and places, and a seed → effects and ambience, all synthesised.

``foley.vocabulary`` says which sounds words ask for; ``foley.effects`` and ``foley.ambiences`` make them.
They are not imported here: planning a film needs the words, and not the synthesisers behind them.
"""
