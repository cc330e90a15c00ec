/* Which answers a store keeps, oldest first, with their sizes; what is beyond its bounds is to be thrown away. */
export interface Bounds {
  readonly entries: number;
  readonly bytes: number;
}

export class Ledger {
  private readonly sizes = new Map<string, number>();
  private bytes = 0;

  constructor(private readonly bounds: Bounds) {}

  /** `key` is the newest now. Returns the keys that must go to make room for it: never itself. */
  add(key: string, size: number): string[] {
    this.remove(key);
    this.sizes.set(key, size);
    this.bytes += size;
    const gone: string[] = [];
    for (const oldest of this.sizes.keys()) {
      if (oldest === key || (this.sizes.size <= this.bounds.entries && this.bytes <= this.bounds.bytes))
        break;
      this.remove(oldest);
      gone.push(oldest);
    }
    return gone;
  }

  remove(key: string): void {
    this.bytes -= this.sizes.get(key) ?? 0;
    this.sizes.delete(key);
  }

  has(key: string): boolean {
    return this.sizes.has(key);
  }

  get keys(): string[] {
    return [...this.sizes.keys()];
  }
}
