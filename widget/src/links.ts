/** Addresses and numbers from elsewhere, checked before anybody can follow them. */

/** Returns the address if it leads to a web page: `javascript:` and the like lead nowhere. */
export function webAddress(url: string, base?: string): string | undefined {
  try {
    const address = new URL(url, base);
    return /^https?:$/.test(address.protocol) ? address.href : undefined;
  } catch {
    return undefined;
  }
}

/** Returns `tel:` and the number, or nothing if there is no number in it. */
export function callAddress(number: string): string | undefined {
  const dialled = number.replace(/[^\d+*#]/g, "");
  return dialled && `tel:${encodeURIComponent(dialled).replaceAll("%2B", "+")}`;
}

/**
 * Returns the number to call: the host page's, else the region's, else the guide's default.
 *
 * Only a region that the browser names counts. "en" alone says nothing about where somebody is.
 */
export function emergencyNumber(ofPage: string, numbers: Record<string, string>, language: string): string {
  let region: string | undefined;
  try {
    region = new Intl.Locale(language).region;
  } catch {
    // no language tag: the default holds
  }
  return ofPage || (region && numbers[region]) || numbers["default"] || "";
}
