import { defineConfig } from "vitest/config";

export default defineConfig({
  build: {
    // The built file ships in the repository, so that running the guide needs no Node.
    outDir: "../guide/gateway/static",
    emptyOutDir: false,
    target: ["chrome123", "firefox128", "safari17.5"],
    cssTarget: ["chrome123", "firefox128", "safari17.5"],
    modulePreload: false,
    // An IIFE knows its own <script> while it runs (document.currentScript); a module does not.
    lib: { entry: "src/main.ts", formats: ["iife"], name: "KefirGuideWidget", fileName: () => "widget.js" },
  },
  test: { include: ["tests/unit/**/*.test.ts"], environment: "node" },
});
