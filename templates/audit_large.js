"use strict";
(async () => {
  const by = (id) => document.getElementById(id);
  const unpack = async (id) => {
    const text = by(id).textContent;
    const bytes = Uint8Array.fromBase64 ? Uint8Array.fromBase64(text) : Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
  };
  const [library, rows] = await Promise.all([unpack("library"), unpack("rows").then(JSON.parse)]);
  const code = document.createElement("script");
  code.textContent = library;
  document.head.append(code);

  const MARKS = { pass: "✓", review: "!", unknown: "?", fail: "✗" };
  const ORDER = ["fail", "unknown", "review", "pass"];
  const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
  const safe = (text) => text.replace(/[&<>"']/g, (c) => ESCAPES[c]);
  const { names, parameters, columns, texts } = rows;
  const revision = (at) => rows.revisions.slice(at * 8, at * 8 + 8).trim();
  const said = (column, at) => texts[columns[column][at]];
  const link = (at) => `model=${names[at]}`;
  const text = (column) => ({ type: "string", render: (at, kind) => (kind === "display" ? safe(said(column, at)) : said(column, at)) });
  const verdict = (at, kind) => {
    const name = said("verdict", at);
    if (kind === "sort") return ORDER.indexOf(name);
    return kind === "display" ? `<span class="verdict ${name}"><span aria-hidden="true">${MARKS[name]}</span> ${name}</span>` : name;
  };
  const name = (at, kind) => {
    const whole = names[at] + (revision(at) ? `@${revision(at)}` : "");
    return kind === "display" ? `<a href="#${encodeURIComponent(link(at))}">${safe(whole)}</a>` : whole;
  };
  const size = (at, kind) => (kind === "display" ? safe(said("size", at)) : parameters[at]);
  const heads = ["Verdict", "Model", "System", "Environment", "Owner", "Commercial use", "Licence in effect", "Weights", "Data", "Parameters"];
  const kinds = [{ type: "string", render: verdict }, { type: "string", render: name, cellType: "th" }, text("system"), text("environment"), text("owner"),
    text("commercial"), text("licence"), text("weights"), text("data"), { type: "num", render: size, className: "n" }];

  const table = document.createElement("table");
  table.id = "table";
  table.className = "stacks";
  by("grid").replaceChildren(table);
  const data = new Array(names.length);
  for (let at = 0; at < data.length; at += 1) data[at] = { at };
  const { jQuery } = globalThis.tables;
  const grid = jQuery(table).DataTable({
    data, order: [], autoWidth: false, deferRender: true, pageLength: 50, lengthChange: false, orderClasses: false,
    columns: kinds.map((kind, at) => ({ title: heads[at], data: "at", ...kind })),
    createdRow: (row) => {
      row.setAttribute("role", "row");
      [...row.cells].forEach((cell, at) => {
        cell.setAttribute("role", at === 1 ? "rowheader" : "cell");
        if (at > 1) cell.dataset.label = heads[at];
      });
      row.cells[1].setAttribute("scope", "row");
    },
    layout: { topStart: null, topEnd: null, bottomStart: "info", bottomEnd: "paging" },
    language: { info: "Models _START_ to _END_ of _TOTAL_", infoEmpty: "No model", infoFiltered: "(of _MAX_)", zeroRecords: "No model fits", emptyTable: "No models" },
  });

  const [query, wanted, place, count] = ["q", "v", "e", "count"].map(by);
  [...new Set(columns.environment)].map((at) => texts[at]).filter(Boolean).sort().forEach((one) => place.add(new Option(one, one)));
  const tell = () => { count.textContent = `${grid.page.info().recordsDisplay} of ${names.length} shown`; };
  const exact = (column, value) => grid.column(column).search(value, { exact: true });
  query.addEventListener("input", () => { grid.search(query.value).draw(); });
  wanted.addEventListener("input", () => { exact(0, wanted.value).draw(); });
  place.addEventListener("input", () => { exact(3, place.value).draw(); });
  by("q").form.addEventListener("submit", (event) => event.preventDefault());
  grid.on("draw", tell);
  tell();

  let details = null;
  const element = (tag, content, ...classes) => {
    const made = document.createElement(tag);
    made.className = classes.join(" ");
    if (typeof content === "string") made.textContent = content;
    else if (content) made.append(...content);
    return made;
  };
  const list = (title, items) => (items.length ? [element("h4", title), element("ul", items.map((item) => element("li", item)))] : []);
  const facts = (pairs) => element("dl", pairs.filter(([, value]) => value).map(([key, value]) => element("div", [element("dt", key), element("dd", value)])));
  const article = (at) => {
    const words = (number) => details.texts[number].replaceAll("\ue000", names[at]);
    const thing = (number) => details.things[number].map(words);
    const join = (numbers) => numbers.map(words).join(" · ");
    const [source, policy, assets, error, licence, weights, sets, lineage, learnt, steps, downloads, likes, profile, reasons, conditions, duties, findings, conflicts, instead] = details.columns.map((column) => column[at]);
    const head = element("h3", [element("span", `${MARKS[said("verdict", at)]} ${said("verdict", at)}`, "verdict", said("verdict", at)), ` ${names[at]}${revision(at) ? `@${revision(at)}` : ""}`]);
    const via = (from) => (from === names[at] ? "" : `, via ${from}`);
    const finding = ([number, ...evidence]) => {
      const [heavy, outcome, title, message, fix] = thing(number);
      const parts = [element("span", outcome, "verdict", heavy), ` ${title}${outcome === "unknown" ? "?" : "."} ${message}`];
      if (fix && heavy !== "pass") parts.push(element("br"), `To do: ${fix}`);
      if (evidence.length) parts.push(element("br"), element("span", `Seen: ${evidence.map(words).join("; ")}`, "soft"));
      return parts;
    };
    const condition = (number) => {
      const [state, question, origin, from, yes, no] = thing(number);
      return [element("strong", state), ` ${question} `, element("span", origin + via(from), "soft"), ...(state === "open" ? [element("br"), `yes: ${yes}; no: ${no}`] : [])];
    };
    const duty = (number) => {
      const [certain, what, origin, from] = thing(number);
      return [`${certain === "yes" ? "" : "if it applies: "}${what} `, element("span", origin + via(from), "soft")];
    };
    const made = element("article", [head, element("p", `${words(source)} · judged by ${words(policy)}`, "soft")], "model");
    made.tabIndex = -1;
    const single = (origins) => [["system", "owner", "environment"].map((column) => said(column, at)).concat(words(origins))];
    const places = Array.isArray(assets) ? assets.map(thing) : single(assets);
    made.append(...list("Where it is used", places.map(([system, owner, environment, origins]) => {
      return `${system || "no system stated"}, ${environment || "environment not stated"}, ${owner || "not stated"} (named in ${origins})`;
    })));
    if (words(error)) return made.append(element("p", `Not judged: ${words(error)}`)), made;
    made.append(element("h4", `Commercial use: ${said("commercial", at)}`), ...reasons.map((one) => element("p", words(one))));
    made.append(...list("Conditions", conditions.map(condition)), ...list("Duties", duties.map(duty)), ...conflicts.map((one) => element("p", words(one), "conflict")));
    made.append(...list("What judges better in its place", instead.map(words)));
    made.append(element("h4", "What was found"), facts([["Licence", join(licence)], ["Weights", join(weights)], ["Training data", join(sets)], ["Lineage", join(lineage)], ["Learnt from", join(learnt)], ["For choosing", choosing(downloads, likes, profile)]]));
    made.append(...list("Ancestry, and where terms changed", steps.map(words)));
    made.append(...list("Findings and evidence", findings.map(finding)));
    return made;
  };
  const choosing = (downloads, likes, rest) => [...rest.map((number) => details.texts[number]), downloads < 0 ? "" : `about ${downloads.toLocaleString("en")} downloads in 30 days`, likes < 0 ? "" : `${likes.toLocaleString("en")} likes`].filter(Boolean).join(" · ");
  const find = (wish) => {
    const known = names.indexOf(wish);
    return known >= 0 ? known : names.findIndex((one) => one.toLowerCase() === wish.toLowerCase());
  };
  const arrive = async () => {
    const wish = decodeURIComponent(location.hash.slice(1)).replace(/^model=/, "");
    if (!location.hash.startsWith("#model")) return;
    details ??= JSON.parse(await unpack("details"));
    const at = find(wish);
    const made = at >= 0 ? article(at) : element("p", `No model here is called ${wish}.`);
    by("detail").replaceChildren(made);
    by("each").scrollIntoView();
    if (at >= 0) made.focus({ preventScroll: true });
  };
  addEventListener("hashchange", arrive);
  document.documentElement.dataset.ready = "yes";
  await arrive();
})();
