"""The review pages: thin, every decision is made in the engine."""
