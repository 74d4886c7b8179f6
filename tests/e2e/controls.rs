//! The controls: a slider, an exact field and a reset for every parameter.

use fantoccini::key::Key as Keyboard;
use rankscope_params::{Key, Largest, Params};

use crate::harness::{Page, browse};

/// A value for a parameter at this share of its range, as far as no matrix takes long.
fn value_at(key: Key, share: f64) -> f64 {
    let row = key.numeric();
    let largest = match row.largest {
        Largest::Fixed(largest) if key == Key::Seed => largest,
        Largest::Fixed(largest) => largest.min(400.0),
        Largest::SmallerDimension => 64.0,
    };
    row.nearest(row.smallest + share * (largest - row.smallest), 64)
}

async fn value_in_link(page: &Page, name: &str) -> Option<f64> {
    let query = page.query().await;
    let value = query
        .split('&')
        .find_map(|pair| pair.strip_prefix(&format!("{name}=")));
    value.map(|value| value.parse().unwrap())
}

#[test]
fn every_parameter_has_a_slider_that_drags() {
    browse(async |page| {
        for key in Key::ALL {
            let row = key.declaration();
            page.open("view=explore").await;
            let target = value_at(key, 0.7);
            let landed = page.drag(row.name, target).await;
            page.settles().await;
            assert_ne!(landed, Params::default().get(key), "{}", row.name);
            assert_eq!(page.field(row.name).await, landed, "{}", row.name);
            assert_eq!(
                value_in_link(page, row.name).await,
                Some(landed),
                "{}",
                row.name
            );
        }
    });
}

#[test]
fn every_parameter_has_a_field_that_takes_an_exact_number() {
    browse(async |page| {
        page.open("view=explore").await;
        for key in Key::ALL {
            let row = key.declaration();
            let target = value_at(key, 0.3);
            page.type_in(row.name, &target.to_string()).await;
            page.settles().await;
            assert_eq!(page.shown_by_both(row.name).await, target, "{}", row.name);
            assert_eq!(
                value_in_link(page, row.name).await,
                Some(target),
                "{}",
                row.name
            );
            page.reset(row.name).await;
            page.settles().await;
        }
        assert_eq!(page.query().await, "view=explore");
    });
}

#[test]
fn every_parameter_has_a_reset_that_gives_its_default_back() {
    browse(async |page| {
        let all = Key::ALL.map(|key| format!("{}={}", key.declaration().name, value_at(key, 0.3)));
        page.open(&all.join("&")).await;
        // The shape comes first and takes the ranks it bounds with it, so they can all go back.
        for key in Key::ALL {
            let row = key.declaration();
            page.reset(row.name).await;
            page.settles().await;
            assert_eq!(
                page.shown_by_both(row.name).await,
                Params::default().get(key),
                "{}",
                row.name
            );
            assert_eq!(value_in_link(page, row.name).await, None, "{}", row.name);
        }
        assert_eq!(page.query().await, "view=explore");
    });
}

#[test]
fn a_threshold_and_the_learning_rate_have_the_same_control() {
    browse(async |page| {
        for (view, name, target) in [("adapter", "keep", 0.5), ("train", "lr", 0.05)] {
            page.open(&format!("view={view}")).await;
            let there = format!("return document.querySelector('#slider-{name}') !== null;");
            page.waits_until("the slider", &there).await;
            let landed = page.drag(name, target).await;
            page.settles().await;
            assert_eq!(value_in_link(page, name).await, Some(landed), "{name}");
            page.reset(name).await;
            page.settles().await;
            assert_eq!(value_in_link(page, name).await, None, "{name}");
            page.type_in(name, "much").await;
            page.sees_notice("“much” is not a number").await;
        }
    });
}

/// B12: the change of a threshold was no entry of the history.
#[test]
fn back_undoes_the_change_of_a_threshold() {
    browse(async |page| {
        page.open("view=adapter").await;
        page.type_in("keep", "0.5").await;
        page.waits_until(
            "the entry of the change",
            "return history.state === 1 && location.search.includes('keep=0.5');",
        )
        .await;
        page.script("history.back();", vec![]).await;
        page.waits_until(
            "the threshold to go back",
            "return document.querySelector('#field-keep').value === '0.9';",
        )
        .await;
    });
}

#[test]
fn an_arrow_key_moves_a_slider_by_one_step() {
    browse(async |page| {
        page.open("view=explore").await;
        page.press_key("r_low", Keyboard::Right).await;
        assert_eq!(page.shown_by_both("r_low").await, 5.0);
        page.press_key("r_low", Keyboard::Left).await;
        page.press_key("r_low", Keyboard::Left).await;
        assert_eq!(page.shown_by_both("r_low").await, 3.0);
        page.settles().await;
        assert_eq!(page.reads("table-setup", None, "r_low").await, 3.0);
    });
}

#[test]
fn a_field_takes_its_number_when_it_is_left_too() {
    browse(async |page| {
        page.open("view=explore").await;
        page.type_without_enter("alpha", "40").await;
        page.leaves_field().await;
        page.waits_until(
            "the link to change",
            "return location.search === '?alpha=40';",
        )
        .await;
        page.settles().await;
        assert_eq!(page.reads("table-scaling", 4, "lora").await, 10.0);
    });
}

#[test]
fn a_number_out_of_range_typed_in_is_moved_and_said() {
    browse(async |page| {
        page.open("view=explore").await;
        page.type_in("noise", "7").await;
        page.sees_notice("noise").await;
        page.settles().await;
        assert_eq!(page.shown_by_both("noise").await, 1.0);

        page.click("#dismiss-notices").await;
        page.waits_until(
            "the notices to go",
            "return !document.querySelector('#notices li');",
        )
        .await;
    });
}

#[test]
fn an_emptied_field_gets_its_value_back() {
    browse(async |page| {
        page.open("view=explore").await;
        let backspace = Keyboard::Backspace.to_string();
        page.type_without_enter("noise", &backspace).await;
        page.leaves_field().await;
        assert_eq!(page.shown_by_both("noise").await, 0.01);
        page.settles().await;
    });
}

#[test]
fn shrinking_the_matrix_lowers_the_ranks_and_says_so() {
    browse(async |page| {
        page.open("view=explore").await;
        page.type_in("d", "8").await;
        page.sees_notice("second rank").await;
        page.settles().await;
        assert_eq!(page.shown_by_both("r_high").await, 8.0);
        assert_eq!(page.reads("table-setup", None, "max_rank").await, 8.0);
        // Growing it again gives back what was asked for.
        page.reset("d").await;
        page.settles().await;
        assert_eq!(page.shown_by_both("r_high").await, 32.0);
    });
}

#[test]
fn on_a_phone_the_controls_open_in_a_sheet() {
    browse(async |page| {
        page.resize(390, 844).await;
        page.open("view=explore").await;
        page.click("#open-controls").await;
        page.waits_until(
            "the slider to show",
            "return document.querySelector('#slider-alpha').checkVisibility();",
        )
        .await;
        let alpha = page.drag("alpha", 64.0).await;
        page.settles().await;
        assert_eq!(page.reads("table-scaling", 1, "lora").await, alpha);
    });
}
