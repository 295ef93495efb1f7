"""The desk in a browser: what is asked for below /desk/ of a preview, and the pages that answer."""
