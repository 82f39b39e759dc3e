(function () {
  "use strict";
  var articles = Array.prototype.slice.call(document.querySelectorAll("article"));
  var rows = {};
  document.querySelectorAll("tr[data-for]").forEach(function (row) { rows[row.dataset.for] = row; });
  var fields = ["search", "by-level", "by-commercial", "by-verdict", "by-flag"].map(function (id) { return document.getElementById(id); });
  var found = document.getElementById("found");
  var texts = null;
  function apply() {
    var words = fields[0].value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    if (words.length && !texts) { texts = articles.map(function (a) { return a.textContent.toLowerCase(); }); }
    var shown = 0;
    articles.forEach(function (article, i) {
      var d = article.dataset;
      var keep = (!fields[1].value || d.level === fields[1].value) && (!fields[2].value || d.commercial === fields[2].value) &&
        (!fields[3].value || d.verdict === fields[3].value) && (!fields[4].value || d.flags.split(" ").indexOf(fields[4].value) >= 0) &&
        words.every(function (w) { return texts[i].indexOf(w) >= 0; });
      article.hidden = !keep;
      if (rows[article.id]) { rows[article.id].hidden = !keep; }
      if (keep) { shown += 1; }
    });
    found.textContent = shown + " shown";
  }
  fields.forEach(function (field) { field.addEventListener("input", apply); });
  document.addEventListener("keydown", function (event) {
    if (event.key === "/" && !/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName)) { event.preventDefault(); fields[0].focus(); }
  });
  var printed = [];
  window.addEventListener("beforeprint", function () { printed = Array.prototype.filter.call(document.querySelectorAll("details"), function (d) { return !d.open; }); printed.forEach(function (d) { d.open = true; }); });
  window.addEventListener("afterprint", function () { printed.forEach(function (d) { d.open = false; }); });
})();
