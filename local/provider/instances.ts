/**
 * The provider resources that one server serves, told apart by the connection they speak on.
 *
 * The engine opens a connection per provider resource and configures it once, but a request about a resource does not
 * say which provider resource it is for: the address of the peer is the only key.
 */
export class Instances<Instance> {
  private readonly byPeer = new Map<string, Instance>();
  private readonly ended = new Set<string>();

  add(peer: string, instance: Instance): void {
    this.byPeer.set(peer, instance);
    this.ended.delete(peer);
  }

  find(peer: string): Instance | undefined {
    return this.byPeer.get(peer);
  }

  /**
   * The instance of a peer. A connection that was idle for half an hour comes back from another port without being
   * configured again: with one instance alive it can only be that one, with several a guess could reach the wrong cluster.
   */
  require(peer: string): Instance {
    const instance = this.byPeer.get(peer);
    if (instance !== undefined) return instance;
    const alive = [...this.byPeer].filter(([address]) => !this.ended.has(address));
    const [only] = alive;
    if (only !== undefined && alive.length === 1) return only[1];
    throw new Error(
      `connection ${peer} was never configured, and ${alive.length} provider instances are alive; the request cannot be told apart; run the command again`,
    );
  }

  /** The operation is over for this peer. Its instance still answers there, but no longer stands in for others. */
  end(peer: string): void {
    this.ended.add(peer);
  }
}
