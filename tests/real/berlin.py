"""Berlin's planning areas before and since 2021, as the publisher's files hold them."""

from datetime import date
from pathlib import Path

from kreisblick.territory.areas import GenerationDefinition, Territory, load_generation

SCHLOSSSTRASSE = {
    "where": {"id": "06010102", "name": "Schloßstraße"},
    "lying_in": "04",
    "set": {"id": "04030417"},
    "reason": "The publisher's file carries 06010102 twice; this one lies in Charlottenburg.",
}


def berlin_cut(folder: Path, key: str) -> Territory:
    """Planning areas `until_2020` or of `2021`, with districts as municipalities."""
    old = key == "until_2020"
    columns = {"key": "id", "name": "name"} if old else {"key": "PLR_ID", "name": "PLR_NAME"}
    source = {"file": f"plr_{key}.geojson.gz", **columns, "parent": {"prefix": 2}}
    definition = {
        "valid_from": date(2006, 1, 1) if old else date(2021, 1, 1),
        "crs": 25833,
        "planning_areas": source,
        "municipalities": {
            "file": "bezirke.geojson.gz",
            "key": "Gemeinde_s",
            "name": "Gemeinde_n",
            "key_transform": {"last": 2},
        },
        "corrections": [SCHLOSSSTRASSE] if old else [],
    }
    return load_generation(
        GenerationDefinition.model_validate(definition),
        key=key,
        district_key="11000",
        district_name="Berlin",
        base=folder / "berlin-lor",
    )
