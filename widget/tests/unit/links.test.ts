import { describe, expect, it } from "vitest";
import { callAddress, emergencyNumber, webAddress } from "../../src/links";

describe("webAddress", () => {
  it("lets nothing but web pages through", () => {
    for (const bad of ["javascript:alert(1)", " JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", "file:///x", "no address", ""]) {
      expect(webAddress(bad)).toBeUndefined();
    }
    expect(webAddress("https://example.org/a?b=c")).toBe("https://example.org/a?b=c");
  });

  it("takes a path as one of the guide's own", () => {
    expect(webAddress("/privacy", "https://guide.example")).toBe("https://guide.example/privacy");
  });
});

describe("emergencyNumber", () => {
  const numbers = { default: "112", US: "911" };

  it("believes the page first, then the region, then the guide", () => {
    expect(emergencyNumber("999", numbers, "en-US")).toBe("999");
    expect(emergencyNumber("", numbers, "en-US")).toBe("911");
    expect(emergencyNumber("", numbers, "de-DE")).toBe("112");
  });

  it("guesses no region from a language", () => {
    expect(emergencyNumber("", numbers, "en")).toBe("112");
  });

  it("is empty if nobody knows one", () => {
    expect(emergencyNumber("", {}, "not a tag")).toBe("");
  });
});

describe("callAddress", () => {
  it("dials digits only", () => {
    expect(callAddress("+44 (0) 20-1")).toBe("tel:+440201");
    expect(callAddress("ask around")).toBe("");
  });
});
