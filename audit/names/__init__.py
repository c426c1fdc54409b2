"""Names: mentions, comparison with reasons, the authority, dated offices, house styles."""
