"""What can be built and can hardly be meant: warnings and gates, and the kinds of doubt they come from."""
