@echo off
rem Zaehlt eine Liste und schreibt die Lieferung. Dabei geht nichts ins Netz.
setlocal
chcp 65001 >nul
set "kit=%~dp0"
set "kit=%kit:~0,-1%"
if "%~1"=="" (
    echo Bitte die Liste mit der Maus auf diese Datei ziehen. Oder: zaehlen.cmd DATEI
    pause
    exit /b 2
)
set "programm=kreisblick"
if not "%KREISBLICK%"=="" set "programm=%KREISBLICK%"
if not exist "%kit%\programm" goto suchen
set "programm=%kit%\.programm\Scripts\kreisblick.exe"
if exist "%programm%" goto zaehlen
echo Das Programm wird in diesem Ordner eingerichtet, das dauert einmal einige Minuten.
py -3 -m venv "%kit%\.programm"
"%kit%\.programm\Scripts\python.exe" -m pip install --quiet --no-index --find-links "%kit%\programm" "kreisblick=={version}"
if not errorlevel 1 goto zaehlen
pause
exit /b 1
:suchen
where "%programm%" >nul 2>&1
if not errorlevel 1 goto zaehlen
echo Auf diesem Rechner fehlt das Programm Kreisblick {version}. Bitte von der eigenen
echo IT einrichten lassen oder beim Kreis ein Paket mit Programm erbitten.
pause
exit /b 2
:zaehlen
"%programm%" count "%~1" --kit "%kit%"
set "ergebnis=%errorlevel%"
pause
exit /b %ergebnis%
