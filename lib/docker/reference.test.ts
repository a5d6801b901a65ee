import assert from 'node:assert/strict';
import { test } from 'node:test';
import { imageProblem, isObjectName } from './reference.ts';

test('image references as docker takes them', () => {
  const good = ['a', 'busybox', 'debian:bookworm-slim', 'org/app', 'localhost/x', 'localhost:5000/a/b:1', 'registry.example.com/a_b/c__d/e-f.g:V1.2', 'a@sha256:' + 'a'.repeat(64), 'a:1@sha256:' + 'b'.repeat(64), 'sha256abc', '[::1]:5000/x', 'my--app', 'HOST.example.com/x', 'para-authenticated:latest'];
  assert.deepEqual(good.filter((one) => imageProblem(one) !== undefined), []);
  const bad = ['', ' ', 'a b', '-x', '--privileged', 'A', 'a:', 'a:-x', 'a@', 'a@sha256:123', '/a', 'a/', 'a//b', 'a..b', 'a___b', 'a:b:c', 'é', 'a\nb', '_a', 'a/B'];
  assert.deepEqual(bad.filter((one) => imageProblem(one) === undefined), []);
});

test('names of containers and networks', () => {
  assert.deepEqual(['ab', 'A_b.c-1', '0x'].filter((name) => !isObjectName(name)), []);
  assert.deepEqual(['', 'a', '-a', '_a', 'a b', 'a/b', 'é1', 'a\n'].filter(isObjectName), []);
});
