import { ImportFault } from '../import/import-fault.ts';
import { SourceText } from '../import/source-text.ts';
import { openCity } from './city/city.ts';
import type { Parsed } from './options.ts';
import { configFileOf } from './ready-configs.ts';
import { readConfig, type StationConfig } from './station-config.ts';

/** What is wrong with the files that were named, each as far as it was named. */
export async function problemsOfFiles(parsed: Exclude<Parsed, { kind: 'help' }>): Promise<readonly string[]> {
  const problems: string[] = [];
  if (parsed.kind === 'city') {
    const { folder } = parsed.options;
    if (folder !== '') await note(problems, () => openCity(folder));
    return problems;
  }
  const { file, config: name } = parsed.options;
  const config = await note<StationConfig>(problems, () => (name === '' ? null : readConfig(configFileOf(name))));
  // Without a configuration nobody knows its encoding: then it is not asked about.
  const encoding = config === null ? 'utf-8' : config.source.encoding;
  if (file !== '') await note(problems, () => SourceText.open(file, encoding));
  return problems;
}

/** What is read, or null with what is wrong among the problems. */
async function note<T>(problems: string[], read: () => T | null | Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof ImportFault)) throw error;
    problems.push(error.message);
    return null;
  }
}
