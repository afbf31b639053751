"""The theatre: releases are published, watched and paid for. It knows nothing of how they are made."""
