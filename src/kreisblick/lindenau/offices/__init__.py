"""The offices of Lindenau: each writes its own file in its own way."""

__all__: list[str] = []
