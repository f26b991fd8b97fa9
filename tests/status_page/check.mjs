// Looks at the status page of a running service as people do: wide, on a telephone, in the dark,
// with the keyboard alone, while hostile news come in, and after the service has gone. Writes what
// it saw as pictures. Prints what is wrong; ends with 1 if anything is.
//
//   check.mjs <node folder> <root of the repository> <url> <pid of the service> <folder for pictures> <dateline>
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { computedContrast, namelessControls } from './access.mjs';

const [modules, root, url, pid, shots, binary] = process.argv.slice(2);
const require = createRequire(path.resolve(modules, 'package.json'));
const { chromium } = require('playwright-core');
const Ajv2020 = require('ajv/dist/2020').default;

const kPatience = 60_000;
const problems = [];
const expect = (holds, what) => {
  if (!holds) problems.push(what);
};

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });

// What a page complains of: scripts that fail, and everything that its policy forbids.
async function open(options) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(kPatience);
  page.on('pageerror', (error) => problems.push(`script: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' && !page.mayFail) problems.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    expect(request.url().startsWith(url) || request.url().startsWith('data:'), `asks elsewhere: ${request.url()}`);
  });
  await page.addInitScript(() => {
    window.violations = [];
    document.addEventListener('securitypolicyviolation', (event) => window.violations.push(`${event.violatedDirective} ${event.blockedURI}`));
  });
  await page.goto(url);
  // A busy machine may be late with this or that, and then the page says so.
  await page.waitForFunction(() => document.getElementById('pill-word').textContent.startsWith('Ready'));
  return page;
}

async function close(page) {
  for (const violation of await page.evaluate(() => window.violations)) problems.push(`policy: ${violation}`);
  await page.context().close();
}

const shoot = (page, name, options = {}) => page.screenshot({ path: `${shots}/page-${name}.png`, ...options });

// Short names in pictures: the topics of a test have long ones.
async function shorten(page) {
  await page.route('**/status', async (route) => {
    const answer = await route.fetch();
    const text = await answer.text();
    const app = JSON.parse(text).app;
    const topics = [['raw', 'articles.raw'], ['candidates', 'dateline.candidates'], ['clean', 'articles.clean'], ['versions', 'articles.versions'],
      ['takedowns', 'dateline.takedowns']];
    const short = topics.reduce((all, [from, to]) => all.replaceAll(`"${app}.${from}"`, `"${to}"`), text);
    await route.fulfill({ response: answer, body: short });
  });
}

const width = (page) => page.evaluate(() => document.documentElement.scrollWidth);

// Readers skip what they do not know; here every field must be described.
function closed(schema) {
  if (Array.isArray(schema)) return schema.map(closed);
  if (schema === null || typeof schema !== 'object') return schema;
  const parts = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  return schema.type === 'object' && schema.properties ? { ...parts, additionalProperties: false } : parts;
}

// The answer keeps to its schema, and the schema is one that can be broken.
async function checkSchema() {
  const validate = new Ajv2020({ strict: true, allErrors: true })
    .compile(closed(JSON.parse(readFileSync(path.join(root, 'proto/status.schema.json'), 'utf8'))));
  const status = await (await fetch(`${url}/status`)).json();
  expect(validate(status), `/status: ${JSON.stringify(validate.errors)}`);
  expect(status.articles.last.length > 0 && status.sites.records.length > 0, 'the live answer has no news in it');
  for (const [what, change] of [
    ['a format of its own', (one) => { one.format = 2; }], ['a stage without lag', (one) => { delete one.stages[0].lag_seconds; }],
    ['a phase of its own', (one) => { one.stages[0].workers[0].phase = 'asleep'; }], ['an unknown part', (one) => { one.stages[0].guess = 1; }],
  ]) {
    const changed = structuredClone(status);
    change(changed);
    expect(!validate(changed), `the schema accepts ${what}`);
  }
  return status;
}

async function checkHeaders() {
  const answer = await fetch(url);
  const policy = answer.headers.get('content-security-policy') || '';
  expect(policy.includes("default-src 'none'") && policy.includes("script-src 'sha256-") && !policy.includes('unsafe'), `policy: ${policy}`);
  expect(answer.headers.get('x-content-type-options') === 'nosniff', 'nosniff is missing');
  const html = await answer.text();
  expect(!/https?:\/\/(?!www\.w3\.org)/.test(html.replace(/<link rel="icon".*/, '')), 'the page names an address outside');
  console.log(`page: ${html.length} bytes; /status: ${(await (await fetch(`${url}/status`)).text()).length} bytes`);
}

// The same in a terminal.
async function checkTop() {
  const seen = execFileSync(binary, ['top', '--once', '--url', url], { encoding: 'utf8' });
  writeFileSync(`${shots}/top.txt`, seen);
  for (const words of ['one process', 'clean ', '12 live', 'dateline-7d9f-x2k4p', 'duplicate', 'bad_json', 'LAST ARTICLES']) {
    expect(seen.includes(words), `top does not show ${words}`);
  }
}

// Accessible by what can be computed: contrast, names, structure.
async function checkAccess(page, where) {
  for (const one of await page.evaluate(computedContrast)) problems.push(`${where}: contrast ${one}`);
  for (const one of await page.evaluate(namelessControls)) problems.push(`${where}: ${one}`);
}

// From the first Tab to an open article and back, without a pointer.
async function checkKeyboard() {
  const page = await open({});
  const focus = () => page.evaluate(() => {
    const node = document.activeElement;
    return { id: node.id, text: node.textContent, klass: node.className, ring: getComputedStyle(node).outlineStyle };
  });
  await page.keyboard.press('Tab');
  expect((await focus()).klass === 'skip', 'the first Tab does not reach the skip link');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement.id === 'flow');
  const seen = [];
  for (let i = 0; i < 200 && !seen.some((one) => one.klass === 'line'); ++i) {
    await page.keyboard.press('Tab');
    seen.push(await focus());
  }
  expect(seen.every((one) => one.ring !== 'none'), `no focus ring: ${seen.find((one) => one.ring === 'none')?.klass}`);
  const cells = seen.filter((one) => one.klass.startsWith('cell'));
  expect(cells.length === 3, `${cells.length} Tab stops in the cells of three workers`);
  expect(seen.at(-1).klass === 'line', 'Tab does not reach the articles');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.detail:not([hidden]) .card');
  expect((await focus()).klass === 'line', 'opening an article takes the focus away');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => !document.querySelector('.detail:not([hidden])'));
  // Arrow keys in the cells.
  await page.focus('.cell[tabindex="0"]');
  await page.keyboard.press('ArrowRight');
  const told = await page.textContent('#partition');
  expect(/partition \d+: (live|restores|asks)/.test(told), `arrow keys tell nothing of a partition: ${told}`);
  await page.keyboard.press('End');
  expect(await page.evaluate(() => document.activeElement === document.activeElement.parentNode.lastChild), 'End does not reach the last cell');
  // The focus stays where it is while the figures change.
  const before = await page.textContent('#place');
  await page.waitForFunction((text) => document.getElementById('place').textContent !== text, before);
  expect((await focus()).klass.startsWith('cell'), 'a new answer takes the focus away');
  await close(page);
}

async function checkWide(scheme) {
  const page = await open({ colorScheme: scheme });
  await shorten(page);
  await page.waitForFunction(() => document.querySelector('.topic').textContent.startsWith('articles.raw'));
  expect(await width(page) <= 1280, `${scheme}: scrolls sideways`);
  const paper = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = Number(paper.match(/\d+/)[0]) > 128;
  expect(light === (scheme === 'light'), `${scheme}: the paper is ${paper}`);
  await shoot(page, `overview-${scheme}`);
  await checkAccess(page, scheme);
  // An article of which a version with a text came: of a withdrawal there are no blocks.
  const line = page.locator('.line', { hasText: /(revised|restored|reverted), version [2-9]/ }).first();
  await line.click();
  const detail = page.locator('.detail:not([hidden])');
  await detail.locator('.card').first().waitFor();
  expect(await detail.locator('.versions li').count() >= 2, 'a second version shows no first');
  if (await detail.locator('.sides .card').count() === 2) {
    expect(await detail.locator('.block.is-kept').count() >= 1, 'no block is marked as kept');
  }
  await checkAccess(page, `${scheme}, article`);
  await line.evaluate((node) => node.scrollIntoView());
  await shoot(page, `article-${scheme}`);
  await close(page);
}

async function checkPhone() {
  const page = await open({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 });
  await shorten(page);
  await page.waitForFunction(() => document.querySelector('.topic').textContent.startsWith('articles.raw'));
  expect(await width(page) <= 360, `360 px: the page is ${await width(page)} px wide`);
  await shoot(page, 'phone');
  await page.locator('.line', { hasText: /, version/ }).first().tap();
  await page.waitForSelector('.detail:not([hidden]) .card');
  expect(await width(page) <= 360, `360 px, article: the page is ${await width(page)} px wide`);
  await page.evaluate(() => document.querySelector('.detail:not([hidden])').parentNode.scrollIntoView());
  await shoot(page, 'phone-article');
  await close(page);
}

// What hostile news say is text, in the list and in the article.
async function checkHostile() {
  console.log('hostile news, please');
  const page = await open({});
  const line = page.locator('.line', { hasText: 'saltmarsh-lantern' }).filter({ hasText: '<script>' }).first();
  await line.waitFor();
  await line.click();
  const detail = page.locator('.detail:not([hidden])');
  await detail.locator('.card').first().waitFor();
  const found = await page.evaluate(() => ({
    title: document.title, scripts: document.scripts.length, images: document.images.length,
    text: document.querySelector('.detail:not([hidden])').textContent,
  }));
  expect(!found.title.includes('owned'), 'a hostile page owns the title');
  expect(found.scripts === 1 && found.images === 0, `${found.scripts} scripts, ${found.images} images`);
  expect(found.text.includes("<script>document.title='owned'</script>"), 'the hostile text is not there as text');
  await line.evaluate((node) => node.scrollIntoView());
  await shoot(page, 'hostile');
  await close(page);
}

// A real answer in which one worker restores, one partition is late and a backfill runs.
async function checkTrouble() {
  const page = await open({});
  await page.route('**/status', async (route) => {
    const answer = await route.fetch();
    const status = await answer.json();
    const [, judging] = status.stages;
    const worker = judging.workers[0];
    worker.phase = 'restoring';
    worker.restore = { partitions: 2, records_left: 1_204_000, records_per_second: 30_000, eta_seconds: 40.1 };
    for (const partition of worker.partitions.slice(0, 2)) {
      Object.assign(partition, { phase: 'restoring', restore_position: 10, restore_target: 602_010, restore_remaining: 602_000 });
    }
    Object.assign(worker.partitions[3], { lag_records: 4_200, lag_seconds: 41 });
    Object.assign(worker.partitions[4], { lag_records: 80_100, lag_seconds: 412 });
    Object.assign(judging, { lag_seconds: 412, lag_records: 84_300 });
    status.stages[0].workers[1].heartbeat_age_seconds = 34;
    status.ready = false;
    status.replay = { id: 'november', state: 'running', planned: 28_112_450, copied: 9_840_000, records_per_second: 5000, eta_seconds: 3654 };
    await route.fulfill({ response: answer, json: status });
  });
  await page.waitForFunction(() => document.getElementById('pill-word').textContent === 'Restoring');
  const alarm = await page.textContent('#alarm');
  expect(alarm.includes('has not moved for 34 s') && alarm.includes('6 min 52 s behind'), `the alarm says ${alarm}`);
  expect((await page.textContent('#told')).endsWith('Restoring'), 'the new state is not said aloud');
  expect(await page.locator('#replay-section').isVisible(), 'a backfill is not shown');
  for (const klass of ['p-restoring', 'p-late', 'p-bad']) {
    expect(await page.locator(`button.${klass}`).count() >= 1, `no partition is ${klass}`);
  }
  await checkAccess(page, 'trouble');
  await shoot(page, 'trouble');
  await close(page);
}

async function checkButtons() {
  const page = await open({ colorScheme: 'light' });
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const bright = await paper();
  await page.click('#theme');
  expect(await paper() === bright, 'light is not light');
  await page.click('#theme');
  expect(await paper() !== bright, 'dark is not dark');
  await page.click('#pause');
  let asked = 0;
  await page.route('**/status', (route) => { ++asked; return route.continue(); });
  await page.click('#pause');
  await page.waitForFunction(() => document.getElementById('pause').textContent === 'Pause');
  await page.waitForResponse('**/status');
  expect(asked > 0, 'it does not go on after a pause');
  await close(page);
}

// The service ends while somebody looks.
async function checkGone() {
  const page = await open({});
  page.mayFail = true;
  process.kill(Number(pid), 'SIGTERM');
  await page.waitForFunction(() => document.getElementById('pill-word').textContent === 'No answer');
  const alarm = await page.textContent('#alarm');
  expect(/No answer since \d\d:\d\d:\d\d UTC/.test(alarm), `the alarm says ${alarm}`);
  expect(await page.locator('.tile').count() > 0, 'the last figures are gone');
  expect((await page.title()).startsWith('No answer'), 'the title does not tell');
  await shoot(page, 'gone');
  await close(page);
}

// Until there is history to draw, and a second version to show.
async function awaitNews() {
  const until = Date.now() + kPatience;
  for (;;) {
    const status = await (await fetch(`${url}/status`)).json();
    const steps = status.stages.map((stage) => stage.history.consumed.length);
    if (Math.min(...steps) >= 5) return;
    if (Date.now() > until) throw new Error('there is no history after a minute');
    await new Promise((done) => { setTimeout(done, 500); });
  }
}

await awaitNews();
for (const check of [checkSchema, checkHeaders, checkTop, checkKeyboard, () => checkWide('light'), () => checkWide('dark'), checkPhone,
  checkTrouble, checkButtons, checkHostile, checkGone]) {
  const began = Date.now();
  try {
    await check();
  } catch (error) {
    const alarms = await Promise.all(browser.contexts().flatMap((one) => one.pages())
      .map((page) => page.evaluate(() => document.querySelector('.mast, #alarm').innerText)));
    problems.push(`${check.name}: ${error.message}; the page says: ${alarms.join('; ')}`);
  }
  console.log(`${check.name || 'wide'}: ${Date.now() - began} ms`);
}
await browser.close();
if (problems.length > 0) {
  console.error([...new Set(problems)].join('\n'));
  process.exit(1);
}
