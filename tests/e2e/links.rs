//! The query string: read at the start, kept current, and never trusted.

use rankscope_params::query::{self, Link};
use rankscope_params::{ChoiceKey, Key, Kind, Largest, Params};

use crate::harness::browse;

#[test]
fn a_link_is_read_at_the_start() {
    browse(async |page| {
        page.open("d=48&k=40&noise=0.05&alpha=24&r_low=2&seed=7")
            .await;
        for (name, value) in [
            ("d", 48.0),
            ("k", 40.0),
            ("noise", 0.05),
            ("alpha", 24.0),
            ("r_low", 2.0),
            ("seed", 7.0),
            ("true_rank", 4.0),
        ] {
            assert_eq!(page.shown_by_both(name).await, value, "{name}");
        }
        assert_eq!(page.reads("table-setup", None, "max_rank").await, 40.0);
        assert_eq!(page.reads("table-scaling", 8, "lora").await, 3.0);
        assert_eq!(page.text("#notices").await, "");
    });
}

/// Keeps every address the page takes, and the moment the mouse lets go.
const WATCH_ADDRESSES: &str = "
    window.seen = [];
    const { replaceState } = history;
    history.replaceState = (...entry) => {
        replaceState.apply(history, entry);
        seen.push(location.search);
    };
    addEventListener('pointerup', () => seen.push('let go'), { capture: true });";

#[test]
fn the_link_follows_while_a_slider_is_held() {
    browse(async |page| {
        page.open("view=explore").await;
        page.script(WATCH_ADDRESSES, vec![]).await;
        page.drag_through("noise", &[0.8, 0.2, 0.9, 0.3]).await;
        page.settles().await;
        let seen = page.script("return seen;", vec![]).await;
        let seen: Vec<_> = seen
            .as_array()
            .unwrap()
            .iter()
            .map(|entry| entry.as_str().unwrap())
            .collect();
        let held = seen.iter().take_while(|entry| **entry != "let go");
        assert!(
            held.filter(|entry| entry.starts_with("?noise=0.")).count() >= 1,
            "{seen:?}"
        );
        assert_eq!(
            value_in(&page.query().await, "noise"),
            page.field("noise").await
        );
    });
}

fn value_in(query: &str, name: &str) -> f64 {
    let (_, value) = query.split_once(&format!("{name}=")).unwrap();
    value.parse().unwrap()
}

#[test]
fn the_link_of_a_state_opens_that_state() {
    browse(async |page| {
        page.open("view=explore").await;
        let alpha = page.drag("alpha", 200.0).await;
        let noise = page.drag("noise", 0.3).await;
        page.type_in("d", "50").await;
        page.settles().await;
        let link = page.query().await;
        let floor = page.reads("table-errors", 4, "facts_floor").await;

        page.open("view=explore").await;
        page.open(&link).await;
        assert_eq!(page.shown_by_both("alpha").await, alpha);
        assert_eq!(page.shown_by_both("noise").await, noise);
        assert_eq!(page.reads("table-errors", 4, "facts_floor").await, floor);
    });
}

/// A state with a value of every kind at some place of its range, different for each seed.
fn random_link(seed: usize) -> Link {
    let pick = |i: usize, of: usize| (seed * 7919 + i * 104_729 + seed * i * 31) % of;
    let mut link = Link::default();
    for (i, key) in Key::ALL.into_iter().enumerate() {
        let row = key.numeric();
        let largest = match row.largest {
            Largest::Fixed(largest) if key == Key::Seed => largest,
            Largest::Fixed(largest) => largest.min(60.0),
            Largest::SmallerDimension => 60.0,
        };
        let share = pick(i, 1000) as f64 / 1000.0;
        let value = row.nearest(row.smallest + share * (largest - row.smallest), 60);
        if pick(i + 50, 3) > 0 {
            link.params = link.params.with(key, value).0;
        }
    }
    for (i, key) in ChoiceKey::ALL.into_iter().enumerate() {
        // A sheet over the page, or a figure alone, has no tables to read.
        let apart = [
            ChoiceKey::View,
            ChoiceKey::Sheet,
            ChoiceKey::Embed,
            ChoiceKey::Start,
        ];
        let row = rankscope_params::SettingKey::from(key).declaration();
        if let Kind::Choice(options) = row.kind
            && !apart.contains(&key)
        {
            let option = options[pick(i + 100, options.len())];
            assert!(link.choices.choose(key, option.name));
        }
    }
    if seed.is_multiple_of(2) {
        link.pins.pin(seed % 3, Params::default());
    }
    link
}

#[test]
fn random_states_survive_link_page_and_link() {
    browse(async |page| {
        for seed in 1..=10 {
            let link = random_link(seed);
            let written = query::write(&link);
            page.open(&written).await;
            assert_eq!(page.query().await, written);
            for key in Key::ALL {
                let (name, value) = (key.declaration().name, link.params.get(key));
                assert_eq!(page.field(name).await, value, "{name}: {written}");
            }
            // Only what was set in the page itself is written by it: one change there and back.
            page.type_in("alpha", "77").await;
            page.settles().await;
            page.type_in("alpha", &link.params.get(Key::Alpha).to_string())
                .await;
            page.settles().await;
            assert_eq!(page.query().await, written);
        }
        assert_eq!(page.console_errors().await, [""; 0]);
    });
}

/// B15: this link was 309 characters long.
#[test]
fn a_very_small_number_is_short_in_the_link() {
    browse(async |page| {
        page.open("noise=1e-300").await;
        assert_eq!(page.field("noise").await, 1e-300);
        page.type_in("alpha", "32").await;
        page.settles().await;
        assert_eq!(page.query().await, "noise=1e-300&alpha=32");
    });
}

#[test]
fn the_axis_of_the_spectrum_is_in_the_link() {
    browse(async |page| {
        page.open("view=explore").await;
        page.click("#menu-spectrum summary").await;
        page.click("#sigma-axis-log").await;
        page.waits_until(
            "the link to change",
            "return location.search === '?sigma_axis=log';",
        )
        .await;
        page.settles().await;
        page.click("#sigma-axis-linear").await;
        page.waits_until(
            "the link to change",
            "return location.search === '?view=explore';",
        )
        .await;
        page.settles().await;
    });
}

/// A bad link, a part of the notice it earns, and what the page makes of it.
struct Bad {
    link: &'static str,
    notice: &'static str,
    taken: &'static [(&'static str, f64)],
}

const BAD: &[Bad] = &[
    Bad {
        link: "d=99999&k=8",
        notice: "rows d: 99999 is now 1024",
        taken: &[("d", 1024.0), ("k", 8.0)],
    },
    Bad {
        link: "noise=abc",
        notice: "“abc” is not a number",
        taken: &[("noise", 0.01)],
    },
    Bad {
        link: "alpha=-3",
        notice: "α: -3 is now 0.25",
        taken: &[("alpha", 0.25)],
    },
    Bad {
        link: "true_rank=60&d=8",
        notice: "true rank: 60 is now 8",
        taken: &[("d", 8.0), ("true_rank", 8.0)],
    },
    Bad {
        link: "seed=1e99",
        notice: "seed",
        taken: &[("seed", 4_294_967_295.0)],
    },
    Bad {
        link: "colour=red&alpha=32",
        notice: "“colour”",
        taken: &[("alpha", 32.0)],
    },
    Bad {
        link: "alpha=2&alpha=4",
        notice: "more than once",
        taken: &[("alpha", 4.0)],
    },
    Bad {
        link: "sigma_axis=cubic",
        notice: "“cubic” is not on offer",
        taken: &[("alpha", 16.0)],
    },
    Bad {
        link: "noise=%FF%00&d=%",
        notice: "is not a number",
        taken: &[("noise", 0.01), ("d", 64.0)],
    },
    Bad {
        link: "style_max=-Infinity&facts_max=1e999",
        notice: "first style σ: -inf is now 0",
        taken: &[("style_max", 0.0), ("facts_max", 20.0)],
    },
    Bad {
        link: "__proto__=1&constructor=2&alpha=8",
        notice: "“__proto__” is no parameter",
        taken: &[("alpha", 8.0)],
    },
    Bad {
        link: "pin_a=%3Cscript%3Ealert(1)%3C/script%3E&noise=%E0%A4%A",
        notice: "is not a number",
        taken: &[("noise", 0.01)],
    },
    Bad {
        link: "%3Cb%3Ebold%3C/b%3E=1",
        notice: "<b>bold</b>",
        taken: &[("alpha", 16.0)],
    },
];

#[test]
fn a_bad_link_opens_the_nearest_state_and_says_what_changed() {
    browse(async |page| {
        for bad in BAD {
            page.open(bad.link).await;
            page.sees_notice(bad.notice).await;
            for (name, value) in bad.taken {
                assert_eq!(
                    page.shown_by_both(name).await,
                    *value,
                    "{}: {name}",
                    bad.link
                );
            }
            assert!(!page.text("body").await.contains("NaN"), "{}", bad.link);
        }
        assert_eq!(page.console_errors().await, [""; 0]);
    });
}

#[test]
fn a_link_of_a_hundred_kilobytes_is_cut_and_said() {
    browse(async |page| {
        page.visit("fault/long-query/?view=explore").await;
        page.sees_notice("100004 bytes long").await;
        page.settles().await;
        assert_eq!(page.shown_by_both("d").await, 8.0);
        assert!(page.query().await.len() < 1000, "the link is still long");
    });
}

#[test]
fn the_page_works_below_a_path() {
    browse(async |page| {
        page.visit("some/where/?alpha=32").await;
        page.settles().await;
        assert_eq!(page.reads("table-scaling", 8, "lora").await, 4.0);
        assert_eq!(page.console_errors().await, [""; 0]);
    });
}
