import type { AddressInfo, Server } from "node:net";
import { createServer } from "node:net";

/** One port for each listener of the plane, all on 127.0.0.1. */
export interface PlanePorts {
  readonly apiServer: number;
  readonly etcd: number;
  readonly etcdPeer: number;
  readonly controllerManager: number;
  readonly scheduler: number;
  readonly kwok: number;
}

/**
 * Ports on which nobody listens on 127.0.0.1; the API server gets `preferred` when that is free.
 *
 * All are held open until the last one is found, so they differ. Somebody else may still take one
 * before the plane does; the system hands them out at random, so that is unlikely.
 */
export async function findFreePorts(preferred?: number): Promise<PlanePorts> {
  const apiServer = await listen(preferred ?? 0).catch(() => listen(0));
  const others = await Promise.all([listen(0), listen(0), listen(0), listen(0), listen(0)]);
  const [etcd, etcdPeer, controllerManager, scheduler, kwok] = others;
  const ports = {
    apiServer: portOf(apiServer),
    etcd: portOf(etcd),
    etcdPeer: portOf(etcdPeer),
    controllerManager: portOf(controllerManager),
    scheduler: portOf(scheduler),
    kwok: portOf(kwok),
  };
  await Promise.all([apiServer, ...others].map(close));
  return ports;
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

function listen(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
