"""Small invented files in the official shapes of ready definitions."""

from collections.abc import Iterable, Mapping, Sequence

__all__ = ["agency", "flatfile", "genesis_table", "gv100ad", "record"]


def agency(
    headings: Sequence[str], rows: Iterable[Sequence[str]], *, month: str = "Dezember 2024"
) -> str:
    """A table of the employment agency: month, municipality, own key, figures, a legend below."""
    lines = [
        "Arbeitsmarktdaten in kleinräumiger Gliederung",
        f"Berichtsmonat {month}",
        "",
        ";".join(["Berichtsmonat", "AGS", "Gebietsschlüssel", *headings]),
        *(";".join([month, *row]) for row in rows),
        "",
        "*) Die Zahlenwerte von 1 bis 9 und daraus errechenbare Werte wurden anonymisiert.",
    ]
    return "\r\n".join(lines)


NEW = (
    "statistics_code;statistics_label;time_code;time_label;time;1_variable_code;1_variable_label;"
    "1_variable_attribute_code;1_variable_attribute_label;2_variable_code;2_variable_label;"
    "2_variable_attribute_code;2_variable_attribute_label;value;value_unit;value_variable_code;"
    "value_variable_label"
)
OLD = (
    "Statistik_Code;Statistik_Label;Zeit_Code;Zeit_Label;Zeit;1_Merkmal_Code;1_Merkmal_Label;"
    "1_Auspraegung_Code;1_Auspraegung_Label;2_Merkmal_Code;2_Merkmal_Label;2_Auspraegung_Code;"
    "2_Auspraegung_Label;BEVSTD__Bevoelkerungsstand__Anzahl"
)


def flatfile(rows: Iterable[tuple[str, str, str, str]], *, old: bool = False) -> str:
    """A GENESIS flatfile of table 12411; rows are (day, key, sex, value)."""
    tail = "" if old else ";Anzahl;BEVSTD;Bevölkerungsstand"
    lines = [
        f"12411;Fortschreibung;STAG;Stichtag;{day};GEMEIN;Gemeinden;{key};Name {key};GES;"
        f"Geschlecht;{'' if sex == 'Insgesamt' else 'GES' + sex[0].upper()};{sex};{value}{tail}"
        for day, key, sex, value in rows
    ]
    return "\n".join([OLD if old else NEW, *lines])


def genesis_table(day: str, rows: Iterable[tuple[str, str, str, str, str]]) -> str:
    """A GENESIS table: titles, two lines of headings with nothing above the keys, a foot."""
    lines = [
        "GENESIS-Tabelle: 12411-01-01-5",
        "Bevölkerungsstand: Bevölkerung nach Geschlecht;;;;",
        "- Stichtag 31.12. -;;;;",
        "regionale Tiefe: Gemeinden;;;;",
        "Fortschreibung des Bevölkerungsstandes;;;;",
        "Bevölkerungsstand (Anzahl);;;;",
        f";;{day};{day};{day}",
        ";;Insgesamt;männlich;weiblich",
        *(";".join(row) for row in rows),
        "__________",
        "(C)opyright Statistische Ämter des Bundes und der Länder, Deutschland, 2025",
        "Stand: 14.10.2025 / 09:12:33",
    ]
    return "\r\n".join(lines)


def gv100ad(kind: str, day: str, key: str, name: str, people: int | None = None) -> str:
    """One record of the list of municipalities: 220 characters."""
    head = f"{kind}{day}{key:<8}{'':4}{name:<50}{'':50}{'':6}"
    figures = "" if people is None else f"{4711:011}{people:011}{people // 2:011}"
    return f"{head}{figures}".ljust(220)


def record(fields: Mapping[str, tuple[int, int]], values: Mapping[str, str]) -> str:
    """One record of fixed width; fields are (first, last) position."""
    line = [" "] * max(last for _first, last in fields.values())
    for name, (first, last) in fields.items():
        line[first - 1 : last] = f"{values.get(name, ''):<{last - first + 1}}"
    return "".join(line)
