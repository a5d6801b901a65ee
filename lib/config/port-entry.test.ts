import assert from 'node:assert/strict';
import { test } from 'node:test';
import { publishValue } from '../docker/port.ts';
import { parsePort } from './port-entry.ts';

const at = { layer: 'option', key: '--publish' } as const;

function read(entry: string | number): string {
  const port = parsePort(entry, at);
  return 'expected' in port ? 'refused' : publishValue(port);
}

test('a port is the loopback\'s unless an address is given', () => {
  const table: [string | number, string][] = [
    ['3000', '127.0.0.1:3000:3000'],
    [3000, '127.0.0.1:3000:3000'],
    ['3000/udp', '127.0.0.1:3000:3000/udp'],
    ['8080:80', '127.0.0.1:8080:80'],
    ['8080:80/tcp', '127.0.0.1:8080:80'],
    [':80', '127.0.0.1::80'],
    ['127.0.0.1:8080:80/udp', '127.0.0.1:8080:80/udp'],
    ['0.0.0.0:80:80', '0.0.0.0:80:80'],
    ['192.168.1.5::80', '192.168.1.5::80'],
    ['[::1]:8080:80', '[::1]:8080:80'],
    ['[::]::80', '[::]::80'],
    ['3000-3005', '127.0.0.1:3000-3005:3000-3005'],
    ['8000-8005:80', '127.0.0.1:8000-8005:80'],
    ['8000-8005:9000-9005/sctp', '127.0.0.1:8000-8005:9000-9005/sctp'],
  ];
  for (const [entry, expected] of table) assert.equal(read(entry), expected, String(entry));
});

test('what is no port is refused', () => {
  for (const entry of ['', '0', '65536', '99999', 'http', '80:', '80/xyz', '5-3', '1-3:1-2', 'localhost:80:80', '127.0.0.1:80', '256.0.0.1:1:1', '1:2:3:4', '-5', '80 ', '80:80:80', -1, 1.5]) {
    assert.equal(read(entry), 'refused', String(entry));
  }
});
