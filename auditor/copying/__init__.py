"""What reports have word for word in common, once that is left out which the form makes everybody write."""
