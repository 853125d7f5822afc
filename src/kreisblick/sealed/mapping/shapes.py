"""Shapes of cells: patterns by which a content is known for what it is."""

__all__ = [
    "CLASS", "CONTACT", "CROSS", "DATE", "GERMAN", "HOUSE", "MONTH", "NUMBER", "POSTCODE_BELOW",
    "POSTCODE_PLACE", "QUARTER", "ROUGH", "SCHOOL_YEAR", "SIGNS", "STREET", "SUFFIX",
    "TEXT", "TRAILING_NUMBER", "YEAR",
]  # fmt: skip

_MONTHS = (
    "januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember|"
    "jan|feb|mrz|mär|apr|jun|jul|aug|sep|sept|okt|nov|dez"
)
_ENDINGS = (
    "stra(?:ß|ss)e|str|weg|platz|pl|allee|gasse|ring|damm|ufer|chaussee|pfad|steig|hof|markt|"
    "winkel|kamp|berg|feld|anger|graben|park|zeile|grund|garten|wall|tor|brücke|busch|siedlung"
)
_UNKNOWN = r"k\. ?A\.?|n\. ?e\.?|nicht erhoben|entf\.?|entfällt|unter [0-9]+"
SIGNS = rf"^(?:[-–—./xX*·…]|\.\.\.|\*{{2,3}}|[<>≤]\s*[0-9]+|{_UNKNOWN})$"
"""What stands in place of numbers."""
CLASS = r"^([0-9]+)\s?[-–]\s?([0-9]+)$"
"""A count that is only told by its bounds: ``10-24``."""
CROSS = r"^[xX✓✔]$"
ROUGH = r"(?i)^(?:ca|rd|etwa|circa|rund|ungef(?:ähr)?|geschätzt|mehrere|viele)\.?(?:\s?[0-9]|$)"
"""A number that somebody has guessed."""
NUMBER = r"^[-−+]?(?:[0-9]{1,3}(?:[. \u00a0\u202f'][0-9]{3})+|[0-9]+)(?:[,.][0-9]+)?\s?%?$"
DATE = (
    r"(?i)^(?:(?:(?:mo|di|mi|do|fr|sa|so)[a-zä]*\.?,?\s+)?[0-3]?[0-9]\.\s?"
    rf"(?:(?:{_MONTHS})\.?\s|[01]?[0-9]\.)\s?(?:19|20)[0-9]{{2}}|"
    r"[0-3]?[0-9]\.[01]?[0-9]\.(?:(?:19|20)?[0-9]{2}|9999)|"
    r"(?:0?[0-9]|[12][0-9]|3[01])(?:0[0-9]|1[0-2])(?:19|20)[0-9]{2}|"
    r"9999-12-31(?:[ T][0-9:.]+)?|99991231|31129999|"
    r"(?:18|19|20)[0-9]{2}-[01][0-9]-[0-3][0-9](?:[ T][0-9:.]+)?|"
    r"(?:18|19|20)[0-9]{2}[01][0-9][0-3][0-9]|[0-3]?[0-9]/[01]?[0-9]/(?:19|20)[0-9]{2})$"
)
MONTH = (
    r"(?i)^(?:(?:19|20)[0-9]{2}[-/.][01]?[0-9]|[01]?[0-9][-/.](?:19|20)[0-9]{2}|"
    rf"(?:{_MONTHS})\.?[ -]?(?:(?:19|20)?[0-9]{{2}})?|(?:19|20)[0-9]{{2}}[01][0-9])$"
)
QUARTER = (
    r"(?i)^(?:[1-4]|I{1,3}|IV)\.? ?(?:quartal|qu\.?|vj\.?|vierteljahr)[ /]*(?:19|20)[0-9]{2}$|"
    r"^Q[1-4][ /-]?(?:19|20)[0-9]{2}$|^(?:19|20)[0-9]{2}[ /-]?Q[1-4]$"
)
YEAR = r"^(?:18|19|20)[0-9]{2}$"
SCHOOL_YEAR = r"^(?:19|20)[0-9]{2}\s?/\s?(?:(?:19|20)?[0-9]{2})$"
HOUSE = r"(?i)^(?:nr\.? ?)?[0-9]{1,4}\s?[a-z]?(?:\s?[-–/+]\s?[0-9]{0,4}\s?[a-z]?)?$"
SUFFIX = r"(?i)^(?:[a-z]{1,2}|[a-z]\s?[-–/]\s?[a-z]|1/[234]|hh|vh|gth|[-–/]\s?[0-9]{1,4}\s?[a-z]?)$"
STREET = rf"(?i)(?:{_ENDINGS})\.?(?:\s|$|[0-9])|^(?:am|an|auf|im|in|zum|zur|hinter|unter|vor|bei) "
TRAILING_NUMBER = r"\s[0-9]{1,4}\s?[a-zA-Z]?(?:\s?[-/+]\s?[0-9]+\s?[a-zA-Z]?)?$"
POSTCODE_PLACE = r"^(?:D-)?[0-9]{4,5}\s+\p{L}"
POSTCODE_BELOW = r"(?s)\s*[\n,;]\s*(?:D-)?[0-9]{4,5}\s+\p{L}.*$"
"""Postcode and place on the second line of a cell with an address."""
CONTACT = (
    r"(?i)@|^(?:https?://|www\.)|^(?:\+|\(?0)[0-9)]{1,7}[ /)–-]+[0-9][0-9 /()–-]{2,}$|^\+[0-9]{7,}$"
)
GERMAN = r"(?i)^(?:deutsch(?:land|e)?|d|de|deu|dt\.?|german)$"
TEXT = r"\p{L}"
