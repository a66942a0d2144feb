/** Store, broker look-ups, standard streams. */
const BESIDE_CONNECTIONS = 50;

/** A sentence if this process may not open a connection for each station; null if it may, or nobody knows. */
export function warnOfOpenFiles(stations: number, limit = openFilesLimit()): string | null {
  const needed = stations + BESIDE_CONNECTIONS;
  if (limit === null || limit >= needed) return null;
  return (
    `${stations} stations need ${needed} open files, and this process may have ${limit}: some will not connect. ` +
    `Run \`ulimit -n ${needed}\` before, here and where the server is started.`
  );
}

/** Null where there is none, or where the system does not tell. */
function openFilesLimit(): number | null {
  const report = process.report.getReport() as { readonly userLimits?: { readonly open_files?: { soft?: unknown } } };
  const limit = report.userLimits?.open_files?.soft;
  return typeof limit === 'number' ? limit : null;
}
