// Elements, and how they are changed without being made anew: what has the focus keeps it. Text
// goes in as text only, whatever it says.

const kSvg = 'http://www.w3.org/2000/svg';
const byId = (id) => document.getElementById(id);

// make('p', {class: 'x', onclick: f}, 'text', node, ...)
function make(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) node.addEventListener(key.slice(2), value);
    else if (value !== undefined && value !== false) node.setAttribute(key, value === true ? '' : value);
  }
  node.append(...children.filter((child) => child !== undefined && child !== null));
  return node;
}

function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

function setAttribute(node, name, value) {
  if (node.getAttribute(name) !== value) node.setAttribute(name, value);
}

function setWidth(node, share) {
  node.style.width = `${Math.max(0, Math.min(100, 100 * share)).toFixed(2)}%`;
}

// One child of `parent` an item, in their order; a child lives as long as its key is there.
function keyed(parent, items, keyOf, makeOne, update) {
  const old = parent.kept || new Map();
  const kept = new Map();
  let at = parent.firstChild;
  for (const item of items) {
    const key = String(keyOf(item));
    const node = old.get(key) || makeOne(item);
    kept.set(key, node);
    if (node === at) at = at.nextSibling;
    else parent.insertBefore(node, at);
    update(node, item);
  }
  for (const [key, node] of old) if (!kept.has(key)) node.remove();
  parent.kept = kept;
}

function makeSpark() {
  const svg = document.createElementNS(kSvg, 'svg');
  const part = (name, klass) => {
    const node = document.createElementNS(kSvg, name);
    node.setAttribute('class', klass);
    svg.append(node);
    return node;
  };
  for (const [key, value] of [['class', 'spark'], ['role', 'img'], ['viewBox', '0 0 120 32'], ['preserveAspectRatio', 'none']]) {
    svg.setAttribute(key, value);
  }
  part('path', 'base').setAttribute('d', 'M0 32H120');
  svg.area = part('path', 'area');
  svg.stroke = part('path', 'stroke');
  return svg;
}

// The width of a sparkline: a minute at least, ten at most.
const stepsOf = (values) => Math.max(13, Math.min(121, values.length));

// `values` oldest first, one a step; a young process begins at the right.
function drawSpark(svg, values, label) {
  const highest = Math.max(1e-9, ...values);
  const step = 120 / (stepsOf(values) - 1);
  const first = 120 - step * (values.length - 1);
  const points = values.map((value, i) => `${(first + step * i).toFixed(1)} ${(31 - 29 * value / highest).toFixed(2)}`);
  const line = points.length > 1 ? `M${points.join('L')}` : '';
  setAttribute(svg.stroke, 'd', line);
  setAttribute(svg.area, 'd', line && `${line}L120 32L${first.toFixed(1)} 32Z`);
  setAttribute(svg, 'aria-label', label);
}

// A list of names with counts and bars.
function drawBars(parent, items, klass) {
  if (!parent.bars) {
    parent.bars = make('ol', { class: `bars ${klass}` });
    parent.empty = make('p', { class: 'empty' }, 'None yet.');
    parent.append(parent.bars, parent.empty);
  }
  parent.empty.hidden = items.length > 0;
  const most = Math.max(1, ...items.map((item) => item.count));
  keyed(parent.bars, items, (item) => item.name, () => {
    const node = make('li');
    node.name = make('span');
    node.count = make('span');
    node.bar = make('i');
    node.parts = make('span', { class: 'parts' });
    node.append(node.name, node.count, make('span', { class: 'track', 'aria-hidden': 'true' }, node.bar), node.parts);
    return node;
  }, (node, item) => {
    setText(node.name, item.name);
    setText(node.count, item.shown);
    setText(node.parts, item.parts || '');
    node.parts.hidden = !item.parts;
    setWidth(node.bar, item.count / most);
  });
}

// One bar of shares, and what its colours mean.
function drawShares(parent, items) {
  if (!parent.stack) {
    parent.stack = make('div', { class: 'stack', 'aria-hidden': 'true' });
    parent.legend = make('ul', { class: 'legend' });
    parent.empty = make('p', { class: 'empty' }, 'None yet.');
    parent.append(parent.stack, parent.legend, parent.empty);
  }
  const whole = sumOf(items, (item) => item.count);
  parent.empty.hidden = whole > 0;
  parent.stack.hidden = whole === 0;
  keyed(parent.stack, items, (item) => item.name, () => make('i'), (node, item) => {
    setAttribute(node, 'class', `k${item.colour}`);
    setWidth(node, item.count / whole);
  });
  keyed(parent.legend, items, (item) => item.name, () => {
    const node = make('li');
    node.mark = make('i', { 'aria-hidden': 'true' });
    node.name = make('span');
    node.count = make('span');
    node.share = make('span', { class: 'share' });
    node.append(node.mark, node.name, node.count, node.share);
    return node;
  }, (node, item) => {
    setAttribute(node.mark, 'class', `k${item.colour}`);
    setText(node.name, spellWord(item.name));
    setText(node.count, spellNumber(item.count));
    setText(node.share, spellShare(item.count, whole));
  });
}
