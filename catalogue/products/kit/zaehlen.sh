#!/bin/sh
# Zählt eine Liste und schreibt die Lieferung. Dabei geht nichts ins Netz.
set -eu
kit=$(cd "$(dirname "$0")" && pwd)
if [ $# -ne 1 ]; then
    echo "Aufruf: ./zaehlen.sh DATEI (die Liste, so wie das Fachverfahren sie ausgibt)" >&2
    exit 2
fi
kreisblick=${KREISBLICK:-kreisblick}
if [ -d "$kit/programm" ]; then
    kreisblick=$kit/.programm/bin/kreisblick
    if [ ! -x "$kreisblick" ]; then
        echo "Das Programm wird in diesem Ordner eingerichtet, das dauert einmal einige Minuten."
        python3 -m venv "$kit/.programm"
        "$kit/.programm/bin/python" -m pip install --quiet --no-index \
            --find-links "$kit/programm" "kreisblick=={version}"
    fi
elif ! command -v "$kreisblick" >/dev/null 2>&1; then
    echo "Auf diesem Rechner fehlt das Programm Kreisblick {version}. Bitte von der eigenen" >&2
    echo "IT einrichten lassen oder beim Kreis ein Paket mit Programm erbitten." >&2
    exit 2
fi
exec "$kreisblick" count "$1" --kit "$kit"
