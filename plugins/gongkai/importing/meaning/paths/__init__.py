"""Publication paths as notices word them."""
