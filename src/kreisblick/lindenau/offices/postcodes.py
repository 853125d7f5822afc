"""Two offices that know postcodes only: housing, and the debt advice that gave up."""

from collections import Counter
from datetime import date

import numpy as np

from kreisblick.lindenau.count import TownAtDate, dwellings
from kreisblick.lindenau.definitions import Parameters
from kreisblick.lindenau.sheets import Sheet, german, text_lines, xlsx

__all__ = ["PostcodeDesk"]


class PostcodeDesk:
    """Collects counts by postcode, town after town."""

    def __init__(self) -> None:
        self._counts: dict[tuple[date, str], Counter[str]] = {}

    def see(self, state: TownAtDate, parameters: Parameters) -> None:
        """Note one town's dwellings and advised households."""
        postcode = state.houses["postcode"].to_numpy()
        total, subsidised = dwellings(state, parameters)
        self._add(state.day, "dwellings", postcode, total)
        self._add(state.day, "subsidised", postcode, subsidised)
        first = state.facts.household.first
        advised = state.facts.debt_advice_household & ~state.hidden[first]
        house = state.people.house[first[advised]]
        self._add(state.day, "advised", postcode[house], np.ones(len(house), dtype=np.int64))

    def _add(self, day: date, what: str, postcode: np.ndarray, amount: np.ndarray) -> None:
        counter = self._counts.setdefault((day, what), Counter())
        known, index = np.unique(postcode.astype(str), return_inverse=True)
        sums = np.bincount(index, amount, len(known)).astype(np.int64)
        counter.update(dict(zip(known.tolist(), sums.tolist(), strict=True)))

    def social_housing_csv(self, day: date) -> bytes:
        """Dwellings by postcode; the list writes decimals although it counts."""
        total, subsidised = (self._counts[(day, what)] for what in ("dwellings", "subsidised"))
        lines: list[list[object]] = [
            [f"Wohnungsbestand und Mietpreisbindung, {day:%d.%m.%Y}"],
            ["Postleitzahl", "Wohnungen insgesamt", "darunter gebunden", "Anteil in %"],
            ["", "Anzahl", "Anzahl", "v. H."],
        ]
        for code in sorted(total):
            lines.append([code, *_row(total[code], subsidised[code])])
        lines.append(["Insgesamt", *_row(sum(total.values()), sum(subsidised.values()))])
        return text_lines(lines).encode("cp1252")

    def debt_clients_xlsx(self, day: date) -> bytes:
        """Advised households by postcode, from a hand-kept workbook."""
        advised = self._counts[(day, "advised")]
        sheet = Sheet(name="Tabelle1")
        sheet.add("Schuldner- und Insolvenzberatung im Kreis")
        sheet.add(f"Beratene Haushalte im Jahr {day.year} nach PLZ")
        sheet.add()
        sheet.add("PLZ", "beratene Haushalte")
        for code in sorted(self._counts[(day, "dwellings")]):
            sheet.add(code, advised.get(code, 0) or "-")
        sheet.add("Summe", sum(advised.values()))
        return xlsx([sheet])


def _row(total: int, part: int) -> list[str]:
    share = f"{100 * part / max(total, 1):.1f}".replace(".", ",")
    return [german(total), german(part), share]
