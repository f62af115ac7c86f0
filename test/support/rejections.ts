type Listener = (reason: unknown, promise: Promise<unknown>) => void;

/**
 * Runs `body` and rejects when it does, or when a promise was rejected meanwhile and nobody looked.
 *
 * Outside of it such a rejection ends in `mocha-setup.ts` and fails whatever test is running; here
 * it becomes the outcome, so that a test can also expect it. Not for two bodies at once: the
 * listeners belong to the process.
 */
export async function collectRejections<T>(body: () => Promise<T>): Promise<T> {
  const reasons: unknown[] = [];
  const collect: Listener = (reason) => reasons.push(reason);
  const others = process.listeners("unhandledRejection") as Listener[];
  process.removeAllListeners("unhandledRejection").on("unhandledRejection", collect);
  try {
    const value = await body();
    await afterPendingRejections();
    if (reasons.length > 0) throw reasons[0];
    return value;
  } finally {
    await afterPendingRejections();
    process.removeListener("unhandledRejection", collect);
    for (const listener of others) process.on("unhandledRejection", listener);
  }
}

/** Node reports a rejection when the microtasks are done, so one turn of the event loop is enough. */
function afterPendingRejections(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
