"""The four stories of the product, each at the days it needs, through the local chat and through Telegram."""
