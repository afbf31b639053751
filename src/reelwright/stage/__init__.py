"""The built-in 2D engine: people, places, light and acting, drawn by our own code."""
