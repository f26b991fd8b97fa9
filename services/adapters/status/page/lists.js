// What became of the records, and whose they were.

const kShown = 8;
const kColours = {
  new: 1, revised: 2, duplicate: 7, resent: 7, older: 3, reverted: 4, restored: 5, withdrawn: 6, removed: 6,
  recleaned: 4, held: 3, merged: 5,
};

const sorted = (counts) => Object.entries(counts).map(([name, count]) => ({ name, count })).sort((a, b) => b.count - a.count);

function drawOutcome(status) {
  const verdicts = sorted(status.verdicts).map((item) => ({ ...item, colour: kColours[item.name] || 7 }));
  drawShares(byId('verdicts'), verdicts);
  const changes = sorted(status.changes).map((item, i) => ({ ...item, colour: i % 7 + 1 }));
  drawShares(byId('changes'), changes);
  const dead = status.stages.flatMap((stage) => stage.dead_letters.map((letter) => ({ ...letter, stage: nameOfStage(status.stages, stage) })));
  dead.sort((a, b) => b.count - a.count);
  const all = sumOf(dead, (letter) => letter.count);
  drawBars(byId('reasons'), dead.map((letter) => ({
    name: `${spellWord(letter.reason)} (${letter.stage})`, count: letter.count,
    shown: `${spellNumber(letter.count)}  ${spellShare(letter.count, all)}`,
  })), 'is-dead');
}

function partsOf(counts) {
  return sorted(counts).slice(0, 4).map((part) => `${spellWord(part.name)} ${spellShort(part.count)}`).join(', ');
}

function drawSiteList(parent, sites, parts, klass) {
  if (!parent.list) {
    parent.list = make('div');
    parent.more = make('button', { type: 'button', class: 'more', 'aria-expanded': 'false', onclick: () => {
      parent.whole = !parent.whole;
      drawSiteList(parent, parent.sites, parts, klass);
    } });
    parent.append(parent.list, parent.more);
  }
  parent.sites = sites;
  const shown = parent.whole ? sites : sites.slice(0, kShown);
  drawBars(parent.list, shown.map((site) => ({
    name: site.site, count: site.count, parts: parts ? partsOf(site[parts]) : '',
    shown: `${site.over > 0 ? '≤ ' : ''}${spellNumber(site.count)}`,
  })), klass);
  parent.more.hidden = sites.length <= kShown;
  setText(parent.more, parent.whole ? 'Fewer' : `All ${sites.length}`);
  setAttribute(parent.more, 'aria-expanded', String(Boolean(parent.whole)));
}

function drawSites(status) {
  drawSiteList(byId('sites-records'), status.sites.records, '', '');
  drawSiteList(byId('sites-dead'), status.sites.dead_letters, 'reasons', 'is-dead');
  drawSiteList(byId('sites-missing'), status.sites.missing, 'fields', 'is-missing');
}
