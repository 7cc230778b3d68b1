"""What stands in an article: article.py reads a whole Document, fields/ a single reference string."""
