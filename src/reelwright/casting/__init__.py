"""Who is in the story: looks, wardrobe, voice and persona of every character."""
