"""What every room stands on: errors, definitions, language, files, lineage, progress.

Knows nothing of districts or statistics. Each module is imported by its own name.
"""
