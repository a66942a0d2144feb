import type { LoggerService } from '@nestjs/common';
import { pino, type Logger } from 'pino';
import pretty from 'pino-pretty';

/** Lines for a person at a terminal, JSON lines for a collector elsewhere. */
export function makeLog(level: string): Logger {
  if (!process.stdout.isTTY) return pino({ level, base: null });
  const stream = pretty({ colorize: true, translateTime: 'SYS:HH:MM:ss', ignore: 'pid,hostname,level', sync: true });
  return pino({ level, base: null }, stream);
}

/** What the framework says: its chatter is for debugging, its complaints for everyone. */
export function nestLog(log: Logger): LoggerService {
  return {
    log: (what: unknown) => {
      log.debug(String(what));
    },
    warn: (what: unknown) => {
      log.warn(String(what));
    },
    error: (what: unknown) => {
      log.error(String(what));
    },
  };
}
