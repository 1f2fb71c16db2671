// The API as the pages call it: paths, bodies and answers come from the OpenAPI document that is served.

import type { components, paths } from "../build/openapi";

type Methods = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
type Described = { responses: Record<number, unknown> };
type Operation<M extends Methods, P extends string> = `/${P}` extends keyof paths
  ? paths[`/${P}`][Lowercase<M> & keyof paths[`/${P}`]]
  : never;
type Parameters<O, Kind extends string> = O extends { parameters: infer All }
  ? Kind extends keyof All ? NonNullable<All[Kind]> : never
  : never;
type Good<O> = O extends { responses: infer All } ? All[keyof All & (200 | 201 | 202)] : never;
type JsonOf<R> = R extends { content: { "application/json": infer Body } } ? Body : unknown;
type PathValues<O> = [Parameters<O, "path">] extends [never] ? { values?: undefined } : { values: Parameters<O, "path"> };
type Query<O> = [Parameters<O, "query">] extends [never] ? { query?: undefined } : { query?: Parameters<O, "query"> };
type Body<O> = O extends { requestBody: { content: { "application/json": infer Sent } } }
  ? { body: Sent }
  : O extends { requestBody?: { content: { "application/json": infer Sent } } } ? { body?: Sent } : { body?: undefined };
// What moves value cannot be asked for without a key.
type Key<O> = "Idempotency-Key" extends keyof Parameters<O, "header"> ? { key: string } : { key?: string };
type Form = "json" | "text" | "blob";
type Common<A extends Form> = { token?: string; timeoutMs?: number; accept?: string; as?: A };
type Options<O, A extends Form> = PathValues<O> & Query<O> & Body<O> & Key<O> & Common<A>;

declare global {
  namespace Api {
    type Schemas = components["schemas"];
    type Method = Methods;
    type Path<M extends Method> = {
      [P in keyof paths]: paths[P][Lowercase<M> & keyof paths[P]] extends Described ? (P extends `/${infer Rest}` ? Rest : never) : never;
    }[keyof paths];
    type Result<M extends Method, P extends string, A extends Form> = A extends "text" ? string : A extends "blob" ? Blob : JsonOf<Good<Operation<M, P>>>;
    type Rest<M extends Method, P extends string, A extends Form> = {} extends Options<Operation<M, P>, A>
      ? [options?: Options<Operation<M, P>, A>]
      : [options: Options<Operation<M, P>, A>];
    // How `call`, `callPatiently` and a page's `ask` are called.
    type Ask = <M extends Method, P extends Path<M>, A extends Form = "json">(method: M, path: P, ...rest: Rest<M, P, A>) => Promise<Result<M, P, A>>;
    // What they are handed, whatever the operation.
    type Request = {
      values?: Record<string, string>;
      query?: Record<string, unknown>;
      body?: unknown;
      key?: string;
      token?: string;
      timeoutMs?: number;
      accept?: string;
      as?: Form;
    };
    type Page<Row> = { data: Row[]; next_cursor?: string | null };
  }

  // What browsers have beyond the library of TypeScript.
  interface Window {
    BarcodeDetector?: {
      new (options: { formats: string[] }): { detect(source: CanvasImageSource): Promise<{ rawValue: string }[]> };
      getSupportedFormats(): Promise<string[]>;
    };
    OTPCredential?: unknown;
  }
  interface CredentialRequestOptions {
    otp?: { transport: string[] };
  }
}

export {};
