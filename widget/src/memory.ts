/** What outlives a reload but not the tab: sessionStorage, never localStorage or a cookie. */

export interface Memory {
  load(): unknown;
  save(state: unknown): void;
  clear(): void;
}

export class TabMemory implements Memory {
  constructor(private readonly key: string) {}

  load(): unknown {
    try {
      return JSON.parse(sessionStorage.getItem(this.key) ?? "null");
    } catch {
      return null; // storage forbidden (a sandboxed frame), or not ours
    }
  }

  save(state: unknown): void {
    try {
      sessionStorage.setItem(this.key, JSON.stringify(state));
    } catch {
      // Full or forbidden: the conversation goes on, only a reload loses it.
    }
  }

  clear(): void {
    try {
      sessionStorage.removeItem(this.key);
    } catch {
      // Nothing was kept then.
    }
  }
}
