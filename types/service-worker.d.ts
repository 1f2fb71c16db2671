// What a service worker has beyond a page: TypeScript knows either library, not both together.

interface WorkerEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface FetchedEvent extends WorkerEvent {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface ServiceWorkerScope {
  /** Written by the server before the script. */
  readonly release: string;
  /** The first part of the page's address. */
  readonly app: string;
  /** Files that the page does not name and loads later. */
  readonly also: string[];
  readonly location: { readonly href: string };
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(name: "install" | "activate", handle: (event: WorkerEvent) => void): void;
  addEventListener(name: "fetch", handle: (event: FetchedEvent) => void): void;
}
