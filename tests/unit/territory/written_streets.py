"""Lines of official lists of streets, and how a list is written into a file."""

HK = [
    "N;DEXX000000000001;A;09;9;99;001;0000;00012;0007;;32500010,500;5700020,250;Mühlenweg;01234;"
    "Lindenau;;Altstadt",
    "N;DEXX000000000002;B;09;9;99;001;0000;00012;7;a;33081000,000;5703000,000;Mühlenweg;01234;"
    "Lindenau;;",
    "L;DEXX000000000003;A;09;9;99;001;0000;00012;9;;32500030,000;5700020,000;Mühlenweg;01234;"
    "Lindenau;;",
    "N;DEXX000000000004;C;09;9;99;001;0000;00012;901;;32500030,000;5700020,000;Mühlenweg;01234;"
    "Lindenau;;",
]


RASTER = [
    "09999001;Hauptstraße;01234;Lindenau;1;;9;;2;;998;;100100100",
    "09999001;Hauptstraße;01234;Lindenau;11;b;997;;;;;;100100200",
]


def write(path, lines, encoding="utf-8"):
    path.write_bytes("\r\n".join([*lines, ""]).encode(encoding))
    return path
