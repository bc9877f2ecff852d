// SPDX-License-Identifier: Apache-2.0
// Opens pages in Chromium and says what a test wants to know, as JSON.
//
// node look.js CHROMIUM REQUEST: the request is a list of {file, dark, pdf};
// the answer has for each what was asked of the network, which accessibility
// rules are broken (axe-core), whether anything ran, and what the page holds.
'use strict';
const {chromium} = require('playwright-core');
const axe = require('axe-core');
const {pathToFileURL} = require('url');

async function look(browser, {file, dark, pdf}) {
  const context = await browser.newContext(
      {colorScheme: dark ? 'dark' : 'light', viewport: {width: 1000, height: 800}});
  const page = await context.newPage();
  const address = pathToFileURL(file).href;
  const asked = [], said = [], windows = [];
  context.on('page', (other) => windows.push(other.url()));
  page.on('request', (request) => asked.push(request.url()));
  page.on('dialog', async (dialog) => {
    said.push(`dialog: ${dialog.message()}`);
    await dialog.dismiss();
  });
  page.on('console', (message) => said.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => said.push(`error: ${error.message}`));
  await page.addInitScript(() => {
    window.ran = 0;
    window.pwned = () => window.ran++;
  });
  const began = Date.now();
  await page.goto(address);
  const loaded = Date.now() - began;
  const facts = await page.evaluate(() => ({
    ran: window.ran,
    scripts: document.scripts.length,
    handlers: [...document.querySelectorAll('*')].filter((element) =>
      [...element.attributes].some((at) => at.name.startsWith('on'))).length,
    targets: [...document.links].map((link) => link.getAttribute('href')),
    lost: [...document.links].map((link) => link.getAttribute('href'))
        .filter((to) => to.startsWith('#') &&
                !document.getElementById(to.slice(1))),
    dir: document.documentElement.dir,
    wide: document.documentElement.scrollWidth > window.innerWidth,
    ink: getComputedStyle(document.body).color,
    paper: getComputedStyle(document.body).backgroundColor,
  }));
  // Some links that lead within the page are pressed.
  const before = page.url().split('#')[0];
  await page.evaluate(() => {
    for (const link of [...document.links].slice(0, 20))
      if (link.getAttribute('href').startsWith('#'))
        link.click();
  });
  const scrolling = Date.now();
  await page.evaluate(async () => {
    window.scrollTo(0, document.documentElement.scrollHeight);
    await new Promise((done) => requestAnimationFrame(
        () => requestAnimationFrame(done)));
  });
  const scrolled = Date.now() - scrolling;
  const stayed = page.url().split('#')[0] === before;
  await page.evaluate(axe.source);
  const result = await page.evaluate(() => window.axe.run(document, {
    resultTypes: ['violations'],
  }));
  if (pdf) {
    const media = await page.context().newPage();
    await media.goto(address);
    await media.pdf({path: pdf, preferCSSPageSize: true});
    await media.close();
    windows.pop();
  }
  facts.ran = Math.max(facts.ran, await page.evaluate(() => window.ran));
  await context.close();
  return {
    ...facts, asked: asked.filter((url) => !url.startsWith('data:')), said,
    stayed, windows: windows.filter((url) => url !== address &&
                                             url !== 'about:blank'),
    loaded, scrolled,
    broken: result.violations.map((rule) => ({
      rule: rule.id, help: rule.help, count: rule.nodes.length,
      first: rule.nodes[0].html.slice(0, 300),
      why: rule.nodes[0].failureSummary,
    })),
  };
}

(async () => {
  const [program, request] = process.argv.slice(2);
  const browser = await chromium.launch({
    executablePath: program,
    args: process.getuid() === 0 ? ['--no-sandbox'] : [],
  });
  const answers = [];
  for (const one of JSON.parse(request))
    answers.push(await look(browser, one));
  await browser.close();
  process.stdout.write(JSON.stringify(answers));
})().catch((error) => {
  console.error(error);
  process.exit(1);
});
