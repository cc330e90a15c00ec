/* Asks a lost server whether it is back: soon at first, then ever more rarely, and never while nobody looks at the page. */
const FIRST_MS = 2000;
const LONGEST_MS = 60_000;
/** An outage that follows another one within this time goes on where that stopped: a server that falters is not to be pressed. */
const CALM_MS = 60_000;

export interface Pulsed {
  /** Does it answer? */
  check(): Promise<boolean>;
  back(): void;
}

export class Pulse {
  private timer: ReturnType<typeof setTimeout> | null = null;
  private wait = FIRST_MS;
  private ended = -Infinity;
  private asking = false;

  constructor(
    private readonly page: Pick<Document, 'hidden' | 'addEventListener'>,
    private readonly pulsed: Pulsed,
    private readonly now: () => number = () => performance.now(),
  ) {
    page.addEventListener('visibilitychange', () => {
      if (this.running && !page.hidden) void this.ask();
    });
  }

  private running = false;

  start(): void {
    if (this.running) return;
    this.running = true;
    if (this.now() - this.ended > CALM_MS) this.wait = FIRST_MS;
    this.later();
  }

  /** Now, because somebody wants to know. */
  async ask(): Promise<void> {
    if (this.asking) return;
    this.asking = true;
    this.forgetTimer();
    const answers = await this.pulsed.check().catch(() => false);
    this.asking = false;
    if (!this.running) return;
    this.wait = Math.min(2 * this.wait, LONGEST_MS);
    if (!answers) return this.later();
    this.running = false;
    this.ended = this.now();
    this.pulsed.back();
  }

  stop(): void {
    this.running = false;
    this.forgetTimer();
  }

  private later(): void {
    this.forgetTimer();
    if (!this.page.hidden) this.timer = setTimeout(() => void this.ask(), this.wait);
  }

  private forgetTimer(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }
}
