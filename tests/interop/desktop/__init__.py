"""The real Telegram Desktop as a judge, and a second opinion on what it writes."""
