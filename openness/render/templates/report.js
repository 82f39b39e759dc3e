(function () {
  "use strict";
  var articles = Array.prototype.slice.call(document.querySelectorAll("article"));
  var rows = {};
  document.querySelectorAll("tr[data-for]").forEach(function (row) { rows[row.dataset.for] = row; });
  /* A report of one subject has no filters: a field that is not there never filters. */
  function field(id) { return document.getElementById(id) || document.createElement("select"); }
  var search = field("search"), found = field("found");
  var fields = { level: field("by-level"), use: field("by-use"), answer: field("by-answer"), verdict: field("by-verdict"), flag: field("by-flag") };
  var buttons = Array.prototype.slice.call(document.querySelectorAll("button[data-set]"));
  var letters = { yes: "y", conditional: "c", no: "n", unknown: "u" };
  var texts = null, opened = [], home = fields.use.value;

  function terms() { return search.value.trim().toLowerCase().split(/\s+/).filter(Boolean); }

  function matches(article, number, words) {
    var data = article.dataset;
    if (fields.level.value && data.level !== fields.level.value) { return false; }
    if (fields.verdict.value && data.verdict !== fields.verdict.value) { return false; }
    if (fields.flag.value && data.flags.split(" ").indexOf(fields.flag.value) < 0) { return false; }
    if (fields.answer.value && data.uses.charAt(fields.use.selectedIndex) !== letters[fields.answer.value]) { return false; }
    return words.every(function (word) { return texts[number].indexOf(word) >= 0; });
  }

  function apply() {
    var words = terms(), shown = [];
    if (words.length && !texts) { texts = articles.map(function (a) { return a.textContent.toLowerCase(); }); }
    articles.forEach(function (article, number) {
      var keep = matches(article, number, words);
      article.hidden = !keep;
      if (rows[article.id]) { rows[article.id].hidden = !keep; }
      if (keep) { shown.push(article); }
    });
    found.textContent = shown.length || !articles.length ?
      found.dataset.words.replace("{count}", shown.length).replace("{total}", articles.length) : found.dataset.none;
    buttons.forEach(function (button) { button.setAttribute("aria-pressed", String(pressed(button))); });
    mark(words, shown);
  }

  /* The words that were searched for, marked without touching the document, and the sections that hold them, opened. */
  function mark(words, shown) {
    opened.forEach(function (section) { section.open = false; });
    opened = [];
    var highlights = window.CSS && CSS.highlights && window.Highlight ? new Highlight() : null;
    if (highlights) { CSS.highlights.delete("found"); }
    var needles = words.filter(function (word) { return word.length > 2; });
    if (!needles.length) { return; }
    shown.slice(0, 12).forEach(function (article) {
      var walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT), node, count = 0;
      while ((node = walker.nextNode()) && count < 200) {
        var text = node.data.toLowerCase();
        for (var i = 0; i < needles.length; i += 1) {
          var at = text.indexOf(needles[i]);
          if (at < 0) { continue; }
          count += 1;
          var section = node.parentElement.closest("details");
          if (section && !section.open && node.parentElement.closest("summary") === null) { section.open = true; opened.push(section); }
          if (highlights && text.length === node.data.length) {
            var range = new Range();
            range.setStart(node, at);
            range.setEnd(node, at + needles[i].length);
            highlights.add(range);
          }
        }
      }
    });
    if (highlights) { CSS.highlights.set("found", highlights); }
  }

  function wanted(button) {
    return button.dataset.set.split("&").map(function (pair) { return pair.split("="); });
  }

  function pressed(button) { return wanted(button).every(function (pair) { return fields[pair[0]].value === pair[1]; }); }

  function reset() {
    search.value = "";
    Object.keys(fields).forEach(function (name) { fields[name].value = name === "use" ? home : ""; });
  }

  function all(open) {
    articles.forEach(function (article) {
      if (!article.hidden) { article.querySelectorAll("details").forEach(function (section) { section.open = open; }); }
    });
    opened = [];
  }

  buttons.forEach(function (button) {
    button.addEventListener("click", function () {
      var on = pressed(button);
      reset();
      if (!on) { wanted(button).forEach(function (pair) { fields[pair[0]].value = pair[1]; }); }
      apply();
      if (!on) { settle(field("subjects"), 4); field("subjects").focus({ preventScroll: true }); }
    });
  });
  Object.keys(fields).forEach(function (name) { fields[name].addEventListener("input", apply); });
  var waiting = 0;
  search.addEventListener("input", function () { clearTimeout(waiting); waiting = setTimeout(apply, 120); });
  field("clear").addEventListener("click", function () { reset(); apply(); search.focus(); });
  field("expand").addEventListener("click", function () { all(true); });
  field("collapse").addEventListener("click", function () { all(false); });

  /* A link to a passage opens the sections around it; a link to a hidden subject shows it. */
  function reveal() {
    var target = location.hash.length > 1 ? document.getElementById(location.hash.slice(1)) : null;
    if (!target) { return; }
    var article = target.closest("article");
    if (article && article.hidden) { reset(); apply(); }
    for (var section = target.closest("details"); section; section = section.parentElement.closest("details")) { section.open = true; }
    settle(target, 4);
  }

  /* Subjects off screen have an estimated height until they are near: scroll again when it is known. */
  function settle(target, times) {
    target.scrollIntoView();
    if (times) { requestAnimationFrame(function () { settle(target, times - 1); }); }
  }
  window.addEventListener("hashchange", reveal);
  reveal();

  document.addEventListener("keydown", function (event) {
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && !/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName)) {
      event.preventDefault();
      search.focus();
    }
  });

  var closed = [];
  window.addEventListener("beforeprint", function () {
    closed = Array.prototype.filter.call(document.querySelectorAll("details"), function (section) { return !section.open; });
    closed.forEach(function (section) { section.open = true; });
  });
  window.addEventListener("afterprint", function () { closed.forEach(function (section) { section.open = false; }); });
})();
