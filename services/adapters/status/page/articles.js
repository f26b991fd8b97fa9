// The last articles: a line each; Enter opens one: the page as it came, block by block, beside what
// was made of it. The list stands still while somebody reads in it.

const kChips = { new: 'is-new', restored: 'is-new', revised: 'is-changed', reverted: 'is-changed', recleaned: 'is-changed', withdrawn: 'is-changed', merged: 'is-changed' };
const articles = { newest: [], shown: [], open: new Set() };

function chipOf(article) {
  return `chip ${article.dead ? 'is-dead' : kChips[article.outcome] || ''}`;
}

function makeLine(article) {
  const row = make('li');
  row.article = article;
  const id = `article-${article.id}`;
  row.chip = make('span');
  row.line = make('button', { type: 'button', class: 'line', 'aria-expanded': 'false', 'aria-controls': id, onclick: () => toggle(row) },
    make('span', { class: 'when' }, spellTime(article.at)), make('span', { class: 'site' }, article.site || '(no site)'),
    make('span', { class: 'headline', dir: 'auto' }, article.headline || (article.dead ? 'No article' : 'No headline')), row.chip);
  row.detail = make('div', { class: 'detail', id, hidden: true });
  row.append(row.line, row.detail);
  return row;
}

function updateLine(row, article) {
  row.article = article;
  setAttribute(row.chip, 'class', chipOf(article));
  setText(row.chip, spellWord(article.outcome) + (article.version ? `, version ${article.version}` : ''));
}

function drawArticleList() {
  keyed(byId('article-list'), articles.shown, (article) => article.id, makeLine, updateLine);
}

function isBeingRead() {
  const list = byId('article-list');
  return articles.open.size > 0 || list.contains(document.activeElement) || list.matches(':hover');
}

function drawArticles(status) {
  articles.newest = status.articles.last;
  const note = !status.articles.kept ? 'none are kept: http.samples is 0'
    : `${articles.newest.length} kept of those that came by; Enter opens one`;
  setText(byId('articles-note'), note);
  const known = new Map(articles.newest.map((article) => [article.id, article]));
  if (isBeingRead() && articles.shown.length > 0) {
    articles.shown = articles.shown.map((article) => known.get(article.id) || article);
  } else {
    articles.shown = articles.newest;
  }
  const last = articles.shown.length > 0 ? articles.shown[0].id : 0;
  const newer = articles.newest.filter((article) => article.id > last).length;
  byId('newer').hidden = newer === 0;
  setText(byId('newer'), `Show ${countOf(newer, 'newer article', 'newer articles')}`);
  drawArticleList();
}

function showNewer() {
  articles.open.clear();
  articles.shown = articles.newest;
  drawArticleList();
  byId('newer').hidden = true;
  const first = byId('article-list').querySelector('.line');
  if (first) first.focus();
}

async function toggle(row) {
  const opens = row.detail.hidden;
  row.detail.hidden = !opens;
  row.line.setAttribute('aria-expanded', String(opens));
  if (!opens) {
    articles.open.delete(row.article.id);
    return;
  }
  articles.open.add(row.article.id);
  if (row.detail.childElementCount > 0) return;
  row.detail.replaceChildren(make('p', { class: 'hint' }, 'Asking …'));
  const answer = await fetch(`/article?id=${row.article.id}`).catch(() => null);
  if (!answer || !answer.ok) {
    const why = answer ? 'It is not kept any more.' : 'The process does not answer.';
    row.detail.replaceChildren(make('p', { class: 'hint' }, why));
    return;
  }
  row.detail.replaceChildren(...detailOf(await answer.json()));
}

// Two views of what came: blocks with what became of them, and the source.
function rawSide(article) {
  const source = article.source;
  const kept = article.blocks.filter((block) => block.part).length;
  const blocks = make('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Blocks of the page' },
    ...groupsOf(article.blocks).map(groupOf));
  if (article.blocks.length === 0) blocks.append(make('p', { class: 'empty' }, 'It was not read block by block.'));
  if (article.blocks_left_out > 0) blocks.append(make('p', { class: 'hint' }, `${spellNumber(article.blocks_left_out)} more blocks are not shown.`));
  const text = make('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Source of the page' }, make('pre', {}, source.text));
  if (source.cut) text.append(make('p', { class: 'hint' }, `Cut: it has ${spellBytes(source.bytes)}.`));
  const views = [['Blocks', blocks], ['Source', text]];
  const buttons = views.map(([name]) => make('button', { type: 'button', onclick: () => choose(name) }, name));
  const choose = (chosen) => views.forEach(([name, view], i) => {
    view.hidden = name !== chosen;
    buttons[i].setAttribute('aria-pressed', String(name === chosen));
  });
  choose(article.blocks.length > 0 ? 'Blocks' : 'Source');
  const form = { html: 'page', text: 'text dump', event: 'event' }[source.form];
  return make('div', { class: 'card' },
    make('div', { class: 'side-head' }, make('h3', {}, `The ${form} as it came: ${spellBytes(source.bytes)}, ${kept} of ${countOf(article.blocks.length, 'block', 'blocks')} kept`),
      make('div', { class: 'switch', role: 'group', 'aria-label': 'How it is shown' }, ...buttons)),
    blocks, text);
}

// Neighbours with the same fate stand together.
function groupsOf(blocks) {
  const groups = [];
  for (const block of blocks) {
    const fate = block.part ? `kept: ${block.part}` : `dropped: ${block.meaning || block.why}`;
    const last = groups[groups.length - 1];
    if (last && last.fate === fate) last.blocks.push(block);
    else groups.push({ fate, kept: Boolean(block.part), blocks: [block] });
  }
  return groups;
}

function groupOf(group) {
  const texts = group.blocks.map((block) => make('p', { class: group.kept ? '' : 'cut', dir: 'auto', title: block.path }, block.text));
  return make('div', { class: `block ${group.kept ? 'is-kept' : 'is-dropped'}` }, make('p', { class: 'why' }, group.fate), ...texts);
}

// Which paragraphs this version has added or edited, by their number.
function touchedBy(version) {
  const touched = new Map();
  if (!version) return touched;
  for (const operation of version.change.operations || []) {
    if (operation.op !== 'removed') touched.set(operation.paragraph, operation.op);
  }
  return touched;
}

function paragraphsOf(article, texts, language) {
  const touched = touchedBy(article.version);
  return texts.map((block, i) => {
    const operation = touched.get(i + 1);
    const mark = operation ? make('span', { class: 'touch' }, operation) : null;
    return make('p', { class: `s-${block.kind}${operation ? ' is-touched' : ''}`, dir: 'auto', lang: language || undefined }, mark, block.text);
  });
}

function fieldOf(field) {
  const from = field.from ? make('span', { class: 'from' }, ` from ${field.from}`) : null;
  return [make('dt', {}, field.name), make('dd', { dir: 'auto' }, field.value, from)];
}

function cleanSide(article) {
  const version = article.version;
  const made = article.article;
  const card = make('div', { class: 'card story' });
  if (made) {
    card.append(make('div', { class: 'side-head' }, make('h3', {}, `The article: ${made.method}, ${made.quality}`)),
      make('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'The article' },
        make('p', { class: 'headline', dir: 'auto', lang: made.language || undefined }, made.headline || 'No headline'),
        make('dl', { class: 'fields' }, ...made.fields.filter((field) => field.name !== 'headline').flatMap(fieldOf)),
        ...paragraphsOf(article, made.text, made.language)));
  } else if (version && version.ninjs.bodies) {
    card.append(make('div', { class: 'side-head' }, make('h3', {}, 'The article')),
      make('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'The article' },
        make('p', { class: 'headline', dir: 'auto' }, version.ninjs.headlines ? version.ninjs.headlines[0].value : 'No headline'),
        ...paragraphsOf(article, version.ninjs.bodies[0].value.split('\n\n').map((text) => ({ kind: 'paragraph', text })), version.ninjs.language)));
  } else {
    const why = article.dead ? `No article: ${spellWord(article.dead.reason)}${article.dead.detail ? `, ${article.dead.detail}` : ''}.`
      : 'No article: the page is gone.';
    card.append(make('h3', {}, 'What was made of it'), make('p', {}, why));
  }
  return card;
}

function sayChange(change) {
  const said = [];
  if (change.class) said.push(spellWord(change.class));
  const sentences = change.sentences || {};
  for (const kind of ['added', 'removed', 'edited', 'moved']) if (sentences[kind] > 0) said.push(`${sentences[kind]} ${kind}`);
  if (change.words && change.words.before !== change.words.after) said.push(`${spellNumber(change.words.before)} to ${spellNumber(change.words.after)} words`);
  if (change.reverts_to) said.push(`back to ${change.reverts_to}`);
  return said.join(', ');
}

function versionsOf(article) {
  const version = article.version;
  if (!version) {
    if (article.dead) return null;
    const words = article.verdict ? `Judged ${spellWord(article.verdict)}: no version came of it.` : 'Not judged by this process, or not yet.';
    return make('p', { class: 'versions hint' }, words);
  }
  const change = version.change;
  const history = change.history || [];
  const lines = history.map((entry) => make('li', {}, make('span', { class: 'number' }, entry.number || '–'),
    make('span', { class: 'soft' }, `${spellDay(entry.since)} UTC`), make('span', {}, spellWord(entry.status)),
    entry.number === change.number ? make('span', {}, sayChange(change)) : null,
    entry.number ? null : make('span', { class: 'soft' }, 'seen, never published')));
  return make('div', { class: 'versions' },
    make('h3', {}, `Version ${change.number}, ${spellWord(change.verdict)}: ${version.ninjs.uri}`), make('ol', {}, ...lines));
}

function detailOf(article) {
  const facts = [['from', article.place], ['address', article.url], ['raw record', article.source ? '' : 'not kept here']].filter((fact) => fact[1]);
  return [
    make('dl', { class: 'facts' }, ...facts.map(([name, value]) => make('div', {}, make('dt', {}, name), make('dd', {}, value)))),
    make('div', { class: 'sides' }, article.source ? rawSide(article) : null, cleanSide(article)),
    versionsOf(article),
  ].filter(Boolean);
}
