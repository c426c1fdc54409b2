def detect(text: str) -> tuple[str | None, float]:
    return None, 0.0
