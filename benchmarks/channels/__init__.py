"""Whether a slow platform holds up the people in front of the web page."""
