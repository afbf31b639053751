"""What viewers say and do: comments, bullets, follows, likes, favourites, reports; and who keeps order."""
