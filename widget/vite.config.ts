import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

/** Indentation of the templates is for their readers: the browser needs no blank between tags, and one elsewhere. */
function shortTemplates(): Plugin {
  return {
    name: "short-templates",
    enforce: "pre",
    transform: (code, id) =>
      /\/src\/view\/.*\.ts$/.test(id)
        ? code.replace(/([>}])\n\s+(?=<|\$\{)/g, "$1").replace(/\n\s+/g, "\n ")
        : undefined,
  };
}

/** What Lit's license asks for; added last, because minifying drops every comment. */
function notice(): Plugin {
  return {
    name: "notice",
    generateBundle(_, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type === "chunk") file.code = `/* Contains Lit, Copyright 2017 Google LLC: see widget.LICENSES.txt */\n${file.code}`;
      }
    },
  };
}

export default defineConfig({
  plugins: [shortTemplates(), notice()],
  build: {
    // The built file ships in the repository, so that running the guide needs no Node.
    outDir: "../guide/gateway/static",
    emptyOutDir: false,
    target: ["chrome123", "firefox128", "safari17.5"],
    cssTarget: ["chrome123", "firefox128", "safari17.5"],
    modulePreload: false,
    minify: "terser",
    terserOptions: { ecma: 2020, compress: { passes: 3, unsafe_arrows: true }, mangle: true, format: { comments: false } },
    // An IIFE knows its own <script> while it runs (document.currentScript); a module does not.
    lib: { entry: "src/main.ts", formats: ["iife"], name: "KefirGuideWidget", fileName: () => "widget.js" },
  },
  test: { include: ["tests/unit/**/*.test.ts"], environment: "node" },
});
