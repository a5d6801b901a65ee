import { type Layer } from './layers.ts';

/** A value of one layer, with the layer and the key path (under `docker`) it stands at. */
export type Placed<T> = { readonly value: T; readonly layer: Layer; readonly path: string };

/**
 * The strongest layer's value at a key path (`resources.cpus`). undefined where no layer has one, or
 * where a stronger layer's null takes it away. `layers` are weakest first.
 */
export function strongest<T>(layers: readonly Layer[], path: string): Placed<T> | undefined {
  for (const layer of layers.toReversed()) {
    const value = lookUp(layer, path);
    if (value === null) return undefined;
    if (value !== undefined) return { value: value as T, layer, path };
  }
  return undefined;
}

/** Every layer's entries of the list at a key path, weakest first; a null forgets the weaker ones. */
export function entries<T>(layers: readonly Layer[], path: string): Placed<T>[] {
  return layers.reduce<Placed<T>[]>((before, layer) => {
    const value = lookUp(layer, path);
    if (value === null) return [];
    const own = Array.isArray(value) ? value : [];
    const placed = own.map((entry, index) => ({ value: entry as T, layer, path: `${path}[${index}]` }));
    return [...before, ...placed.filter((one) => one.value !== undefined)];
  }, []);
}

/** The map at a key path, merged key by key; a null forgets a key, or the whole map. */
export function merged<T>(layers: readonly Layer[], path: string, keepNull = false): Record<string, Placed<T>> {
  const result = new Map<string, Placed<T>>();
  for (const layer of layers) {
    const value = lookUp(layer, path);
    if (value === null) result.clear();
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, inner] of Object.entries(value)) {
      if (inner === null && !keepNull) result.delete(key);
      else result.set(key, { value: inner as T, layer, path: `${path}.${key}` });
    }
  }
  return Object.fromEntries(result);
}

/** What stronger layers replace: of entries with one key, those of the strongest layer that has the key. */
export function strongestByKey<T>(placed: readonly Placed<T>[], keyOf: (value: T) => string): Placed<T>[] {
  const winner = new Map(placed.map((one) => [keyOf(one.value), one.layer]));
  return placed.filter((one) => winner.get(keyOf(one.value)) === one.layer);
}

/** Follows a key path into a layer. null on the way is null; `network: "none"` is its mode. */
function lookUp(layer: Layer, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => {
    if (key === 'mode' && typeof value === 'string') return value;
    if (value === null) return null;
    return typeof value === 'object' && Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
  }, layer.value);
}
