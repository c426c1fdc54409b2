"""Where documents come from and go to: formats, sentence splitting, the index of originals."""
