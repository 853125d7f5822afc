"""Collects what each office sends, town after town, and posts the files."""

from datetime import date

import numpy as np
import polars as pl

from kreisblick.lindenau.count import TownAtDate
from kreisblick.lindenau.definitions import Parameters
from kreisblick.lindenau.facilities import FACILITY_KINDS
from kreisblick.lindenau.files import Folders
from kreisblick.lindenau.model import Land
from kreisblick.lindenau.offices.agency import employed_xlsx, sgb_ii_csv, unemployed_xlsx
from kreisblick.lindenau.offices.benefits import (
    categories_xlsx,
    housing_benefit_csv,
    old_age_income_ods,
)
from kreisblick.lindenau.offices.facility_lists import (
    care_csv,
    daycare_xlsx,
    schools_xlsx,
    youth_centres_ods,
)
from kreisblick.lindenau.offices.person_lists import (
    school_entry_csv,
    school_entry_heading,
    support_cases_lines,
)
from kreisblick.lindenau.offices.postcodes import PostcodeDesk
from kreisblick.lindenau.offices.registers import (
    RESIDENTS_HEADING,
    residents_csv,
    town_register,
)
from kreisblick.lindenau.offices.statistics import disability_csv, population_xlsx
from kreisblick.lindenau.randomness import stream
from kreisblick.lindenau.tally import Tally

__all__ = ["Post"]


class Post:
    """Brings the offices' files into the deliveries folder."""

    def __init__(self, folders: Folders, land: Land, parameters: Parameters, seed: int) -> None:
        self._folders = folders
        self._land = land
        self._parameters = parameters
        self._seed = seed
        self._postcodes = PostcodeDesk()
        self._children: dict[date, int] = {}
        self._facilities: dict[tuple[date, str], list[pl.DataFrame]] = {}

    def open(self) -> None:
        """Begin the lists that grow town after town."""
        for entry in self._parameters.dates:
            self._append(
                "resident_register/residents", entry.day, "csv", RESIDENTS_HEADING.encode()
            )
            heading = school_entry_heading(entry.day)
            self._append("health_office/school_entry", entry.day, "csv", heading)
            self._append("youth_office/support_cases", entry.day, "txt", b"")

    def take(self, state: TownAtDate, facilities: dict[str, pl.DataFrame]) -> None:
        """What one town's people and facilities give the offices at one date."""
        self._register(state)
        self._health(state)
        self._youth(state)
        self._postcodes.see(state, self._parameters)
        for kind in FACILITY_KINDS:
            self._facilities.setdefault((state.day, kind), []).append(facilities[kind])

    def close(self, tally: Tally) -> None:
        """Post everything that needed all towns."""
        for position, entry in enumerate(self._parameters.dates):
            self._areas(tally, entry.day)
            self._municipalities(tally, entry.day)
            self._lists(entry.day)
            self._send(
                "housing_office/social_housing",
                entry.day,
                "csv",
                self._postcodes.social_housing_csv(entry.day),
            )
            if position < len(self._parameters.dates) - 1:  # the advice gave up its statistics
                content = self._postcodes.debt_clients_xlsx(entry.day)
                self._send("debt_counselling/clients", entry.day, "xlsx", content)

    def _register(self, state: TownAtDate) -> None:
        rng = self._chance("register", state)
        if state.town.parameters.own_register:
            content = town_register(state, self._parameters, rng)
            self._send("town_register/residents", state.day, "xlsx", content)
        elif state.day not in state.town.parameters.consent_missing:
            content = residents_csv(state, self._parameters, rng)
            self._append("resident_register/residents", state.day, "csv", content)

    def _health(self, state: TownAtDate) -> None:
        start = self._children.get(state.day, 0)
        rng = self._chance("health", state)
        content, count = school_entry_csv(state, start, self._parameters, rng)
        self._children[state.day] = start + count
        self._append("health_office/school_entry", state.day, "csv", content)

    def _youth(self, state: TownAtDate) -> None:
        if not state.town.parameters.own_youth_office:
            content = support_cases_lines(state, self._parameters, self._chance("youth", state))
            self._append("youth_office/support_cases", state.day, "txt", content)

    def _areas(self, tally: Tally, day: date) -> None:
        land, plan = self._land, self._parameters
        self._send("employment_agency/sgb_ii", day, "csv", sgb_ii_csv(tally, land, day, plan))
        jobless = unemployed_xlsx(tally, land, day, plan)
        self._send("employment_agency/unemployed", day, "xlsx", jobless)
        self._send("employment_agency/employed", day, "xlsx", employed_xlsx(tally, land, day, plan))
        self._send("jobcenter/categories", day, "xlsx", categories_xlsx(tally, day, plan))
        self._send("social_office/old_age_income", day, "ods", old_age_income_ods(tally, land, day))
        self._send(
            "social_office/housing_benefit", day, "csv", housing_benefit_csv(tally, land, day)
        )

    def _municipalities(self, tally: Tally, day: date) -> None:
        name = self._parameters.district.name
        people = population_xlsx(tally, self._land, day, name)
        self._send("statistical_office/population", day, "xlsx", people)
        disabled = disability_csv(tally, self._land, day, name)
        self._send("statistical_office/disability", day, "csv", disabled)

    def _lists(self, day: date) -> None:
        frames = {kind: pl.concat(self._facilities[(day, kind)]) for kind in FACILITY_KINDS}
        self._send("daycare_supervision/daycare", day, "xlsx", daycare_xlsx(frames["daycare"], day))
        self._send("school_office/schools", day, "xlsx", schools_xlsx(frames["school"], day))
        self._send("care_supervision/care", day, "csv", care_csv(frames["care"], day))
        centres = youth_centres_ods(frames["youth_centre"], day)
        self._send("youth_office/youth_centres", day, "ods", centres)

    def _chance(self, office: str, state: TownAtDate) -> np.random.Generator:
        return stream(self._seed, office, state.town.ags, state.day)

    def _send(self, key: str, day: date, ending: str, content: bytes) -> None:
        self._folders.delivery(key, day, ending).write_bytes(content)

    def _append(self, key: str, day: date, ending: str, content: bytes) -> None:
        with self._folders.delivery(key, day, ending).open("ab") as stream_:
            stream_.write(content)
