import { PARAMETER_CODES, SITE_TYPE_CODES } from '@clearwell/water-quality';

export const HELP = `Brings history from a CSV file into the running server. docs/IMPORT.md tells more.

  npm run import -- FILE.csv --station ID --map 'COLUMN=CHANNEL[UNIT],…' --time-column NAME [options]
  npm run import -- --folder DIR [options]

  --station ID           whose readings these are, like zz-001
  --map TEXT             which column is which channel, and in what unit if not in ours:
                         'Cl=free_chlorine,Cl_2=free_chlorine.2,Temp=temperature[degF]'
  --time-column NAME     the column of the sampling time
  --time-zone ZONE       of times without an offset: Asia/Shanghai, America/New_York, UTC
  --time-format FORMAT   where the rows don't tell day from month: MM/dd/yyyy HH:mm:ss
  --delimiter CHAR       what separates cells (found out); tab for a tab
  --decimal-comma        3,27 is a number
  --missing 'NA,-999'    what stands for no value, beside an empty cell
  --encoding NAME        of the text (UTF-8, or as its mark says): gb18030, utf-16le, windows-1252

  --dry-run              show how the first rows are understood; send nothing
  --report FILE          write what became of every row, as .csv or .json
  --restart              forget where an import of this file was stopped
  --server URL           (http://127.0.0.1:3000); its key is read from CLEARWELL_API_KEY
  --patience SECONDS     how long to wait for a server that does not answer (120)
  --folder DIR           a whole city: stations.csv, network.json, readings.csv

A station that is not registered yet is made of
  --create-station FILE  its description in JSON, as in a stations file; or of
  --region zz --name-zh 名 --name-en Name --district-zh 区 --district-en District
  --site-type TYPE --lat 34.75 --lon 113.62 --interval 10min

Parameters: ${PARAMETER_CODES.join(', ')}
Site types: ${SITE_TYPE_CODES.join(', ')}
`;
