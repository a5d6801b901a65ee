import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { test, type TestContext } from 'node:test';
import { createWorld, docker, inspect, until } from './helpers.ts';

/** A web server of the host on all its addresses, which answers with the path it was asked for. */
async function serve(t: TestContext, address: string): Promise<number> {
  const server: Server = createServer((request, response) => response.end(`host: ${request.url}`));
  await new Promise<void>((resolve) => {
    server.listen(0, address, resolve);
  });
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

async function freePort(t: TestContext): Promise<number> {
  const port = await serve(t, '127.0.0.1');
  // The server's port is not free, the next ones mostly are.
  return port > 60_000 ? port - 1000 : port + 1000;
}

/** Asks for a page with nothing but bash: wget and curl are not in every image. */
const get = 'exec 3<>"/dev/tcp/$1/$2" && printf "GET %s HTTP/1.0\\r\\n\\r\\n" "$3" >&3 && tail -n 1 <&3';

async function answer(port: number): Promise<string | undefined> {
  try {
    return await (await fetch(`http://127.0.0.1:${port}/page`)).text();
  } catch {
    return undefined;
  }
}

test('a published port answers on 127.0.0.1, and on no other address', async (t) => {
  const world = createWorld(t);
  world.file('page', 'of the container\n');
  const port = await freePort(t);
  const { code, stdout } = await world.para(['run', '--detach', '-p', `${port}:8080`, 'httpd', '-f', '-p', '8080', '-h', '.']);
  assert.equal(code, 0);
  const bindings = inspect(stdout.trim())['HostConfig'].PortBindings;
  assert.deepEqual(bindings, { '8080/tcp': [{ HostIp: '127.0.0.1', HostPort: String(port) }] });
  let text: string | undefined;
  await until('the port answers', () => {
    void answer(port).then((one) => { text ??= one; });
    return text !== undefined;
  });
  assert.equal(text, 'of the container\n');
});

test('open: host.docker.internal is the host', async (t) => {
  const world = createWorld(t, { user: { default_image: 'debian:bookworm-slim' } });
  const port = await serve(t, '0.0.0.0');
  const ended = await world.para(['run', 'bash', '-c', get, 'bash', 'host.docker.internal', String(port), '/it']);
  assert.deepEqual(ended, { code: 0, stdout: 'host: /it', stderr: '' });
});

test("a proxy on the host's loopback is reached by the name it is rewritten to", async (t) => {
  const world = createWorld(t, { user: { default_image: 'debian:bookworm-slim' } });
  const port = await serve(t, '0.0.0.0');
  const script = `echo "$http_proxy $no_proxy"; address=\${http_proxy#http://}; set -- "\${address%:*}" "\${address#*:}" http://example.com/; ${get}`;
  const ended = await world.para(['run', 'bash', '-c', script], { env: { http_proxy: `http://localhost:${port}`, no_proxy: 'localhost,127.0.0.1' } });
  assert.deepEqual(ended, { code: 0, stdout: `http://host.docker.internal:${port} localhost,127.0.0.1\nhost: http://example.com/`, stderr: '' });
});

test('none: only the loopback, and no way to the host', async (t) => {
  const world = createWorld(t, { user: { default_image: 'debian:bookworm-slim' } });
  const port = await serve(t, '0.0.0.0');
  const script = `ls /sys/class/net; (${get}) 2>/dev/null || echo no way`;
  const ended = await world.para(['run', '--network', 'none', 'bash', '-c', script, 'bash', 'host.docker.internal', String(port), '/']);
  assert.deepEqual(ended, { code: 0, stdout: 'lo\nno way\n', stderr: '' });
});

test("a docker network's name: joined as it is", async (t) => {
  const network = `para-test-${randomBytes(4).toString('hex')}`;
  docker('network', 'create', '--internal', network);
  const world = createWorld(t);
  t.after(() => {
    for (const id of world.containers()) docker('rm', '--force', id);
    docker('network', 'rm', network);
  });
  const { code, stdout } = await world.para(['run', '--detach', '--network', network, 'sleep', '60']);
  assert.equal(code, 0);
  assert.deepEqual(Object.keys(inspect(stdout.trim())['NetworkSettings'].Networks), [network]);
});
