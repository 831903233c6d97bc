"use strict";
(() => {
  const table = document.getElementById("table");
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const [query, verdict, place, count] = ["q", "v", "e", "count"].map((id) => document.getElementById(id));
  const PLACE = 5; // the column of environments
  const words = rows.map((row) => row.textContent.toLowerCase());
  const cell = (row, at) => row.cells[at].textContent.trim();

  [...new Set(rows.map((row) => cell(row, PLACE)).filter(Boolean))].sort().forEach((name) => place.add(new Option(name, name)));

  const filter = () => {
    const wanted = query.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    rows.forEach((row, at) => {
      const hit = wanted.every((word) => words[at].includes(word))
        && (!verdict.value || cell(row, 0).endsWith(verdict.value)) && (!place.value || cell(row, PLACE) === place.value);
      row.hidden = !hit;
      shown += hit;
    });
    count.textContent = `${shown} of ${rows.length} shown`;
  };

  const value = (row, at) => row.cells[at].dataset.sort ?? cell(row, at).toLowerCase();
  const sort = (head, at) => {
    const down = head.getAttribute("aria-sort") === "ascending";
    [...table.tHead.rows[0].cells].forEach((other) => other.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const order = (a, b) => value(a, at).localeCompare(value(b, at), "en", { numeric: true });
    body.append(...[...rows].sort((a, b) => (down ? order(b, a) : order(a, b))));
  };
  [...table.tHead.rows[0].cells].forEach((head, at) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => sort(head, at));
  });

  const arrive = () => {
    const name = decodeURIComponent(location.hash.slice(1));
    const found = name.startsWith("model=") && [...document.querySelectorAll(".model")].find((one) => one.id.toLowerCase() === name.toLowerCase());
    if (found) {
      found.scrollIntoView();
      found.focus({ preventScroll: true });
    }
  };
  [query, verdict, place].forEach((control) => control.addEventListener("input", filter));
  document.querySelector(".controls").addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", arrive);
  filter();
  arrive();
})();
