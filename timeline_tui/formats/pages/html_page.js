"use strict";
{
  const form = document.querySelector(".filter");
  const search = form.querySelector("input[type=search]");
  const clear = form.querySelector("button");
  const status = form.querySelector(".status");
  const boxes = [...form.querySelectorAll("input[type=checkbox]")];
  const days = [...document.querySelectorAll(".day")];
  const gaps = [...document.querySelectorAll(".gap")];
  const sources = [...document.querySelectorAll(".sources li")];
  const none = document.querySelector(".empty");
  const alike = [[/\p{M}/gu, ""], [/[‘’‚‛ʼ]/g, "'"], [/[“”„‟]/g, '"'], [/[‐‑‒–—―−]/g, "-"], [/\s+/g, " "]];
  const fold = (text) => alike.reduce((so, [from, to]) => so.replace(from, to), text.normalize("NFKD").toLowerCase()).trim();
  const events = [...document.querySelectorAll("article")].map((node) => ({
    node,
    text: fold(node.textContent),
    country: JSON.parse(node.dataset.country),
    topic: JSON.parse(node.dataset.topic),
    sources: node.dataset.sources.split(" "),
  }));

  // The filter is what the form says; the address after # says the same, so that it can be sent to somebody.
  const chosen = (facet) => boxes.filter((box) => box.name === facet && box.checked).map((box) => box.value);
  const write = () => {
    const said = new URLSearchParams();
    for (const box of boxes) if (box.checked) said.append(box.name, box.value);
    if (search.value.trim()) said.append("text", search.value.trim());
    history.replaceState(null, "", `#${said}`);
  };
  const read = () => {
    const said = new URLSearchParams(location.hash.slice(1));
    for (const box of boxes) {
      box.checked = said.getAll(box.name).some((value) => fold(value) === fold(box.value));
      if (box.checked && box.closest("details")) box.closest("details").open = true;
    }
    search.value = said.get("text") || "";
    show();
  };

  const show = () => {
    const wanted = { country: chosen("country"), topic: chosen("topic") };
    const words = fold(search.value).split(" ").filter(Boolean);
    const fits = (event, facet) => !wanted[facet].length || wanted[facet].some((value) => event[facet].includes(value));
    const found = events.filter((event) => words.every((word) => event.text.includes(word)));
    const shown = new Set(found.filter((event) => fits(event, "country") && fits(event, "topic")));
    const cited = new Set([...shown].flatMap((event) => event.sources));
    for (const event of events) event.node.hidden = !shown.has(event);
    for (const day of days) day.hidden = !day.querySelector("article:not([hidden])");
    for (const source of sources) source.hidden = !cited.has(String(source.value));
    for (const box of boxes) {
      const other = box.name === "country" ? "topic" : "country";
      const count = found.filter((event) => fits(event, other) && event[box.name].includes(box.value)).length;
      box.parentNode.querySelector(".n").textContent = count;
      box.parentNode.classList.toggle("none", !count);
    }
    none.hidden = shown.size > 0;
    const all = shown.size === events.length;
    for (const gap of gaps) gap.hidden = !all; // they are between all events
    status.textContent = `${all ? "" : `${shown.size} of `}${events.length} event${events.length === 1 ? "" : "s"}`;
    clear.disabled = !words.length && !wanted.country.length && !wanted.topic.length;
  };

  form.addEventListener("input", () => { show(); write(); });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    for (const box of boxes) box.checked = false;
    search.value = "";
    show();
    write();
    search.focus();
  });
  addEventListener("hashchange", () => {
    const target = document.getElementById(location.hash.slice(1));
    if (!target) {
      read();
    } else if (target.closest("[hidden]")) { // a link leads to what the filter hides
      form.reset();
      location.hash = `#${target.id}`;
    }
  });
  form.hidden = false;
  if (document.getElementById(location.hash.slice(1))) show();
  else read();
}
