// What can be computed of how well a page can be read and used. Run inside the page.

// Text whose contrast is below what WCAG 2.2 AA wants: 4.5, or 3 for large text.
export function computedContrast() {
  const read = (colour) => colour.match(/[\d.]+/g).map(Number);
  const channel = (value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
  const luminance = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const ground = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const colour = read(getComputedStyle(at).backgroundColor);
      if (colour.length < 4 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const poor = [];
  for (const node of document.querySelectorAll('body *')) {
    const own = [...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim());
    if (!own || !node.checkVisibility() || node.closest('.skip, .away, noscript')) continue;
    const style = getComputedStyle(node);
    const [a, b] = [luminance(read(style.color)), luminance(ground(node))].sort((x, y) => y - x);
    const contrast = (a + 0.05) / (b + 0.05);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (contrast < (large ? 3 : 4.5)) {
      poor.push(`${contrast.toFixed(2)} of ${node.className || node.tagName} "${node.textContent.slice(0, 30)}"`);
    }
  }
  return [...new Set(poor)].slice(0, 10);
}

// Controls and pictures without a name, ids that are there twice, headings that skip a rank,
// references that lead nowhere, controls too small to hit.
export function namelessControls() {
  const found = [];
  const nameOf = (node) => node.getAttribute('aria-label') || node.textContent.trim();
  for (const node of document.querySelectorAll('button, a, [role="img"], [role="progressbar"], [role="group"], [role="region"], section')) {
    const labelled = document.getElementById(node.getAttribute('aria-labelledby'));
    if (!nameOf(node) && !(labelled && labelled.textContent)) found.push(`nameless ${node.tagName} ${node.className}`);
  }
  const ids = [...document.querySelectorAll('[id]')].map((node) => node.id);
  for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) found.push(`id ${id} is there twice`);
  for (const name of ['aria-controls', 'aria-labelledby', 'aria-describedby']) {
    for (const node of document.querySelectorAll(`[${name}]`)) {
      if (!document.getElementById(node.getAttribute(name))) found.push(`${name} leads nowhere: ${node.getAttribute(name)}`);
    }
  }
  let rank = 0;
  for (const node of document.querySelectorAll('h1, h2, h3, h4')) {
    if (!node.checkVisibility()) continue;
    const next = Number(node.tagName[1]);
    if (next > rank + 1) found.push(`heading of rank ${next} after ${rank}: ${node.textContent}`);
    rank = next;
  }
  for (const node of document.querySelectorAll('button')) {
    const box = node.getBoundingClientRect();
    if (box.width > 0 && (box.width < 24 || box.height < 22)) found.push(`small: ${node.className} ${box.width}x${box.height}`);
  }
  if (document.documentElement.lang !== 'en') found.push('the page does not say its language');
  return [...new Set(found)].slice(0, 10);
}
