// The OpenAPI document: its operations, and whether an answer is one that it names.
import Ajv from 'ajv';
import formats from 'ajv-formats';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

export const document = parse(readFileSync(new URL('../src/main/resources/META-INF/openapi.yaml', import.meta.url), 'utf8'));

const ajv = new Ajv({ strict: false, unicodeRegExp: false });
formats(ajv);
ajv.addSchema(document, 'document');

const resolved = node => (node.$ref ? node.$ref.slice(2).split('/').reduce((at, name) => at[name], document) : node);

/** A schema without references, as a generator of values wants it. */
function whole(schema) {
  if (Array.isArray(schema)) return schema.map(whole);
  if (schema === null || typeof schema !== 'object') return schema;
  const { $ref, ...own } = schema;
  const all = Object.fromEntries(Object.entries($ref ? { ...resolved(schema), ...own } : own).map(([name, part]) => [name, whole(part)]));
  // The generator makes no text for an expression that looks ahead; those schemas have an example, or are plain text.
  if (typeof all.pattern === 'string' && all.pattern.includes('(?')) {
    delete all.pattern;
    if (all.example) all.enum = [all.example];
  }
  return all;
}

export const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item)
    .filter(([method]) => method !== 'parameters')
    .map(([method, operation]) => ({
      id: operation.operationId,
      method: method.toUpperCase(),
      path,
      role: operation.security[0] ? Object.keys(operation.security[0])[0] : null,
      parameters: [...(item.parameters ?? []), ...(operation.parameters ?? [])].map(resolved).map(whole),
      bodies: Object.entries(operation.requestBody?.content ?? {}).map(([type, { schema, example }]) => ({ type, example, schema: whole(schema) })),
      responses: Object.fromEntries(Object.entries(operation.responses).map(([status, answer]) => [status, resolved(answer)])),
      checks: new Map(),
    })));

function check(operation, status, type) {
  const key = `${status} ${type}`;
  if (!operation.checks.has(key)) operation.checks.set(key, ajv.compile(anchored(operation.responses[status].content[type].schema)));
  return operation.checks.get(key);
}

/** References of a part point into the document it was taken from. */
const anchored = schema => JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/', '"$ref":"document#/'));

/** What is honest only while something that the service needs is away. */
const DOWN = ['/problems/unavailable', '/problems/outcome-unknown'];

/** What is wrong with an answer, or nothing. */
export function fault(operation, { status, type, text, headers }) {
  if (status >= 500 && status !== 503) return `a fault of the service: ${status}`;
  const documented = operation.responses[status];
  if (!documented) return `status ${status} is not documented`;
  if (/Exception|^\s+at [\w.$]+\(|io\.vertx|io\.quarkus|org\.postgresql/m.test(text)) return 'it tells of its inside';
  for (const [name, header] of Object.entries(documented.headers ?? {})) {
    const { required } = resolved(header);
    if (required && !headers.has(name)) return `${status} without its header ${name}`;
  }
  const types = Object.keys(documented.content ?? {});
  if (types.length === 0) return text === '' ? null : `${status} has a body`;
  const media = types.find(name => name === type);
  if (!media) return `${status} is ${type || 'of no type'} and not ${types.join(' or ')}`;
  if (!media.endsWith('json')) return null;
  let body;
  try {
    body = JSON.parse(text);
  } catch {
    return `${status} is no JSON`;
  }
  if (DOWN.includes(body.type)) return `it says ${body.type}, and nothing is down`;
  const valid = check(operation, status, media);
  return valid(body) ? null : `${status} is not what its schema says: ${ajv.errorsText(valid.errors).slice(0, 300)} (${body.type ?? ''})`;
}
