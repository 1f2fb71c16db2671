// What a service worker has beyond a page: TypeScript knows either library, not both together.

interface WorkerEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface FetchedEvent extends WorkerEvent {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface PushedEvent extends WorkerEvent {
  readonly data: { json(): any } | null;
}
interface ClickedEvent extends WorkerEvent {
  readonly notification: { close(): void; readonly tag: string };
}
interface WindowOfApp {
  readonly url: string;
  focus(): Promise<WindowOfApp>;
  navigate(address: string): Promise<WindowOfApp | null>;
}
interface ServiceWorkerScope {
  /** Written by the server before the script. */
  readonly release: string;
  /** The first part of the page's address. */
  readonly app: string;
  /** Files that the page does not name and loads later. */
  readonly also: string[];
  /** The county's mark beside a notice, below the base. */
  readonly icon: string;
  readonly location: { readonly href: string };
  readonly clients: {
    claim(): Promise<void>;
    matchAll(options: { type: "window" }): Promise<WindowOfApp[]>;
    openWindow(address: string): Promise<WindowOfApp | null>;
  };
  readonly registration: { showNotification(title: string, options: Record<string, unknown>): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(name: "install" | "activate", handle: (event: WorkerEvent) => void): void;
  addEventListener(name: "fetch", handle: (event: FetchedEvent) => void): void;
  addEventListener(name: "push", handle: (event: PushedEvent) => void): void;
  addEventListener(name: "notificationclick", handle: (event: ClickedEvent) => void): void;
}
