"""Settings, building, bundles and the preview."""
