"""The offices of Lindenau: each writes its own file in its own way."""
