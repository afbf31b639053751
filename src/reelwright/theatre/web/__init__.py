"""The theatre on the web: pages and the JSON API."""
