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
      mqtt: { kind: 'embedded', host: '127.0.0.1', port: 1883, accountFiles: [], anonymous: false, tls: null },
      clock: { rate: 1, start: null },
      standards: ['GB 5749-2022', 'GB 5749-2006', 'operational'],
    });
  });

  it('lets the clock run up to 36,000 times as fast', () => {
    expect(shapeConfig(readSettings({ CLEARWELL_CLOCK_RATE: '36000' })).clock.rate).toBe(36_000);
    expect(faultsOf({ CLEARWELL_CLOCK_RATE: '36001' })).toEqual(['CLEARWELL_CLOCK_RATE must be from 1 to 36000']);
  });

  it('simulates ordinary days unless it is told not to', () => {
    expect(shapeConfig(readSettings({})).demo.everyday).toBe(true);
    expect(shapeConfig(readSettings({ CLEARWELL_DEMO_EVERYDAY: 'false' })).demo.everyday).toBe(false);
  });

  it('takes an empty value for the default', () => {
    expect(readSettings({ CLEARWELL_HTTP_PORT: '', CLEARWELL_DATA: '' }).CLEARWELL_HTTP_PORT).toBe(3000);
  });

  it('posts nothing unless it is told where, and then wants a secret to sign with', () => {
    const [url, secret] = ['https://city.example/alerts', 'a secret of sixteen or more'];
    expect(shapeConfig(readSettings({})).webhook).toBeNull();
    const set = { CLEARWELL_WEBHOOK_URL: url, CLEARWELL_WEBHOOK_SECRET: secret };
    expect(shapeConfig(readSettings(set)).webhook).toEqual({ url, secret });
    expect(faultsOf({ CLEARWELL_WEBHOOK_URL: url })).toEqual([
      expect.stringContaining('CLEARWELL_WEBHOOK_SECRET is missing'),
    ]);
    expect(faultsOf({ CLEARWELL_WEBHOOK_SECRET: secret })).toEqual([
      expect.stringContaining('CLEARWELL_WEBHOOK_URL is not'),
    ]);
    const bad = { CLEARWELL_WEBHOOK_URL: 'ftp://city.example', CLEARWELL_WEBHOOK_SECRET: 'short' };
    expect(faultsOf(bad)).toHaveLength(2);
    expect(faultsOf({ ...set, CLEARWELL_WEBHOOK_URL: 'https://li:pass@city.example/' })).toEqual([
      expect.stringContaining('must hold no user name'),
    ]);
  });

  it('reports every bad name together, and no value', () => {
    const faults = faultsOf({
      CLEARWELL_HTTP_PORT: 'eighty',
      CLEARWELL_CLOCK_RATE: '0',
      CLEARWELL_STANDARDS: 'GB 5749-2022,DIN',
      CLEARWELL_PORT: '80',
      CLEARWELL_MQTT_PASSWORD: 'short',
      CLEARWELL_API_KEY: 'fifteen letters',
    });
    expect(faults).toHaveLength(6);
    const text = faults.join('\n');
    for (const name of [
      'CLEARWELL_HTTP_PORT',
      'CLEARWELL_CLOCK_RATE',
      'CLEARWELL_STANDARDS',
      'CLEARWELL_PORT',
      'CLEARWELL_MQTT_PASSWORD',
      'CLEARWELL_API_KEY',
    ]) {
      expect(text).toContain(name);
    }
    expect(text).not.toMatch(/eighty|fifteen|short\b/);
  });

  it.each([
    [{ CLEARWELL_FAILPOINT: 'commit:inside:3', CLEARWELL_MQTT_HOST: '0.0.0.0' }, /FAILPOINT[^]*loopback only/],
    [{ CLEARWELL_HOST: '0.0.0.0' }, /CLEARWELL_HOST[^]*in the clear[^]*CLEARWELL_ALLOW_OPEN_HTTP/],
    [{ CLEARWELL_HOST: '0.0.0.0', CLEARWELL_PUBLIC_URL: 'http://water.example' }, /in the clear/],
    [{ CLEARWELL_PUBLIC_URL: 'http://water.example' }, /CLEARWELL_PUBLIC_URL[^]*in the clear/],
    [{ CLEARWELL_HOST: '0.0.0.0', CLEARWELL_ANONYMOUS: 'true' }, /CLEARWELL_ANONYMOUS=true shows everything/],
    [{ CLEARWELL_HOST: '0.0.0.0', CLEARWELL_DEMO_ACCOUNTS: 'true' }, /CLEARWELL_DEMO_ACCOUNTS=true lets in/],
    [{ CLEARWELL_HOST: '0.0.0.0', CLEARWELL_LOCAL_PROGRAMS: 'true' }, /CLEARWELL_LOCAL_PROGRAMS=true trusts/],
    [{ CLEARWELL_PUBLIC_URL: 'https://water.example', CLEARWELL_ANONYMOUS: 'true' }, /CLEARWELL_ANONYMOUS=true/],
    [{ CLEARWELL_MQTT_HOST: '192.168.1.5' }, /set CLEARWELL_MQTT_ACCOUNTS[^]*set CLEARWELL_MQTT_TLS_CERT/],
    [{ CLEARWELL_MQTT_HOST: '0.0.0.0', CLEARWELL_MQTT_ANONYMOUS: 'true' }, /ANONYMOUS=true is for loopback only/],
    [{ CLEARWELL_MQTT_HOST: '0.0.0.0', CLEARWELL_MQTT_ACCOUNTS: 'passwords' }, /CLEARWELL_MQTT_ALLOW_PLAIN=true/],
    [{ CLEARWELL_MQTT_TLS_CERT: 'server.crt' }, /go together/],
    [{ CLEARWELL_MQTT_USERNAME: 'logger' }, /CLEARWELL_MQTT_URL is not set[^]*CLEARWELL_MQTT_ACCOUNTS/],
    [{ CLEARWELL_MQTT_URL: 'mqtt://broker', CLEARWELL_MQTT_USERNAME: 'logger' }, /go together/],
    [{ CLEARWELL_MQTT_URL: 'mqtt://broker', CLEARWELL_MQTT_ACCOUNTS: 'passwords' }, /set it at that broker/],
  ])('opens no door without its lock: %p', (env, saying) => {
    expect(faultsOf(env as Record<string, string>).join('\n')).toMatch(saying);
  });

  it('dies in no commit unless it is told in which, and how far', () => {
    expect(shapeConfig(readSettings({})).failpoint).toBeNull();
    const { failpoint } = shapeConfig(readSettings({ CLEARWELL_FAILPOINT: 'commit:inside:12' }));
    expect(failpoint).toEqual({ at: 'inside', commit: 12 });
    for (const bad of ['1', 'commit', 'commit:inside', 'commit:inside:0', 'commit:somewhere:1', 'commit:after:1.5'])
      expect(faultsOf({ CLEARWELL_FAILPOINT: bad }).join()).toMatch(/must be like commit:inside:12/);
  });

  it('opens a door that has its lock', () => {
    const env = {
      CLEARWELL_HOST: '0.0.0.0',
      CLEARWELL_ALLOW_OPEN_HTTP: 'true',
      CLEARWELL_MQTT_HOST: '0.0.0.0',
      CLEARWELL_MQTT_ACCOUNTS: '/etc/clearwell/passwords',
    };
    const tls = { cert: '/etc/clearwell/server.crt', key: '/etc/clearwell/server.key' };
    const withTls = { ...env, CLEARWELL_MQTT_TLS_CERT: tls.cert, CLEARWELL_MQTT_TLS_KEY: tls.key };
    const accountFiles = [env.CLEARWELL_MQTT_ACCOUNTS];
    expect(shapeConfig(readSettings(withTls)).mqtt).toMatchObject({ port: 8883, accountFiles, anonymous: false, tls });
    const plain = { ...env, CLEARWELL_MQTT_ALLOW_PLAIN: 'true' };
    expect(shapeConfig(readSettings(plain)).mqtt).toMatchObject({ port: 1883, accountFiles, tls: null });
  });

  it('lets the demo be tried without an account on loopback, and nowhere else', () => {
    const demo = (env: Record<string, string>) => shapeConfig(readSettings(env), true).mqtt;
    expect(demo({})).toMatchObject({ anonymous: true, accountFiles: [expect.stringMatching(/demo-accounts/)] });
    expect(demo({ CLEARWELL_MQTT_ANONYMOUS: 'false' })).toMatchObject({ anonymous: false });
    const open = { CLEARWELL_MQTT_HOST: '0.0.0.0', CLEARWELL_MQTT_ACCOUNTS: 'p', CLEARWELL_MQTT_ALLOW_PLAIN: 'true' };
    expect(demo(open)).toMatchObject({ anonymous: false });
  });

  it('lets people look and programs act in a demo on loopback, and nowhere else unless it is told to', () => {
    const access = (env: Record<string, string>, withDemo: boolean) => shapeConfig(readSettings(env), withDemo).access;
    const open = { anonymous: true, demoAccounts: true, localPrograms: true };
    const closed = { anonymous: false, demoAccounts: false, localPrograms: false };
    expect(access({}, true)).toMatchObject(open);
    expect(access({}, false)).toMatchObject(closed);
    expect(access({ CLEARWELL_PUBLIC_URL: 'https://water.example' }, true)).toMatchObject(closed);
    expect(access({ CLEARWELL_HOST: '0.0.0.0', CLEARWELL_ALLOW_OPEN_HTTP: 'true' }, true)).toMatchObject(closed);
    expect(access({ CLEARWELL_ANONYMOUS: 'false' }, true)).toMatchObject({ ...open, anonymous: false });
    const key = { CLEARWELL_API_KEY: 'sixteen letters!', CLEARWELL_LOCAL_PROGRAMS: 'true' };
    expect(access(key, true)).toMatchObject({ ...open, localPrograms: false });
  });

  it('knows the page by its https address alone, whatever path it was given with', () => {
    const { access } = shapeConfig(readSettings({ CLEARWELL_PUBLIC_URL: 'https://water.example/map?lang=zh' }));
    expect(access.origin).toBe('https://water.example');
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
