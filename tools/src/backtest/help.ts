import { CONFIG_NAMES } from './ready-configs.ts';

export const HELP = `Replays a history as if it came in live, and writes what Clearwell would have said.

  npm run backtest -- FILE.csv --config FILE.json --out DIR [options]     one station
  npm run backtest -- --city FOLDER --out DIR [options]                    a city

  --city FOLDER          stations.csv, network.json, calibrations.csv and readings.csv or readings.csv.gz, in the order they were
                         received. Writes alerts.csv, with when it would have been said and who would have been notified,
                         limits.csv, with the limits that were broken, and report.html
  --against DATA         compares what it came to with what a server said that heard the same city from its replay, and nothing
                         else: DATA is its data folder. Ends with 1, and the differences, where they came to something else

One station:

  --config FILE.json     which column is which channel; or one that is ready: ${CONFIG_NAMES.join(', ')}
  --out DIR              where rows.csv, episodes.csv (with the reason of each), scores.json and report.html are put
  --budget N             false alerts a station and week that are bearable, 0.05 to 7 (0.5)
  --round                round values to the resolution of their channel first, as a sensor would
  -h, --help

The configuration:

  {
    "station": "plant-1",               names it in the report
    "timeColumn": "Time",
    "timeZone": "Asia/Shanghai",        of times without an offset
    "timeFormat": "dd/MM/yyyy HH:mm",   only where the rows don't tell day from month
    "interval": "10min",
    "siteType": "pipe_network",         plant_outlet where left out: one water. From there on waters of several sources
                                        may meet, and a front between two of them is no event
    "labelColumn": "EVENT",             1 or true where something really went on; then scores are written
    "missing": ["NA", "-999"],          what stands for no value, beside an empty cell
    "delimiter": ";", "encoding": "gb18030", "decimalComma": true,
    "columns": {
      "Cl": { "parameter": "free_chlorine" },
      "Temp": { "parameter": "temperature", "unit": "degF", "resolution": 0.1 },
      "P": { "parameter": "pressure", "unit": "psi", "operational": true }
    }
  }

"resolution" is the smallest step of the probe, in the unit of its column; left out, that of the parameter. Several columns of one
parameter are probes of their own. Where a message names --time-format, --missing or --delimiter, the configuration has a
field for it.
`;
