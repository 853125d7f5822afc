"""Agreement: *write* the agreed cut as a paper that district and municipalities can sign.

In: blocks, the cut, its figures, names, moves by hand. Out: an accessible PDF with a numbered map,
a page for every municipality, the rules agreed, and lines for the signatures.
"""

from kreisblick.products.agreement.definition import AgreementDefinition, agreement_definition
from kreisblick.products.agreement.files import read_names
from kreisblick.products.agreement.model import Agreed
from kreisblick.products.agreement.write import write

__all__ = ["Agreed", "AgreementDefinition", "agreement_definition", "read_names", "write"]
