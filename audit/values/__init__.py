"""Numbers, amounts and dates as they stand in English and Chinese text, and when two of them say the same."""
