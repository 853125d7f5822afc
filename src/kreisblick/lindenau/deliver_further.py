"""Posts the files of the further offices."""

from collections import Counter
from datetime import date

import numpy as np
import polars as pl

from kreisblick.lindenau.definitions import Parameters
from kreisblick.lindenau.files import Folders
from kreisblick.lindenau.further import Lots, count_further
from kreisblick.lindenau.ground import count_ground, near, practices_at
from kreisblick.lindenau.model import Land, Size
from kreisblick.lindenau.offices.agency import long_term_xlsx
from kreisblick.lindenau.offices.area_tables import (
    DEATHS_HEADING,
    deaths_csv,
    education_package_xlsx,
    maintenance_advance_csv,
    power_cuts_xlsx,
    practices_xlsx,
    reach_csv,
    volunteer_cards_ods,
)
from kreisblick.lindenau.offices.person_lists import SPELLS_HEADING, benefit_spells_csv
from kreisblick.lindenau.offices.town_tables import TOWN_TABLES
from kreisblick.lindenau.randomness import stream
from kreisblick.lindenau.tally import Tally

__all__ = ["FurtherPost"]


class FurtherPost:
    """Counts for the further offices and brings their files into the deliveries folder."""

    def __init__(
        self, folders: Folders, land: Land, parameters: Parameters, size: Size, seed: int
    ) -> None:
        self._folders = folders
        self._land = land
        self._parameters = parameters
        self._size = size
        self._seed = seed
        self._practices: dict[date, list[pl.DataFrame]] = {}
        self._began: dict[str, dict[int, date]] = {}
        self._postcodes: dict[tuple[date, str], Counter[str]] = {}

    def take(self, lots: Lots, tally: Tally) -> None:
        """What one town gives the further offices at one date."""
        state = lots.state
        count_further(tally, lots)
        practices = practices_at(state, self._seed, self._parameters, self._size.value)
        reached = near(state, self._seed, self._parameters, practices)
        count_ground(tally, state, reached, practices)
        self._practices.setdefault(state.day, []).append(practices)
        self._note_power_cuts(lots)
        self._people(lots)

    def _note_power_cuts(self, lots: Lots) -> None:
        state = lots.state
        first = state.facts.household.first
        cut = lots.falls_on_households("power_cuts") & ~state.hidden[first]
        postcode = state.houses["postcode"].to_numpy()
        for what, codes in (
            ("cut", postcode[state.people.house[first[cut]]]),
            ("known", postcode),
        ):
            self._postcodes.setdefault((state.day, what), Counter()).update(codes.tolist())

    def _people(self, lots: Lots) -> None:
        """Rows of people: grants of a benefit, and who died since the date before."""
        state, plan = lots.state, self._parameters
        town, chance = state.town.ags, self._chance("grants", lots)
        grants, began = benefit_spells_csv(state, plan, chance, self._began.get(town))
        self._began = {town: began}  # towns come one after the other
        self._append("social_office/benefit_spells", state.day, SPELLS_HEADING, grants)
        if not state.town.parameters.own_register:
            dead = deaths_csv(state, plan, self._chance("deaths", lots))
            self._append("resident_register/deaths", state.day, DEATHS_HEADING, dead)

    def _chance(self, office: str, lots: Lots) -> np.random.Generator:
        return stream(self._seed, office, lots.state.town.ags, lots.state.day)

    def _append(self, key: str, day: date, heading: str, content: bytes) -> None:
        path = self._folders.delivery(key, day, "csv")
        with path.open("ab") as file:
            if path.stat().st_size == 0:
                file.write(heading.encode())
            file.write(content)

    def close(self, tally: Tally) -> None:
        """Post everything that needed all towns."""
        land, plan = self._land, self._parameters
        for day in (entry.day for entry in plan.dates):
            for table in TOWN_TABLES:
                self._send(table.key, day, table.ending, table.content(tally, land, day))
            self._areas(tally, day)
            lists = pl.concat(self._practices[day])
            self._send("doctors_association/practices", day, "xlsx", practices_xlsx(lists, day))
            cut, known = (self._postcodes[(day, what)] for what in ("cut", "known"))
            self._send("utility/power_cuts", day, "xlsx", power_cuts_xlsx(cut, known, day))

    def _areas(self, tally: Tally, day: date) -> None:
        land, plan = self._land, self._parameters
        work = long_term_xlsx(tally, land, day, plan)
        self._send("employment_agency/long_term", day, "xlsx", work)
        package = education_package_xlsx(tally, land, day)
        self._send("social_office/education_package", day, "xlsx", package)
        advance = maintenance_advance_csv(tally, land, day)
        self._send("youth_office/maintenance_advance", day, "csv", advance)
        cards = volunteer_cards_ods(tally, land, day)
        self._send("volunteer_agency/cards", day, "ods", cards)
        self._send("planning_office/reach", day, "csv", reach_csv(tally, land, day, plan))

    def _send(self, key: str, day: date, ending: str, content: bytes) -> None:
        self._folders.delivery(key, day, ending).write_bytes(content)
