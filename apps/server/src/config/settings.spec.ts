import { shapeConfig } from './config.ts';
import { readSettings, SettingsError } from './settings.ts';

const faultsOf = (env: Record<string, string>): string[] => {
  try {
    readSettings(env);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.message.split('\n');
    throw error;
  }
};

describe('readSettings', () => {
  it('needs none, and then listens on loopback alone', () => {
    const config = shapeConfig(readSettings({ PATH: '/bin' }));
    expect(config).toMatchObject({
      http: { host: '127.0.0.1', port: 3000 },
      mqtt: { kind: 'embedded', host: '127.0.0.1', port: 1883, credentials: null },
      clock: { rate: 1, start: null },
      standards: ['GB 5749-2022', 'GB 5749-2006', 'operational'],
    });
  });

  it('takes an empty value for the default', () => {
    expect(readSettings({ CLEARWELL_HTTP_PORT: '', CLEARWELL_DATA: '' }).CLEARWELL_HTTP_PORT).toBe(3000);
  });

  it('reports every bad name together, and no value', () => {
    const faults = faultsOf({
      CLEARWELL_HTTP_PORT: 'eighty',
      CLEARWELL_CLOCK_RATE: '0',
      CLEARWELL_STANDARDS: 'GB 5749-2022,DIN',
      CLEARWELL_PORT: '80',
      CLEARWELL_MQTT_PASSWORD: 'short',
    });
    expect(faults).toHaveLength(5);
    const text = faults.join('\n');
    for (const name of [
      'CLEARWELL_HTTP_PORT',
      'CLEARWELL_CLOCK_RATE',
      'CLEARWELL_STANDARDS',
      'CLEARWELL_PORT',
      'CLEARWELL_MQTT_PASSWORD',
    ]) {
      expect(text).toContain(name);
    }
    expect(text).not.toMatch(/eighty|short\b/);
  });

  it.each([
    [{ CLEARWELL_HOST: '0.0.0.0' }, /CLEARWELL_ALLOW_OPEN_HTTP/],
    [{ CLEARWELL_MQTT_HOST: '192.168.1.5' }, /CLEARWELL_MQTT_USERNAME and CLEARWELL_MQTT_PASSWORD/],
    [{ CLEARWELL_MQTT_USERNAME: 'logger' }, /go together/],
  ])('opens no door without its lock: %p', (env, saying) => {
    expect(faultsOf(env as Record<string, string>).join('\n')).toMatch(saying);
  });

  it('opens a door that has its lock', () => {
    const credentials = { username: 'logger', password: 'long-enough' };
    const env = {
      CLEARWELL_HOST: '0.0.0.0',
      CLEARWELL_ALLOW_OPEN_HTTP: 'true',
      CLEARWELL_MQTT_HOST: '0.0.0.0',
      CLEARWELL_MQTT_USERNAME: credentials.username,
      CLEARWELL_MQTT_PASSWORD: credentials.password,
    };
    expect(shapeConfig(readSettings(env)).mqtt).toMatchObject({ kind: 'embedded', host: '0.0.0.0', credentials });
  });

  it('takes the address of an InfluxDB whole or not at all, and never repeats a token', () => {
    const env = { CLEARWELL_INFLUX_URL: 'http://influx:8086', CLEARWELL_INFLUX_TOKEN: 'secret-token' };
    const faults = faultsOf(env);
    expect(faults.map((fault) => fault.split(' ')[0])).toEqual(['CLEARWELL_INFLUX_ORG', 'CLEARWELL_INFLUX_BUCKET']);
    expect(faults.join('\n')).not.toContain('secret-token');
    const whole = { ...env, CLEARWELL_INFLUX_ORG: 'city', CLEARWELL_INFLUX_BUCKET: 'readings' };
    expect(shapeConfig(readSettings(whole)).influx).toEqual({
      url: 'http://influx:8086',
      token: 'secret-token',
      org: 'city',
      bucket: 'readings',
      retentionDays: null,
    });
    expect(shapeConfig(readSettings({})).influx).toBeNull();
  });

  it('follows a broker elsewhere when it is given one', () => {
    const config = shapeConfig(readSettings({ CLEARWELL_MQTT_URL: 'mqtt://broker:1883' }));
    expect(config.mqtt).toEqual({
      kind: 'external',
      url: 'mqtt://broker:1883',
      clientId: 'clearwell-server',
      credentials: null,
    });
  });
});
