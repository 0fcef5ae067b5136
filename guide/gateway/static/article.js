// Marks where the reader is in the table of contents. The page is complete without this file.
(() => {
  const links = new Map();
  for (const link of document.querySelectorAll(".toc-wide a")) {
    const target = document.getElementById(link.hash.slice(1));
    if (target) links.set(target, link);
  }
  const seen = new Set();
  const mark = () => {
    const shown = [...links.keys()].filter((section) => seen.has(section));
    const here = links.get(shown[shown.length - 1]);
    for (const link of links.values()) {
      if (link === here) link.setAttribute("aria-current", "location");
      else link.removeAttribute("aria-current");
    }
    const list = document.querySelector(".toc-wide");
    if (here && list.scrollHeight > list.clientHeight) {
      list.scrollTop = here.offsetTop - list.clientHeight / 3;
    }
  };
  const watcher = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (entry.isIntersecting) seen.add(entry.target);
      else seen.delete(entry.target);
    }
    mark();
  }, { rootMargin: "-15% 0px -80% 0px" });
  for (const section of links.keys()) watcher.observe(section);
})();

// A click on the button then opens the chat in place, as it does for every [data-kefir-ask]; without the
// widget the form is sent as it stands.
(() => {
  const input = document.getElementById("ask-input");
  const button = input?.form?.querySelector("button");
  input?.addEventListener("input", () => {
    if (input.value.trim()) button.dataset.kefirAsk = input.value.trim();
    else delete button.dataset.kefirAsk;
  });
})();

// Which description of the reader is open.
(() => {
  const choices = document.querySelectorAll(".chips a");
  const mark = () => {
    for (const choice of choices) {
      if (choice.hash === location.hash) choice.setAttribute("aria-current", "true");
      else choice.removeAttribute("aria-current");
    }
  };
  addEventListener("hashchange", mark);
  mark();
})();
