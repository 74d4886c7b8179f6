//! A reader who presses, drags and types whatever there is, in every view, without a plan: nothing
//! breaks, the page still tells the truth whenever it is asked, and it holds no more memory for it.
//!
//! One goes from view to view as it comes; others stay in a view each. What is done follows from a seed.
//! `RANKSCOPE_MONKEY=10000 RANKSCOPE_SEED=7` is ten thousand actions on the way and in every view, more than
//! an everyday run has time for, and other ones.

use std::time::Duration;

use rankscope_params::{Choice, View};

use crate::checkpoints;
use crate::engine::shows;
use crate::harness::{Ability, Page, browse_for};
use crate::views::{CHECKPOINTS, of_view};

/// Actions of an everyday run, on the way and in a view.
const ON_THE_WAY: u64 = 600;
const IN_A_VIEW: u64 = 100;
/// Actions between two looks at what has become of the page.
const BATCH: u64 = 100;
/// Actions before a view is opened anew: some buttons lead elsewhere.
const STAY: u64 = 25;
/// How often in a run it is asked for the truth.
const QUESTIONS: u64 = 4;
/// How long each action may take, with its share of opening and looking: twice what one needs on a machine that
/// does other things too.
const AN_ACTION: Duration = Duration::from_millis(200);
/// By how much more of JavaScript's memory may be held in the end than at half time: which views have
/// been open by then makes a difference.
const GROWTH: f64 = 1.5;
/// The most WebAssembly's memory may come to, in bytes; it grows in steps, and holds the entries of the
/// largest matrices that have been looked at.
const MOST: f64 = 48e6;
const SEED: u64 = 42;

/// Does some actions, and returns what the last of them were.
const ACT: &str = "
    const done = arguments[arguments.length - 1];
    // The generator of Numerical Recipes: all that is asked of it is to be the same every time.
    let state = seed >>> 0;
    const random = (below) => {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        return Math.floor((state / 2 ** 32) * below);
    };
    const pick = (list) => list[random(list.length)];
    const leaves = '[id$=-png], [id$=-svg], [id$=-csv], [id$=-json], [id^=save], [id^=print], [id^=copy], [download], [target=_blank], #boot-problem *';
    const reached = 'button, summary, select, textarea, .reader, input:not([type=file])' + (leads ? ', nav a, .contents a, .checks a' : '');
    const texts = ['', '0', '-1', '7', '64', '1e9', '1e-9', 'NaN', '2,4,8', '99,1,x', 'Ada', '<b>', '{', '½', '9'.repeat(400)];
    const keys = ['ArrowLeft', 'ArrowRight', 'PageUp', 'Home', 'End', 'Escape', 'x'];
    const write = (field, value) => {
        field.value = value;
        field.dispatchEvent(new InputEvent('input', { bubbles: true }));
        field.dispatchEvent(new Event('change', { bubbles: true }));
    };
    window.print = () => {};
    // Steps through the history that the browser has not taken yet. One more back could lead out of the page.
    let due = 0;
    const arrived = () => { due -= 1; };
    addEventListener('popstate', arrived);
    const pause = (ms) => new Promise((next) => setTimeout(next, ms));
    const log = [];
    (async () => {
        for (let action = 0; action < count; action += 1) {
            const dice = random(100);
            if (dice < 4) {
                log.push('back or forward');
                for (let waits = 0; due > 0 && waits < 100; waits += 1) await pause(10);
                // Before the first entry of the page is another page. The browser knows where that is; where
                // it does not tell, the page's own count has to do.
                const first = window.navigation ? navigation.currentEntry.key === window.firstEntry : !(history.state > 0);
                const steps = dice < 2 ? !first : window.navigation?.canGoForward !== false;
                due = steps ? 1 : 0;
                if (steps) history.go(dice < 2 ? -1 : 1);
            } else {
                const all = [...document.querySelectorAll(reached)];
                const free = all.filter((one) => one.checkVisibility() && !one.disabled && !one.matches(leaves));
                const one = pick(free);
                log.push(`${one?.tagName} ${one?.id || one?.textContent.slice(0, 20)}`);
                if (!one) continue;
                if (one.matches('select')) write(one, pick([...one.options]).value);
                else if (one.matches('[type=range]')) {
                    write(one, Number(one.min) + (Number(one.max) - Number(one.min)) * random(1000) / 1000);
                } else if (one.matches('textarea, input:not([type=radio], [type=checkbox])')) write(one, pick(texts));
                else if (one.matches('.reader')) {
                    one.dispatchEvent(new KeyboardEvent('keydown', { key: pick(keys), bubbles: true, cancelable: true }));
                } else {
                    if (one.matches('#undo, #redo')) due += 1;
                    one.click();
                }
            }
            await pause(8);
        }
        removeEventListener('popstate', arrived);
        done(log.slice(-12));
    })();";

/// Whether the address has been the same for a second.
const AT_REST: &str = "
    const [now, time] = [location.search, performance.now()];
    if (window.seen?.[0] !== now) window.seen = [now, time];
    return time - window.seen[1] > 1000;";

fn from_environment(name: &str, usual: u64) -> u64 {
    let given = std::env::var(name).ok();
    given.map_or(usual, |text| text.parse().expect(name))
}

/// Whether links to other views are among what is pressed.
#[derive(Clone, Copy, PartialEq)]
enum Way {
    Anywhere,
    Here,
}

async fn acts(page: &Page, way: Way, seed: u64, count: u64) -> String {
    let leads = way == Way::Anywhere;
    let act = format!("const seed = {seed}, count = {count}, leads = {leads};{ACT}");
    page.script_later(&act).await.to_string()
}

/// Opens the page, and notes where its history begins.
async fn opens(page: &Page, query: &str) {
    page.open(query).await;
    page.script(
        "window.firstEntry = window.navigation?.currentEntry.key;",
        vec![],
    )
    .await;
}

/// Nothing has broken up to here.
async fn is_whole(page: &Page, at: &str) {
    assert_eq!(page.text("#boot-problem").await, "", "{at}");
    assert_eq!(complaints(page).await, [""; 0], "{at}");
}

/// What the console says, but for loads that a preview or a page gave up when it was left: Chromium
/// names no reason for those, and for any other failure does so in a message of its own.
async fn complaints(page: &Page) -> Vec<String> {
    let mut errors = page.console_errors().await;
    let given_up = |error: &String| {
        let named = error.split_once("Fetch API cannot load ");
        named.is_some_and(|(_, what)| !what.trim().contains(' '))
    };
    errors.retain(|error| !given_up(error));
    errors
}

/// Whether undo and redo are offered where the browser has other states of the page to go to. An entry
/// at the end that repeats the one before it is none: a change that ended where it began. Chromium keeps the last
/// fifty: where the page's first has been dropped, there was one before all that are left.
const BUTTONS: &str = "
    if (!window.navigation) return true;
    const entries = navigation.entries();
    const first = entries.findIndex(({ key }) => key === window.firstEntry);
    const here = navigation.currentEntry.index - first;
    let last = entries.length - 1 - first;
    if (last > 0 && entries.at(-1).url === entries.at(-2)?.url) last -= 1;
    const enabled = id => !document.querySelector(id).disabled;
    return enabled('#undo') === Math.min(here, last) > 0 && enabled('#redo') === here < last;";

/// Whatever state it has been led to, Explore shows that state's numbers.
async fn tells_the_truth(page: &Page) {
    // From slides there is no way but out of them.
    let leaves = "
        document.querySelector('#close-share, #end-slides')?.click();
        document.querySelector('#view-explore')?.click();
        return new URLSearchParams(location.search).get('view') === 'explore' || !!document.querySelector('#slider-noise');";
    page.waits_until("Explore", leaves).await;
    // What native code has soon worked out too.
    page.type_in("d", "48").await;
    page.type_in("k", "64").await;
    page.settles().await;
    page.waits_until("the address to be at rest", AT_REST).await;
    let link = page.query().await;
    shows(page, &link).await;
    page.waits_until("buttons that are true", BUTTONS).await;
    assert_eq!(complaints(page).await, [""; 0]);
}

#[test]
fn whatever_is_pressed_nothing_breaks_and_the_numbers_are_right() {
    let actions = from_environment("RANKSCOPE_MONKEY", ON_THE_WAY);
    let seed = from_environment("RANKSCOPE_SEED", SEED);
    let batches = actions.div_ceil(BATCH);
    let every = batches.div_ceil(QUESTIONS);
    browse_for(AN_ACTION * actions as u32, async |page| {
        opens(page, "view=explore").await;
        let tells_memory = page.can(Ability::Heap);
        let mut held = vec![];
        for batch in 1..=batches {
            let last = acts(page, Way::Anywhere, seed.wrapping_add(batch - 1), BATCH).await;
            is_whole(
                page,
                &format!("seed {seed}, action {}: {last}", batch * BATCH),
            )
            .await;
            if batch % every == 0 || batch == batches {
                tells_the_truth(page).await;
                if tells_memory {
                    held.push(page.held().await);
                }
            }
        }
        if let [.., last] = held[..] {
            let half_time = held[(held.len() - 1) / 2];
            assert!(last.heap < GROWTH * half_time.heap, "{held:?} bytes");
            assert!(last.module < MOST, "{held:?} bytes");
        }
    });
}

#[test]
fn whatever_is_pressed_in_a_view_nothing_breaks_and_the_numbers_are_right() {
    // In parts, each of which a browser has time for.
    const PART: u64 = 2_000;
    let actions = from_environment("RANKSCOPE_MONKEY", IN_A_VIEW);
    let seed = from_environment("RANKSCOPE_SEED", SEED);
    for view in View::ALL {
        for part in 0..actions.div_ceil(PART) {
            let visits = (actions - part * PART).min(PART).div_ceil(STAY);
            let longest = AN_ACTION * (visits * STAY) as u32;
            browse_for(longest, async |page| {
                for visit in 0..visits {
                    let links = of_view(*view);
                    let link = links[visit as usize % links.len()];
                    opens(page, link).await;
                    if link == CHECKPOINTS {
                        checkpoints::opens_both(page).await;
                    }
                    let seed = seed.wrapping_add(part * PART + visit);
                    let last = acts(page, Way::Here, seed, STAY).await;
                    is_whole(page, &format!("“{link}”, seed {seed}: {last}")).await;
                }
                tells_the_truth(page).await;
            });
        }
    }
}
